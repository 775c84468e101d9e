"""Step 5: what a pretrained network makes of every sound; the student learns to predict it (train.py).

The teacher is aiSFX (Ma and Lerch, ISMIR 2022; weights CC BY 4.0), a convolutional network that learned the
categories of commercial sound-effect libraries. Its weights lie inside the PyPI package aisfx 0.1.2: unpack the
wheel, do not install it (its old pins). Only the checkpoint is read; network and input are written anew from the
paper and the shapes of the weights, and the teacher is not shipped.

Writes teacher.f16 (N, 512) beside each shard's index.tsv, row by row.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from frontend import SAMPLE_RATE
from shards import Shard

TEACHER_DIM = 512
TEACHER_RATE = 44100
WINDOW = 2048
HOP = 1024
MEL_BINS = 96
LARGEST_VALUE = 9.457798957824707  # of all spectrograms the teacher was trained on; scales them to 0..1
BLOCK_FRAMES = 100  # 2.3 s, the length it was trained on
FFT_SIZE = 4096


def teacher_filters():
    """Triangles on the HTK mel scale, 0 to 22.05 kHz, each of unit sum over the bins of a 48 kHz FFT: (FFT_SIZE // 2 + 1, 96)."""
    mel = lambda hz: 2595.0 * np.log10(1.0 + hz / 700.0)
    points = np.linspace(0.0, mel(TEACHER_RATE / 2), MEL_BINS + 2)
    bins = mel(np.arange(FFT_SIZE // 2 + 1) * SAMPLE_RATE / FFT_SIZE)
    rise = (bins[:, None] - points[None, :-2]) / (points[1:-1] - points[:-2])
    fall = (points[None, 2:] - bins[:, None]) / (points[2:] - points[1:-1])
    weights = np.maximum(0.0, np.minimum(rise, fall))
    return torch.from_numpy((weights / weights.sum(0)).astype(np.float32))


class TeacherInput:
    """48 kHz samples to the teacher's log-mel: windows as long in seconds as 2,048 samples at 44.1 kHz, no resampling needed."""

    def __init__(self):
        self.filters = teacher_filters()
        ratio = SAMPLE_RATE / TEACHER_RATE
        self.length = round(WINDOW * ratio)
        self.hop = HOP * ratio
        self.window = torch.hann_window(self.length, periodic=False)
        self.gain = 1.0 / ratio ** 2  # a longer window sums more samples

    def __call__(self, samples, frames):
        """(N,) float32 -> (frames, 96) in 0..1; silence after the end."""
        half = self.length // 2
        starts = (torch.arange(frames) * self.hop).long()
        padded = torch.zeros(int(starts[-1]) + self.length + 1)
        count = min(len(samples), len(padded) - half)
        padded[half:half + count] = samples[:count]
        sounding = int(min(frames, (len(samples) + half) // self.hop + 1))
        cut = padded[starts[:sounding, None] + torch.arange(self.length)[None, :]] * self.window
        power = torch.fft.rfft(cut, FFT_SIZE).abs().square() * self.gain
        out = torch.zeros(frames, MEL_BINS)
        out[:sounding] = torch.log10(1e4 * (power @ self.filters) + 1.0) / LARGEST_VALUE
        return out


class Teacher(nn.Module):
    """Four pairs of 3x3 convolutions (64-128-256-512), mean over bands, maximum over time: (B, T, 96) -> (B, 512)."""

    def __init__(self, checkpoint):
        super().__init__()
        weights, _ = torch.load(checkpoint, map_location="cpu", weights_only=False)
        layers, inputs = [], 1
        for block, outputs in enumerate((64, 128, 256, 512), start=1):
            for number in (1, 2):
                name = f"embedding_net.conv_block{block}"
                convolution = nn.Conv2d(inputs, outputs, 3, padding=1)
                spread = torch.sqrt(weights[f"{name}.bn{number}.running_var"] + 1e-5)
                scale = weights[f"{name}.bn{number}.weight"] / spread
                convolution.weight.data = weights[f"{name}.conv{number}.weight"] * scale[:, None, None, None]
                convolution.bias.data = weights[f"{name}.bn{number}.bias"] - weights[f"{name}.bn{number}.running_mean"] * scale
                layers += [convolution, nn.ReLU(inplace=True)]
                inputs = outputs
            if block < 4:
                layers.append(nn.MaxPool2d(2))
        self.layers = nn.Sequential(*layers).to(memory_format=torch.channels_last).eval()

    @torch.inference_mode()
    def forward(self, blocks):
        with torch.autocast("cpu", torch.bfloat16):
            x = self.layers(blocks[:, None].contiguous(memory_format=torch.channels_last))
        return x.float().mean(3).amax(2)


def blocks_of(samples, to_mel, most):
    """Blocks of the teacher's input: one of 52 frames for a sound under 1.1 s, else up to `most` of 100 frames."""
    peak = samples.abs().max().clamp(min=1e-3)
    samples = samples * (0.8 / peak)
    seconds = len(samples) / SAMPLE_RATE
    if seconds < 1.1:
        return 52, [to_mel(samples, 52)]
    size = int(BLOCK_FRAMES * to_mel.hop)
    starts = [0] if len(samples) < 1.4 * size else [int(s) for s in np.linspace(0, len(samples) - size, min(most, int(np.ceil(len(samples) / size))))]
    return BLOCK_FRAMES, [to_mel(samples[start:start + size], BLOCK_FRAMES) for start in starts]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--shards", nargs="+", required=True)
    parser.add_argument("--checkpoint", type=Path, required=True, help="aisfx/models/checkpoint.pth of the unpacked wheel")
    parser.add_argument("--blocks", type=int, default=2, help="most blocks of 2.3 s of one sound")
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("I", "N"), help="only every Nth sound from the Ith: one process a core")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    part, parts = arguments.part
    teacher, to_mel = Teacher(arguments.checkpoint), TeacherInput()
    for name in arguments.shards:
        shard, begin = Shard(arguments.cache / name), time.process_time()
        sums = np.zeros((len(shard.rows), TEACHER_DIM), np.float32)
        counts = np.zeros(len(shard.rows), np.float32)
        waiting = {52: [], BLOCK_FRAMES: []}

        def flush(frames):
            batch = waiting[frames]
            if batch:
                embeddings = teacher(torch.stack([block for _, block in batch])).numpy()
                np.add.at(sums, [index for index, _ in batch], embeddings)
                np.add.at(counts, [index for index, _ in batch], 1)
                batch.clear()

        mine = np.arange(part, len(shard.rows), parts)
        for index in mine:
            frames, blocks = blocks_of(torch.from_numpy(shard.wave(shard.rows[index])), to_mel, arguments.blocks)
            waiting[frames] += [(index, block) for block in blocks]
            if len(waiting[frames]) >= 32:
                flush(frames)
        for frames in waiting:
            flush(frames)
        path = arguments.cache / name / "teacher.f16"
        if not path.exists() or path.stat().st_size != 2 * sums.size:
            np.zeros(sums.shape, np.float16).tofile(path)
        np.memmap(path, np.float16, "r+", shape=sums.shape)[mine] = (sums / np.maximum(counts, 1)[:, None])[mine]
        print(name, len(mine), "sounds", f"{time.process_time() - begin:.0f} s of processor time", flush=True)


if __name__ == "__main__":
    main()
