"""Optional step before training: the convolutions and projections of an exported model as a checkpoint to start from.

Batch norms were folded into the convolutions by export.py. Here each gets back the mean and spread that its
convolution shows on training sounds, with the scale and offset that undo them: the model computes the same, and can be trained on.
"""

import argparse
import types
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from data import Augmenter, load_shards
from train import PocketModel, save


def weights_of(path):
    """{name: float32 tensor} of a graph of export.py, small storage unfolded."""
    raw = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in onnx.load(path).graph.initializer}
    result = {name: value for name, value in raw.items() if value.dtype == torch.float32 and not name.endswith(".scale")}
    for name, value in raw.items():
        if name.endswith(".half"):
            result[name[:-5]] = value.float()
        elif name.endswith(".int8"):
            result[name[:-5]] = value.float() * raw[name[:-5] + ".scale"]
    return result


def norms_after(tower):
    """[(convolution, its norm, name)] in the order in which the sound passes them."""
    pairs = [(tower.stem[0], tower.stem[1], "stem.0")]
    for i, block in enumerate(tower.blocks):
        if block.shortcut is not None:
            pairs.append((block.shortcut[1], block.shortcut[2], f"blocks.{i}.shortcut.1"))
        pairs += [(block.first, block.first_norm, f"blocks.{i}.first"), (block.second, block.second_norm, f"blocks.{i}.second")]
    return pairs + [(tower.merge_bands[0], tower.merge_bands[1], "merge_bands.0")]


@torch.no_grad()
def fill_audio(tower, weights, mel):
    """Copy the audio tower; mel: (B, 1, T, 64) training sounds for the norms."""
    for convolution, norm, name in norms_after(tower):
        known = weights[f"{name}.weight"]
        convolution.weight.zero_()
        convolution.weight[:, :known.shape[1]] = known  # further inputs (the position of the band) start at zero
        seen = {}
        hook = convolution.register_forward_hook(lambda _module, _inputs, output: seen.update(output=output))
        tower.pooled(mel)
        hook.remove()
        mean, variance = seen["output"].mean((0, 2, 3)), seen["output"].var((0, 2, 3)) + 1e-4
        norm.running_mean.copy_(mean), norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt()), norm.bias.copy_(weights[f"{name}.bias"] + mean)
    own = tower.state_dict()
    tower.load_state_dict({name: value for name, value in weights.items() if name.startswith(("attention.", "project.")) and own[name].shape == value.shape}, strict=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder with audio.onnx and text.onnx")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    weights = weights_of(arguments.model / "audio.onnx")
    config = dict(audio_config=dict(widths=(32, 64, 128, 256), depths=(1, 2, 2), hidden=1024), text_hidden=768)
    model = PocketModel(**config).eval()
    spoken = {name.removeprefix("projection."): value for name, value in weights_of(arguments.model / "text.onnx").items() if name.startswith("projection.")}
    model.text.load_state_dict(spoken)
    rows, mels = load_shards(arguments.cache, ["pack"])
    rows = [row for row in rows if row["split"] == "train"]
    augmenter = Augmenter(rows, mels, np.random.default_rng(0))
    mel = augmenter.cut(np.random.default_rng(1).integers(0, len(rows), 192), 201, stretch=0.0).unsqueeze(1)
    fill_audio(model.audio, weights, mel)
    save(types.SimpleNamespace(out=arguments.out, seed=0), config, model, 0, 0)
    import onnxruntime
    session = onnxruntime.InferenceSession(arguments.model / "audio.onnx")
    with torch.no_grad():
        cosine = (model.audio(mel[:16]).numpy() * session.run(None, {"input_features": mel[:16].numpy()})[0]).sum(1).min()
    print(f"least cosine to the exported tower {cosine:.6f}")


if __name__ == "__main__":
    main()
