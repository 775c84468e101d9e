"""Step 3: find training sounds that are (nearly) the same recording as a dev sound, to be left out.

A fingerprint is the level-free log-mel of the first 1.28 s from the onset, averaged to 32 x 16 cells; two
sounds are near-duplicates where the correlation of their fingerprints is at least THRESHOLD. Writes
near-duplicates.json into the cache; train.py and synthesize.py leave those ids out. What synthesize.py makes is checked
afterwards: `--add interface notes hands` compares only those shards with the dev sounds and adds what it finds.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from shards import Shard

THRESHOLD = 0.985
FRAMES = 128


def fingerprint(mel):
    """(frames, 64) dB -> unit vector (512,)."""
    mel = mel.astype(np.float32)
    level = np.clip(mel - mel.max(), -60, 0)
    onset = int(np.argmax(level.max(axis=1) > -40))
    part = level[onset:onset + FRAMES]
    part = np.pad(part, ((0, FRAMES - len(part)), (0, 0)), constant_values=-60)
    cells = part.reshape(32, 4, 16, 4).mean(axis=(1, 3)).ravel()
    cells -= cells.mean()
    return cells / (np.linalg.norm(cells) + 1e-9)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--shards", nargs="+", default=["pack", "mined"])
    parser.add_argument("--add", nargs="+", default=[], metavar="SHARD", help="check only these made shards and add to the list")
    arguments = parser.parse_args()
    rows, prints = [], []
    for name in arguments.add or arguments.shards:
        shard = Shard(arguments.cache / name)
        rows += shard.rows
        prints += [fingerprint(shard.mel(row)) for row in shard.rows]
    if arguments.add:
        pack = Shard(arguments.cache / "pack")
        dev_rows = [row for row in pack.rows if row["split"] == "dev"]
        rows += dev_rows
        prints += [fingerprint(pack.mel(row)) for row in dev_rows]
    prints = np.stack(prints)
    dev = np.array([row["split"] == "dev" for row in rows])
    train_index, dev_index = np.flatnonzero(~dev), np.flatnonzero(dev)
    found = []
    for start in range(0, len(train_index), 2048):
        chosen = train_index[start:start + 2048]
        likeness = prints[chosen] @ prints[dev_index].T
        for i in np.flatnonzero(likeness.max(axis=1) >= THRESHOLD):
            j = int(likeness[i].argmax())
            a, b = rows[chosen[i]], rows[dev_index[j]]
            found.append({"train": a["id"], "dev": b["id"], "correlation": round(float(likeness[i, j]), 4),
                          "sources": [a["source"], b["source"]], "classes": [a["class"], b["class"]]})
    path = arguments.cache / "near-duplicates.json"
    checked = {row["id"] for row in rows}
    before = [entry for entry in json.loads(path.read_text()) if entry["train"] not in checked] if arguments.add else []
    path.write_text(json.dumps(before + found, indent=1))
    print(len(found), "near-duplicates", Counter(entry["sources"][0] for entry in found).most_common(12))


if __name__ == "__main__":
    main()
