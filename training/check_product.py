"""Step 11: does the product hear what evaluate.py hears? `earshot classify` on dev sounds, against the Python towers.

Writes some dev sounds as 48 kHz WAV files, classifies them with the command line of this checkout (Node 24 first on
the PATH, npm ci done) and compares winners and cosines order. Exits with 1 when more than 1 in 50 winners differ.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile

from data import load_shards
from evaluate import OnnxTowers, scored_classes
from frontend import SAMPLE_RATE, features
from shards import Shard
import torch

ROOT = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "assets/models/pocket")
    parser.add_argument("--sounds", type=int, default=200)
    arguments = parser.parse_args()
    rows, _ = load_shards(arguments.cache, ["pack"])
    classes = scored_classes(rows)
    shard = Shard(arguments.cache / "pack")
    dev = [row for row in shard.rows if row["split"] == "dev" and row["class"] in set(classes)]
    chosen = [dev[i] for i in np.random.default_rng(0).choice(len(dev), min(arguments.sounds, len(dev)), replace=False)]
    towers = OnnxTowers(arguments.model)
    text = towers.texts(classes)
    with tempfile.TemporaryDirectory() as folder:
        paths, expected = [], []
        for row in chosen:
            samples = np.round(shard.wave(row) * 32767).astype(np.int16)
            paths.append(str(Path(folder) / f"{row['id']}.wav"))
            soundfile.write(paths[-1], samples, SAMPLE_RATE, subtype="PCM_16")
            expected.append(classes[int((towers.audio(torch.from_numpy(features(samples.astype(np.float32) / 32768))) @ text.T).argmax())])
        command = ["npm", "run", "-s", "earshot", "--", "classify", *paths, "--labels", ",".join(classes), "--template", "{}", "--json"]
        output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    answers = {json.loads(line)["path"]: json.loads(line)["scores"][0]["label"] for line in output.splitlines() if line.startswith("{")}
    same = [answers[path] == label for path, label in zip(paths, expected)]
    right = [answers[path] == row["class"] for path, row in zip(paths, chosen)]
    print(json.dumps({"sounds": len(paths), "sameWinner": sum(same), "productTop1": round(sum(right) / len(right), 4)}))
    if sum(same) < 0.98 * len(same):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
