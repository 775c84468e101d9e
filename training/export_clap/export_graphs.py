"""Writes audio.onnx and text.onnx without weights: initializers name tensors of model.safetensors.

    python export_graphs.py --checkpoint FOLDER --out FOLDER

The checkpoint must have the architecture of laion/clap-htsat-fused and weights that are all different
(random_checkpoint.py makes one), since the exporter merges initializers with equal values.
main/clap/official-checkpoint.ts fills in offset and length for the file at hand before it opens a session.

audio.onnx  input_features f32 [batch, 4, 1001, 64] (dB), is_longer bool [batch, 1] -> audio_embeds f32 [batch, 512]
text.onnx   input_ids, attention_mask i64 [batch, tokens] -> text_embeds f32 [batch, 512]
Embeddings have unit length.
"""

import argparse
import io
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from safetensors import safe_open
from torch import nn
from transformers import ClapModel

from flat_audio_tower import FRAMES, MELS, AudioTower

class TextTower(nn.Module):
    def __init__(self, model: ClapModel):
        super().__init__()
        self.text_model, self.text_projection = model.text_model, model.text_projection

    def forward(self, input_ids, attention_mask):
        pooled = self.text_model(input_ids=input_ids, attention_mask=attention_mask).pooler_output
        return F.normalize(self.text_projection(pooled), dim=-1)


@torch.inference_mode()
def compare_with_transformers(model: ClapModel, features: torch.Tensor) -> None:
    tower = AudioTower(model).eval()
    for flags in ([True, False], [False, False], [True, True]):
        is_longer = torch.tensor(flags)[:, None]
        expected = model.get_audio_features(input_features=features, is_longer=is_longer).pooler_output
        difference = (tower(features, is_longer) - expected).abs().max().item()
        print(f"is_longer {flags}: differs from transformers by {difference:.2g} at most")
        if difference > 1e-6:
            raise SystemExit("the exported form is not the model")


def export(tower: nn.Module, inputs: tuple, input_names: list[str], output_name: str, axes: dict) -> onnx.ModelProto:
    buffer = io.BytesIO()
    torch.onnx.export(
        tower.eval(),
        inputs,
        buffer,
        dynamo=False,
        opset_version=17,
        # Folding would transpose the Linear weights and merge the BatchNorms: their bytes must stay the file's.
        do_constant_folding=False,
        input_names=input_names,
        output_names=[output_name],
        dynamic_axes=axes,
    )
    return onnx.load_from_string(buffer.getvalue())


def strip_weights(graph: onnx.ModelProto, checkpoint: Path) -> tuple[int, int]:
    """Turns each initializer that equals the checkpoint's tensor of its name into a reference to the file.

    Returns the number of references and of initializers that stay inside.
    """
    references = 0
    with safe_open(checkpoint / "model.safetensors", framework="np") as tensors:
        names = set(tensors.keys())
        for initializer in graph.graph.initializer:
            # Small, and the same for every checkpoint; the exporter merges the 12 position indexes into one.
            if initializer.name.startswith("constants.") or initializer.name.endswith("relative_position_index"):
                continue
            if initializer.name not in names:
                raise SystemExit(f"{initializer.name} is not a tensor of the checkpoint")
            tensor = tensors.get_tensor(initializer.name)
            values = onnx.numpy_helper.to_array(initializer)
            if values.dtype != tensor.dtype or values.shape != tensor.shape or not np.array_equal(values, tensor):
                raise SystemExit(f"{initializer.name} is not the checkpoint's tensor byte for byte")
            initializer.ClearField("raw_data")
            initializer.data_location = onnx.TensorProto.EXTERNAL
            initializer.external_data.add(key="location", value="model.safetensors")
            references += 1
    return references, len(graph.graph.initializer) - references


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)

    model = ClapModel.from_pretrained(arguments.checkpoint, attn_implementation="eager").eval()
    generator = torch.Generator().manual_seed(1)
    features = torch.randn(2, 4, FRAMES, MELS, generator=generator) * 20 - 40
    is_longer = torch.tensor([[True], [False]])
    compare_with_transformers(model, features)
    audio = export(
        AudioTower(model),
        (features, is_longer),
        ["input_features", "is_longer"],
        "audio_embeds",
        {name: {0: "batch"} for name in ("input_features", "is_longer", "audio_embeds")},
    )
    ids = torch.tensor([[0, 5, 6, 7, 2], [0, 8, 2, 1, 1]])
    text = export(
        TextTower(model),
        (ids, (ids != 1).long()),
        ["input_ids", "attention_mask"],
        "text_embeds",
        {
            "input_ids": {0: "batch", 1: "tokens"},
            "attention_mask": {0: "batch", 1: "tokens"},
            "text_embeds": {0: "batch"},
        },
    )
    for name, graph in (("audio", audio), ("text", text)):
        references, embedded = strip_weights(graph, arguments.checkpoint)
        data = graph.SerializeToString(deterministic=True)
        (arguments.out / f"{name}.onnx").write_bytes(data)
        print(f"{name}.onnx: {len(data)} bytes, {references} references, {embedded} initializers inside")


if __name__ == "__main__":
    main()
