"""What 8-bit weights cost and gain the audio tower: dynamic quantisation against float32, on the same inputs.

    python quantise_audio.py --checkpoint FULL [--graph ../../assets/graphs/clap-htsat-fused/audio.onnx]

Prints one JSON object. A measurement only: the product ships no quantised graph. With random weights the loss says
how rounding adds up through the layers, not how well the trained model bears it: trained weights have other outliers.
"""

import argparse
import json
import pathlib
import resource
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from transformers import ClapFeatureExtractor

SAMPLE_RATE = 48_000
HERE = pathlib.Path(__file__).resolve().parent


def fill_weights(graph_path: pathlib.Path, checkpoint: pathlib.Path) -> onnx.ModelProto:
    """The graph with the tensors of the checkpoint, by name."""
    model = onnx.load(graph_path, load_external_data=False)
    tensors = load_file(checkpoint / "model.safetensors")
    for initializer in model.graph.initializer:
        if initializer.data_location != onnx.TensorProto.EXTERNAL:
            continue
        initializer.raw_data = np.ascontiguousarray(tensors[initializer.name]).tobytes()
        initializer.ClearField("external_data")
        initializer.data_location = onnx.TensorProto.DEFAULT
    return model


def fold_constants(source: pathlib.Path, target: pathlib.Path) -> None:
    """The shipped graph transposes weights when it is opened; the quantiser wants them ready."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])


def make_sounds(count: int) -> list[np.ndarray]:
    """Noise, tones, sweeps and bursts in turn, 0.5 to 10 s, from one seed."""
    rng = np.random.default_rng(3)
    sounds = []
    for index in range(count):
        size = int(SAMPLE_RATE * rng.uniform(0.5, 10))
        time = np.arange(size) / SAMPLE_RATE
        pitch = rng.uniform(60, 4000)
        noise = rng.standard_normal(size)
        waves = [
            0.2 * noise,
            0.5 * np.sin(2 * np.pi * pitch * time),
            0.5 * np.sin(2 * np.pi * pitch * time**2 / time[-1]),
            noise * np.exp(-((time % 0.5) * 20)),
        ]
        sounds.append(waves[index % len(waves)].astype(np.float32))
    return sounds


def open_session(path: pathlib.Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def embed(session: onnxruntime.InferenceSession, features: list[np.ndarray]) -> tuple[np.ndarray, float]:
    """Unit embeddings, and processor seconds a sound."""
    is_longer = np.zeros((1, 1), dtype=bool)
    rows = [session.run(["audio_embeds"], {"input_features": features[0], "is_longer": is_longer})]
    start = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    rows = [
        session.run(["audio_embeds"], {"input_features": one, "is_longer": is_longer})[0][0] for one in features
    ]
    seconds = (resource.getrusage(resource.RUSAGE_SELF).ru_utime - start) / len(features)
    embeddings = np.stack(rows)
    return embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True), seconds


def compare(exact: np.ndarray, rounded: np.ndarray) -> dict[str, float]:
    """Cosines to the exact embeddings, as they are and with the common part of all sounds taken away."""
    cosines = (exact * rounded).sum(axis=1)
    centre = exact.mean(axis=0)
    centred = [side - centre for side in (exact, rounded)]
    centred = [side / np.linalg.norm(side, axis=1, keepdims=True) for side in centred]
    similar = [side @ side.T - 2 * np.eye(len(side)) for side in centred]
    return {
        "cosineLeast": float(cosines.min()),
        "cosineMean": float(cosines.mean()),
        "centredCosineLeast": float((centred[0] * centred[1]).sum(axis=1).min()),
        "centredCosineMean": float((centred[0] * centred[1]).sum(axis=1).mean()),
        "sameNearestShare": float((similar[0].argmax(axis=1) == similar[1].argmax(axis=1)).mean()),
        "cosineBetweenSounds": float((exact @ exact.T)[~np.eye(len(exact), dtype=bool)].mean()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    default_graph = HERE.parent.parent / "assets" / "graphs" / "clap-htsat-fused" / "audio.onnx"
    parser.add_argument("--graph", type=pathlib.Path, default=default_graph)
    parser.add_argument("--sounds", type=int, default=24)
    args = parser.parse_args()

    extractor = ClapFeatureExtractor.from_pretrained(args.checkpoint)
    features = [
        extractor(sound, sampling_rate=SAMPLE_RATE, return_tensors="np")["input_features"].astype(np.float32)
        for sound in make_sounds(args.sounds)
    ]
    with tempfile.TemporaryDirectory() as folder:
        exact_path = pathlib.Path(folder) / "float32.onnx"
        onnx.save(fill_weights(args.graph, args.checkpoint), exact_path)
        folded_path = pathlib.Path(folder) / "folded.onnx"
        fold_constants(exact_path, folded_path)
        exact, exact_seconds = embed(open_session(exact_path), features)
        ways = {}
        for name, per_channel in {"a scale for each tensor": False, "a scale for each channel": True}.items():
            path = pathlib.Path(folder) / f"int8-{per_channel}.onnx"
            # Convolutions stay in float32: there is one, and onnxruntime's dynamic one is slow.
            quantize_dynamic(
                folded_path,
                path,
                op_types_to_quantize=["MatMul", "Gemm"],
                per_channel=per_channel,
                weight_type=QuantType.QInt8,
                extra_options={"MatMulConstBOnly": True},
            )
            rounded, seconds = embed(open_session(path), features)
            graph = onnx.load(path).graph
            ways[name] = {
                **compare(exact, rounded),
                "megabytes": path.stat().st_size / 1e6,
                "quantisedProducts": sum(node.op_type == "MatMulInteger" for node in graph.node),
                "cpuSecPerSound": seconds,
                "speedUp": exact_seconds / seconds,
            }
        result = {
            "sounds": args.sounds,
            "onnxruntime": onnxruntime.__version__,
            "float32": {"megabytes": exact_path.stat().st_size / 1e6, "cpuSecPerSound": exact_seconds},
            "int8": ways,
        }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
