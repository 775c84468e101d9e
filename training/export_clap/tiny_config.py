"""Writes the configuration and tokenizer of a tiny model of the same architecture, for tests.

    python tiny_config.py --hub FOLDER --out FOLDER

FOLDER of --hub holds the configuration and tokenizer of laion/clap-htsat-fused. Every kind of layer is kept
(fusion, shifted and unshifted windows, patch merging, both projections); widths, depths and vocabulary shrink.
The tokenizer keeps the byte alphabet and the first merges, so its results differ from the hub's but any text works.
"""

import argparse
import json
from pathlib import Path

MERGE_COUNT = 300


def shrink_config(config: dict) -> dict:
    audio = {**config["audio_config"], "patch_embeds_hidden_size": 8, "hidden_size": 64, "projection_hidden_size": 64}
    audio |= {"depths": [2, 1, 1, 1], "num_attention_heads": [1, 2, 4, 8]}
    text = {**config["text_config"], "hidden_size": 32, "intermediate_size": 64, "projection_hidden_size": 32}
    text |= {"num_hidden_layers": 2, "num_attention_heads": 4}
    return {**config, "audio_config": audio, "text_config": text}


def shrink_tokenizer(tokenizer: dict) -> dict:
    model = tokenizer["model"]
    merges = model["merges"][:MERGE_COUNT]
    pairs = [merge.split(" ") if isinstance(merge, str) else merge for merge in merges]
    made = ["".join(pair) for pair in pairs]
    order = sorted(model["vocab"], key=model["vocab"].get)
    letters = [token for token in order if len(token) == 1]
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *letters, *dict.fromkeys(made), "<mask>"]
    vocab = {token: index for index, token in enumerate(dict.fromkeys(tokens))}
    added = [{**token, "id": vocab[token["content"]]} for token in tokenizer["added_tokens"]]
    return {**tokenizer, "added_tokens": added, "model": {**model, "vocab": vocab, "merges": merges}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hub", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)

    config = shrink_config(json.loads((arguments.hub / "config.json").read_text()))
    tokenizer = shrink_tokenizer(json.loads((arguments.hub / "tokenizer.json").read_text()))
    config["text_config"]["vocab_size"] = len(tokenizer["model"]["vocab"])
    for name, content in (("config.json", config), ("tokenizer.json", tokenizer)):
        text = json.dumps(content, ensure_ascii=False, indent=1 if name == "config.json" else None)
        (arguments.out / name).write_text(text + "\n")
    for name in ("preprocessor_config.json", "tokenizer_config.json", "special_tokens_map.json"):
        (arguments.out / name).write_bytes((arguments.hub / name).read_bytes())


if __name__ == "__main__":
    main()
