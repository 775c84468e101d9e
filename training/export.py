"""Step 8: write both towers of a checkpoint as ONNX, with tokenizer and model.json, for the product.

Weights are stored small and computed in float32: the audio tower as float16, the text tower as int8 with
one scale per output channel. onnxruntime unfolds them when it loads the graph, so results do not depend
on integer kernels of the processor or on what else is in the batch.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

import frontend
from audio_tower import AudioTower
from text_tower import EMBEDDING_DIM, MAX_TOKENS, load_sentence_encoder, mean_pool, sentence_model_folder
from train import load_model

OPSET = 17
SMALLEST_STORED = 2048  # smaller tensors stay float32


def fold_batch_norm(tower: AudioTower):
    """Batch norms become part of the convolutions before them."""
    for module in list(tower.modules()):
        if isinstance(module, nn.Sequential):
            for i in range(len(module) - 1):
                if isinstance(module[i], nn.Conv2d) and isinstance(module[i + 1], nn.BatchNorm2d):
                    module[i], module[i + 1] = fuse_conv_bn_eval(module[i], module[i + 1]), nn.Identity()
        elif hasattr(module, "first_norm"):
            for name in ("first", "second"):
                setattr(module, name, fuse_conv_bn_eval(getattr(module, name), getattr(module, name + "_norm")))
                setattr(module, name + "_norm", nn.Identity())
    return tower


class SmallEmbedding(nn.Module):
    """Word embeddings as int8 rows with one scale a row; only the looked-up rows are unfolded."""

    def __init__(self, weight):
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids):
        return self.rows[ids].float() * self.scale[ids]


class TextTower(nn.Module):
    """Token ids to unit embedding, one graph: encoder, mean pooling, projection."""

    def __init__(self, encoder, projection):
        super().__init__()
        self.encoder, self.projection = encoder, projection

    def forward(self, input_ids, attention_mask):
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.projection(mean_pool(hidden, attention_mask))


def quantise_linear_layers(module):
    """Round the weights of all linear layers to what int8 with a scale per output channel can hold."""
    for layer in module.modules():
        if isinstance(layer, nn.Linear) and layer.weight.numel() >= SMALLEST_STORED:
            scale = layer.weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
            layer.weight.data = (layer.weight / scale).round() * scale


def round_to_half(module):
    """Round all other large tensors to what float16 can hold."""
    linear = {id(layer.weight) for layer in module.modules() if isinstance(layer, nn.Linear)} if isinstance(module, TextTower) else set()
    for parameter in module.parameters():
        if parameter.numel() >= SMALLEST_STORED and id(parameter) not in linear:
            parameter.data = parameter.half().float()


def build_towers(checkpoint):
    """(audio, text, checkpoint dict): the two modules exactly as they are shipped, weights already rounded."""
    model, saved = load_model(checkpoint)
    audio = fold_batch_norm(model.audio).eval()
    round_to_half(audio)
    encoder, _ = load_sentence_encoder()
    encoder.embeddings.word_embeddings = SmallEmbedding(encoder.embeddings.word_embeddings.weight.data)
    text = TextTower(encoder, model.text).eval()
    quantise_linear_layers(text)
    round_to_half(text)
    return audio, text, saved


def store_small(graph, integer):
    """Replace large float initializers by float16 or int8 ones followed by the nodes that unfold them."""
    nodes = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < SMALLEST_STORED:
            continue
        name = tensor.name
        graph.initializer.remove(tensor)
        users = {node.op_type for node in graph.node if name in node.input}
        if integer and users <= {"MatMul", "Gemm"}:
            axis = 0 if users == {"MatMul"} else 1  # weights are (in, out) in MatMul, (out, in) in Gemm
            scale = np.maximum(np.abs(values).max(axis=axis, keepdims=True), 1e-8).astype(np.float32) / 127
            graph.initializer.append(numpy_helper.from_array(np.round(values / scale).astype(np.int8), name + ".int8"))
            graph.initializer.append(numpy_helper.from_array(scale, name + ".scale"))
            nodes.append(helper.make_node("Cast", [name + ".int8"], [name + ".cast"], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Mul", [name + ".cast", name + ".scale"], [name]))
        else:
            graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), name + ".half"))
            nodes.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    for node in reversed(nodes):
        graph.node.insert(0, node)


def export_graph(module, inputs, input_names, output_name, dynamic_axes, path, integer):
    torch.onnx.export(module, inputs, path, dynamo=False, opset_version=OPSET, input_names=input_names,
                      output_names=[output_name], dynamic_axes=dynamic_axes)
    graph = onnx.load(path)
    store_small(graph.graph, integer)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def describe(folder, saved, scale, calibration):
    """model.json: what the product must know to feed the towers and to read their scores."""
    files = {}
    for name in ("audio.onnx", "text.onnx", "tokenizer.json", "tokenizer_config.json"):
        data = (folder / name).read_bytes()
        files[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return {
        "id": "pocket", "version": 1, "title": "Pocket", "licence": "Apache-2.0", "dim": EMBEDDING_DIM,
        "description": "Earshot's own small model: one-shots, loops, instruments and everyday sounds. Quick on any machine.",
        "frontEnd": {
            "kind": "pocket", "sampleRate": frontend.SAMPLE_RATE, "minDurationSec": 1, "maxDurationSec": 10, "shortPadding": "zero",
            "fftSize": frontend.FFT_SIZE, "hopSamples": frontend.HOP_SAMPLES, "melBins": frontend.MEL_BINS, "minFrequencyHz": frontend.MIN_FREQUENCY_HZ,
            "maxFrequencyHz": frontend.MAX_FREQUENCY_HZ, "melScale": "htk", "melNorm": None, "window": "hann-periodic", "padMode": "reflect",
            "floorDb": -100, "frames": "1 + floor(samples / 480)", "levelNormalised": "inside the graph"},
        "text": {"maxTokens": MAX_TOKENS, "template": "{}", "lowercase": True},
        "logitScale": round(float(scale), 4), "calibration": calibration,
        "training": {"steps": saved["step"], "soundsSeen": saved["seen"], "seed": saved["run"]["seed"]}, "files": files}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    audio, text, saved = build_towers(arguments.checkpoint)
    model, _ = load_model(arguments.checkpoint)
    export_graph(audio, (torch.randn(2, 1, 151, 64) * 20 - 40,), ["input_features"], "audio_embeds",
                 {"input_features": {0: "batch", 2: "frames"}, "audio_embeds": {0: "batch"}}, arguments.out / "audio.onnx", integer=False)
    tokens = torch.tensor([[101, 5926, 6943, 102], [101, 6943, 102, 0]])
    export_graph(text, (tokens, (tokens > 0).long()), ["input_ids", "attention_mask"], "text_embeds",
                 {"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}, "text_embeds": {0: "batch"}},
                 arguments.out / "text.onnx", integer=True)
    shutil.copyfile(sentence_model_folder() / "tokenizer_config.json", arguments.out / "tokenizer_config.json")
    tokenizer = json.loads((sentence_model_folder() / "tokenizer.json").read_text()) | {"padding": None}
    (arguments.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False))
    known = arguments.out / "model.json"
    calibration = json.loads(known.read_text()).get("calibration", {}) if known.exists() else {}
    known.write_text(json.dumps(describe(arguments.out, saved, model.scale.item(), calibration), indent=2) + "\n")
    print({name: file["bytes"] for name, file in json.loads(known.read_text())["files"].items()})


if __name__ == "__main__":
    main()
