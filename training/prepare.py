"""Step 1: decode the labelled pack (clips-*.tar, clips.tsv) into the shard `pack`."""

import argparse
import csv
import io
import subprocess
import tarfile
from pathlib import Path

import numpy as np
import soundfile

from frontend import MAX_SAMPLES, SAMPLE_RATE
from shards import ShardWriter


def decode_opus(data):
    """Ogg Opus bytes to float32 mono at 48 kHz; ffmpeg takes the files that libsndfile refuses."""
    try:
        samples, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
        if rate == SAMPLE_RATE:
            return samples.mean(axis=1)
    except soundfile.LibsndfileError:
        pass
    command = ["ffmpeg", "-v", "error", "-i", "-", "-f", "f32le", "-ac", "1", "-ar", str(SAMPLE_RATE), "-"]
    return np.frombuffer(subprocess.run(command, input=data, capture_output=True, check=True).stdout, np.float32)


def cut_to_sound(samples, row):
    """Drop the long silence after the sound that some game voices have."""
    start, end = (float(row[name] or 0) for name in ("soundStartSec", "soundEndSec"))
    if end - start > 0.02 and len(samples) / SAMPLE_RATE - end > 1.0:
        samples = samples[:int((end + 0.3) * SAMPLE_RATE)]
    return samples[:MAX_SAMPLES]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, required=True, help="folder with clips.tsv and clips-*.tar")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the shards")
    arguments = parser.parse_args()
    with open(arguments.pack / "clips.tsv", newline="", encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    with ShardWriter(arguments.cache / "pack") as shard:
        for archive in sorted(arguments.pack.glob("clips-*.tar")):
            with tarfile.open(archive) as tar:
                for member in tar:
                    row = rows[Path(member.name).stem]
                    samples = cut_to_sound(decode_opus(tar.extractfile(member).read()), row)
                    shard.add(samples, {name: row[name] for name in
                                        ("id", "split", "class", "captions", "source", "licence")})
            print(archive.name, flush=True)


if __name__ == "__main__":
    main()
