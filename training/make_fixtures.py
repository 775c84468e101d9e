"""Step 10: reference embeddings for the TypeScript tests, test/reference/pocket.json.

The expected values come from PyTorch: the towers of a checkpoint with the weights rounded as they are
shipped (export.build_towers), and beside them the cosine with the unrounded model. onnxruntime's own
results are compared here too, so a broken export is noticed before the tests run.
"""

import argparse
import base64
import hashlib
import json
import platform
from pathlib import Path

import numpy as np
import onnxruntime
import scipy
import tokenizers
import torch
import transformers

from evaluate import OnnxTowers
from export import build_towers
from frontend import SAMPLE_RATE, features
from text_tower import MAX_TOKENS, embed_sentences, load_sentence_encoder
from train import load_model

TEXTS = ("", "kick drum", "dusty vinyl kick", "808 sub-bass, long", "This is a sound of dog barking.", "female vocal chop", "metal door slam in a big hall",
         "rain", "warm analog pad", "closed hi-hat", "siren", "café Ünïcode", "🎧", "déjà vu — naïve", "120 bpm drum loop", "a\tb\nc", "   spaces   ",
         "snare!!!", "声音", "the sound of glass breaking, then laughter", "one two three four five six seven eight nine ten " * 20)


def lcg_noise(count):
    """Noise of the golden values: s = (1664525 s + 1013904223) mod 2**32 from s = 1, x = (s / 2**31 - 1) / 4."""
    state, out = 1, np.empty(count, np.float32)
    for i in range(count):
        state = (1664525 * state + 1013904223) % 2 ** 32
        out[i] = (state / 2 ** 31 - 1) * 0.25
    return out


def sine(frequency_hz, count):
    return (0.5 * np.sin(2 * np.pi * frequency_hz * np.arange(count) / SAMPLE_RATE)).astype(np.float32)


SIGNALS = {  # name: (formula, frequency or None, samples)
    "noise 0.05 s": ("lcg", None, 2400), "noise 0.3 s": ("lcg", None, 14400), "noise 1 s": ("lcg", None, 48000), "noise 2.5 s": ("lcg", None, 120000),
    "sine 0.3 s": ("sine", 440, 14400), "sine 1 s": ("sine", 440, 48000), "sine 5 s": ("sine", 100, 240000), "noise 10 s": ("lcg", None, 480000),
    "sine 1.234 s": ("sine", 1000, 59232),
}


def encode(vector):
    """float32 little-endian, base64."""
    return base64.b64encode(np.asarray(vector, "<f4").tobytes()).decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    audio, text, _ = build_towers(arguments.checkpoint)
    full, _ = load_model(arguments.checkpoint)
    onnx_towers = OnnxTowers(arguments.model)
    _, tokenizer = load_sentence_encoder()
    sounds, texts, worst = [], [], 1.0
    with torch.no_grad():
        for name, (formula, frequency_hz, count) in SIGNALS.items():
            mel = torch.from_numpy(features(lcg_noise(count) if formula == "lcg" else sine(frequency_hz, count)))
            expected = audio(mel[None, None])[0].numpy()
            worst = min(worst, float(expected @ onnx_towers.audio(mel)))
            sounds.append({"name": name, "formula": formula, "frequencyHz": frequency_hz, "samples": count, "frames": len(mel),
                           "meanDb": round(float(mel.double().mean()), 6), "cosineToFloat32": round(float(expected @ full.audio(mel[None, None])[0].numpy()), 6),
                           "embedding": encode(expected)})
        for phrase in TEXTS:
            tokens = tokenizer([phrase], truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
            expected = text(tokens["input_ids"], tokens["attention_mask"])[0].numpy()
            worst = min(worst, float(expected @ onnx_towers.texts([phrase])[0]))
            texts.append({"text": phrase, "ids": tokens["input_ids"][0].tolist(), "cosineToFloat32": round(float(expected @ full.text(embed_sentences([phrase]))[0].numpy()), 6),
                          "embedding": encode(expected)})
    if worst < 0.99999:
        raise SystemExit(f"The exported towers differ from PyTorch: cosine {worst}.")
    versions = {"python": platform.python_version(), "torch": torch.__version__, "transformers": transformers.__version__, "tokenizers": tokenizers.__version__,
                "onnxruntime": onnxruntime.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
    files = {name: hashlib.sha256((arguments.model / name).read_bytes()).hexdigest() for name in ("audio.onnx", "text.onnx")}
    arguments.out.write_text(json.dumps({
        "about": "Made by training/make_fixtures.py. Embeddings: 512 float32 little-endian, base64. lcg: s = (1664525 s + 1013904223) mod 2^32 from 1, "
                 "x = (s / 2^31 - 1) / 4; sine: x = 0.5 sin(2 pi f n / 48000).",
        "versions": versions, "files": files, "worstCosineOfOnnxruntime": round(worst, 7), "sounds": sounds, "texts": texts}, ensure_ascii=False, indent=1) + "\n")
    print(f"{len(sounds)} sounds, {len(texts)} texts, worst cosine {worst:.7f}")


if __name__ == "__main__":
    main()
