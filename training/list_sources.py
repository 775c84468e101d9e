"""Step 9: the table of data sources and licences for assets/models/MODELS.md, as Markdown on stdout."""

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from captions import WEAK_SKETCHES
from data import SKETCHES, read_dropped
from shards import Shard


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--shards", nargs="+", default=["pack", "mined", "drums", "everyday", "speech", "loops", "scenes", "interface", "notes", "hands"])
    arguments = parser.parse_args()
    dropped = set(read_dropped(arguments.cache))
    counts, licences = Counter(), defaultdict(set)
    for name in arguments.shards:
        for row in Shard(arguments.cache / name).rows:
            use = "left out" if row["id"] in dropped else row["split"]
            if name in SKETCHES and row["class"] in WEAK_SKETCHES:
                continue
            counts[row["source"], use] += 1
            licences[row["source"]].add(row["licence"])
    print("| source | licence | trained on | dev | near-duplicates left out |\n|---|---|---|---|---|")
    for source in sorted(licences):
        print(f"| {source} | {'; '.join(sorted(licences[source]))} | {counts[source, 'train']} | {counts[source, 'dev']} | {counts[source, 'left out']} |")


if __name__ == "__main__":
    main()
