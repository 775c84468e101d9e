"""Data shards: a table of sounds beside two flat memory maps.

index.tsv     one sound a row, columns in COLUMNS
waves.i16     all samples end to end, mono 48 kHz, int16 full scale = 1.0
log-mels.f16  all log-mel frames end to end, dB, (sum of frames, 64)
"""

import csv
import math
from pathlib import Path

import numpy as np

from frontend import HOP_SAMPLES, MEL_BINS, features

COLUMNS = ["id", "split", "class", "captions", "source", "licence",
           "offsetSamples", "lengthSamples", "offsetFrames", "frames"]
INTEGER_COLUMNS = COLUMNS[6:]


class ShardWriter:
    """Appends sounds to a new shard; use it as a context manager."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.samples_written = 0
        self.frames_written = 0

    def __enter__(self):
        self.waves = open(self.folder / "waves.i16", "wb")
        self.mels = open(self.folder / "log-mels.f16", "wb")
        self.table = open(self.folder / "index.tsv", "w", newline="", encoding="utf-8")
        self.rows = csv.DictWriter(self.table, COLUMNS, delimiter="\t")
        self.rows.writeheader()
        return self

    def __exit__(self, *error):
        for file in (self.waves, self.mels, self.table):
            file.close()

    def add(self, samples, row):
        """Store one sound of any length up to 10 s; row holds the text columns."""
        samples = np.clip(samples, -1.0, 1.0)
        mel = features(samples)
        np.round(samples * 32767).astype(np.int16).tofile(self.waves)
        mel.astype(np.float16).tofile(self.mels)
        self.rows.writerow(row | {
            "offsetSamples": self.samples_written, "lengthSamples": len(samples),
            "offsetFrames": self.frames_written, "frames": len(mel)})
        self.samples_written += len(samples)
        self.frames_written += len(mel)


class Shard:
    """Read access to one shard. rows: list of dicts; waves int16 (N,); mels float16 (F, 64)."""

    def __init__(self, folder):
        folder = Path(folder)
        with open(folder / "index.tsv", newline="", encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file, delimiter="\t"))
        for row in self.rows:
            for name in INTEGER_COLUMNS:
                row[name] = int(row[name])
            row["captions"] = [caption for caption in row["captions"].split("|") if caption]
        self.waves = np.memmap(folder / "waves.i16", np.int16, "r")
        self.mels = np.memmap(folder / "log-mels.f16", np.float16, "r").reshape(-1, MEL_BINS)

    def wave(self, row):
        """Samples of one sound, float32 in -1..1."""
        start = row["offsetSamples"]
        return self.waves[start:start + row["lengthSamples"]].astype(np.float32) / 32767

    def mel(self, row, whole=True):
        """Log-mel of one sound, float16 (frames, 64). whole=False: without the silence added to short ones."""
        frames = row["frames"]
        if not whole:
            frames = min(frames, 1 + math.ceil((row["lengthSamples"] + 512) / HOP_SAMPLES))
        start = row["offsetFrames"]
        return self.mels[start:start + frames]
