"""Writes a CLAP checkpoint of random weights in the very layout of laion/clap-htsat-fused.

    python random_checkpoint.py --config FOLDER --out FOLDER

FOLDER of --config holds config.json, preprocessor_config.json and the tokenizer files; they are copied.
With the hub's own config.json the result has the 477 tensors (614 MB) of the official model.safetensors.

Every value is a function of the tensor's name and the value's place alone (`random_values`), so that
test/clap/random-checkpoint.ts makes the same bytes without Python. No two tensors are alike and BatchNorm
statistics and position-bias tables are random too: a tensor that is swapped or left out always shows.
"""

import argparse
import json
import math
import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import ClapConfig, ClapModel


def hash_name(name: str) -> int:
    """FNV-1a, 32 bits, of the UTF-8 bytes."""
    hashed = 0x811C9DC5
    for byte in name.encode():
        hashed = ((hashed ^ byte) * 0x01000193) & 0xFFFFFFFF
    return hashed


def unit_values(name: str, count: int) -> np.ndarray:
    """`count` float64 values in -1..1: the finaliser of MurmurHash3 over a counter."""
    x = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(hash_name(name))
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x85EBCA6B)
    x ^= x >> np.uint32(13)
    x *= np.uint32(0xC2B2AE35)
    x ^= x >> np.uint32(16)
    return x.astype(np.float64) * 2.0**-31 - 1.0


def centre_and_spread(name: str, shape: tuple[int, ...]) -> tuple[float, float]:
    """Values of a tensor are uniform in centre - spread .. centre + spread."""
    if name.endswith("audio_encoder.batch_norm.running_mean"):
        return -40.0, 10.0  # dB, as a log-mel has them
    if name.endswith("audio_encoder.batch_norm.running_var"):
        return 400.0, 200.0
    if name.startswith("logit_scale"):
        return 3.0, 0.5
    if name.endswith("running_mean"):
        return 0.0, 0.2
    if name.endswith("running_var"):
        return 1.0, 0.5
    if len(shape) == 1:
        return (1.0, 0.3) if name.endswith("weight") else (0.0, 0.2)
    if name.endswith("relative_position_bias_table"):
        return 0.0, 1.0
    if "embeddings" in name:
        return 0.0, 1.0
    # Uniform with the variance 1 / fan_in: the size of the activations is kept from layer to layer.
    return 0.0, math.sqrt(3.0 / math.prod(shape[1:]))


def random_values(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """float32 values of one tensor, in C order."""
    centre, spread = centre_and_spread(name, shape)
    values = centre + spread * unit_values(name, math.prod(shape))
    return values.astype(np.float32).reshape(shape)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()

    config = ClapConfig.from_dict(json.loads((arguments.config / "config.json").read_text()))
    model = ClapModel(config)
    tensors = {}
    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point():
            tensors[name] = torch.from_numpy(random_values(name, tuple(tensor.shape)))
        else:
            tensors[name] = tensor.contiguous().clone()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for file in arguments.config.iterdir():
        if file.suffix in (".json", ".txt") and file.name != "model.safetensors":
            shutil.copyfile(file, arguments.out / file.name)
    save_file(tensors, arguments.out / "model.safetensors", metadata={"format": "pt"})
    print(f"{len(tensors)} tensors, {(arguments.out / 'model.safetensors').stat().st_size} bytes")


if __name__ == "__main__":
    main()
