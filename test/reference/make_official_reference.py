"""Embeds sounds and texts with transformers, for comparison with Earshot.

    python make_official_reference.py --checkpoint FOLDER --inputs FOLDER --out FOLDER

Versions: training/export_clap/requirements.txt. `npm run -s bench -- clap-parity` writes --inputs, calls this
and compares; with --keep FOLDER it keeps the result, which is how test/fixtures/clap-tiny/reference/ was made.

--inputs holds inputs.json: {"sounds": [{"name", "file"}], "texts": [...], "labels": [...], "template": "... {}."}
and the sounds as raw float32, little-endian, mono, 48 kHz. --out receives
  audio-laion-eval.f32, audio-hf-single.f32, text.f32   unit embeddings, row after row
  reference.json   versions, sha256 of the checkpoint, scores of `labels` for every sound

Two readings of `is_longer` (main/clap/front-end.ts has the reasons):
  hf-single   what transformers computes for one sound alone: always true
  laion-eval  what laion_clap computes: true from 480,480 samples on
The crops of long sounds are random in transformers; here, as in Earshot, the middle of each third is taken.
Texts are cut to the 512 tokens of the tokenizer's model_max_length.
"""

import argparse
import hashlib
import json
import platform
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import AutoTokenizer, ClapFeatureExtractor, ClapModel, pipeline

FUSED_FROM_SAMPLES = 480_480


def middle(choices):
    return choices[len(choices) // 2]


@torch.inference_mode()
def embed_sound(model, extractor, samples: np.ndarray, is_longer: bool) -> np.ndarray:
    features = extractor(samples, sampling_rate=48_000, return_tensors="pt")["input_features"]
    output = model.get_audio_features(input_features=features, is_longer=torch.tensor([[is_longer]]))
    return output.pooler_output[0].numpy()


@torch.inference_mode()
def embed_text(model, tokenizer, text: str) -> np.ndarray:
    tokens = tokenizer([text], return_tensors="pt", truncation=True)
    return model.get_text_features(**tokens).pooler_output[0].numpy()


def softmax(logits: np.ndarray) -> np.ndarray:
    exponentials = np.exp(logits - logits.max(-1, keepdims=True))
    return exponentials / exponentials.sum(-1, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("checkpoint", "inputs", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.random.choice = middle

    inputs = json.loads((arguments.inputs / "inputs.json").read_text())
    model = ClapModel.from_pretrained(arguments.checkpoint).eval()
    extractor = ClapFeatureExtractor.from_pretrained(arguments.checkpoint)
    tokenizer = AutoTokenizer.from_pretrained(arguments.checkpoint)
    classify = pipeline(
        "zero-shot-audio-classification", model=model, feature_extractor=extractor, tokenizer=tokenizer
    )

    rows = {"laion-eval": [], "hf-single": []}
    scores = {"laion-eval": [], "hf-single": []}
    prompts = [inputs["template"].format(label) for label in inputs["labels"]]
    prompt_rows = np.stack([embed_text(model, tokenizer, prompt) for prompt in prompts])
    scale = float(model.logit_scale_a.exp())
    for sound in inputs["sounds"]:
        samples = np.fromfile(arguments.inputs / sound["file"], dtype="<f4")
        fused = len(samples) >= FUSED_FROM_SAMPLES
        rows["laion-eval"].append(embed_sound(model, extractor, samples, fused))
        rows["hf-single"].append(embed_sound(model, extractor, samples, True))
        scores["laion-eval"].append(softmax(scale * rows["laion-eval"][-1] @ prompt_rows.T).tolist())
        answer = classify(samples, candidate_labels=inputs["labels"], hypothesis_template=inputs["template"])
        by_label = {part["label"]: part["score"] for part in answer}
        scores["hf-single"].append([by_label[label] for label in inputs["labels"]])
    for semantics, embeddings in rows.items():
        np.stack(embeddings).astype("<f4").tofile(arguments.out / f"audio-{semantics}.f32")
    texts = np.stack([embed_text(model, tokenizer, text) for text in inputs["texts"]])
    texts.astype("<f4").tofile(arguments.out / "text.f32")

    weights = (arguments.checkpoint / "model.safetensors").read_bytes()
    reference = {
        "versions": {
            "transformers": transformers.__version__,
            "torch": torch.__version__,
            "numpy": np.__version__,
            "python": platform.python_version(),
        },
        "checkpointSha256": hashlib.sha256(weights).hexdigest(),
        "logitScales": {"audio": scale, "text": float(model.logit_scale_t.exp())},
        "tokenIds": [tokenizer([text], truncation=True)["input_ids"][0] for text in inputs["texts"]],
        "scores": scores,
    }
    (arguments.out / "reference.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
