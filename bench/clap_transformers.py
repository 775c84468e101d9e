"""The transformers half of bench/clap.ts: decoded audio to embeddings, in a process of its own.

    python clap_transformers.py --checkpoint FOLDER --sounds FOLDER --out FILE

--sounds holds 0.f32, 1.f32, ...: raw float32, mono, 48 kHz, at most 10 s each. Writes the embeddings to --out and,
as its last line, {"ways": {"batch 8, threads 2": {"clipsPerSec", "cpuSecPerClip"}, ...}, "versions": {...}}: one sound at
a time and eight, with the threads that torch chooses, and eight with one thread, which is better on a busy machine.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import ClapFeatureExtractor, ClapModel


@torch.inference_mode()
def embed(model, extractor, sounds: list[np.ndarray]) -> np.ndarray:
    features = extractor(sounds, sampling_rate=48_000, return_tensors="pt")["input_features"]
    # As laion_clap does it for sounds of at most 10 s; the extractor alone would set one of a batch by chance.
    is_longer = torch.zeros(len(sounds), 1, dtype=torch.bool)
    return model.get_audio_features(input_features=features, is_longer=is_longer).pooler_output.numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("checkpoint", "sounds", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    files = sorted(arguments.sounds.glob("*.f32"), key=lambda file: int(file.stem))
    sounds = [np.fromfile(file, dtype="<f4") for file in files]
    model = ClapModel.from_pretrained(arguments.checkpoint).eval()
    extractor = ClapFeatureExtractor.from_pretrained(arguments.checkpoint)

    embed(model, extractor, sounds[:1])
    ways = {}
    for batch, threads in ((1, torch.get_num_threads()), (8, torch.get_num_threads()), (8, 1)):
        torch.set_num_threads(threads)
        start, cpu_start = time.perf_counter(), time.process_time()
        rows = [embed(model, extractor, sounds[at : at + batch]) for at in range(0, len(sounds), batch)]
        ways[f"batch {batch}, threads {threads}"] = {
            "clipsPerSec": len(sounds) / (time.perf_counter() - start),
            "cpuSecPerClip": (time.process_time() - cpu_start) / len(sounds),
        }
    np.concatenate(rows).astype("<f4").tofile(arguments.out)
    versions = {"transformers": transformers.__version__, "torch": torch.__version__}
    print(json.dumps({"ways": ways, "versions": versions}))


if __name__ == "__main__":
    main()
