"""Training batches: balanced choice of sounds, crops, and augmentation in the log-mel domain."""

import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from captions import WEAK_SKETCHES, family_of, is_focus, is_one_shot, texts_of
from shards import Shard

SILENCE_DB = -100.0
LEAST_FAMILY = 3  # smaller families are known by their captions only
SKETCHES = ("everyday", "interface", "notes", "hands")  # shards whose classes captions.WEAK_SKETCHES may leave out
SHORT_FRAMES = 125  # sounds up to this length are mostly seen at the shortest input


def load_shards(cache, names):
    """(rows, mels): rows of all shards with `firstFrame` into mels, float16 tensor (F, 64)."""
    rows, mels, base = [], [], 0
    for name in names:
        shard = Shard(Path(cache) / name)
        for row in shard.rows:
            sounding = math.ceil((row["lengthSamples"] + 512) / 480) + 1
            row["firstFrame"] = base + row["offsetFrames"]
            row["soundingFrames"] = min(row["frames"], sounding)
            row["shard"] = name
        rows += shard.rows
        mels.append(torch.from_numpy(np.array(shard.mels)))
        base += len(shard.mels)
    return rows, torch.cat(mels)


def load_teacher(cache, names, dimensions=512):
    """(N, 512) standardised embeddings of teacher.py for the rows of load_shards, and which rows have one, (N,)."""
    parts = []
    for name in names:
        path, count = Path(cache) / name / "teacher.f16", len(Shard(Path(cache) / name).rows)
        parts.append(torch.from_numpy(np.fromfile(path, np.float16).reshape(count, dimensions)).float() if path.exists() else torch.zeros(count, dimensions))
    values = torch.cat(parts)
    known = values.abs().sum(1) > 0
    values = torch.log1p(values)
    mean, spread = values[known].mean(0), values[known].std(0) + 1e-3
    return torch.where(known[:, None], (values - mean) / spread, 0.0).half(), known


def add_measured_words(rows, mels):
    """Give every pack and mined sound a caption by what can be measured, relative to its class: bright, long, ..."""
    by_class = {}
    for row in rows:
        if row["split"] == "train" and row["shard"] in ("pack", "mined", "drums"):
            by_class.setdefault(row["class"], []).append(row)
    bands = torch.arange(64.0)
    for name, members in by_class.items():
        if len(members) < 8:
            continue
        measures = []
        for row in members:
            power = 10 ** (mels[row["firstFrame"]:row["firstFrame"] + row["soundingFrames"]].float() / 10)
            envelope = power.sum(1)
            sounding = (envelope > envelope.max() * 1e-3).sum().item()
            centre = ((power.sum(0) * bands).sum() / power.sum()).item()
            attack = envelope.argmax().item() / max(1, sounding)
            measures.append((centre, sounding, attack))
        for column, low, high in MEASURED_WORDS:
            values = np.array([measure[column] for measure in measures], dtype=float)
            for row, value in zip(members, values):
                words = low if value <= np.quantile(values, 0.15) else high if value >= np.quantile(values, 0.85) else ()
                row["captions"] = row["captions"] + [f"{word} {name}" for word in words]


MEASURED_WORDS = (  # (measure, words of the lowest 15 %, words of the highest 15 %)
    (0, ("dark", "deep", "warm"), ("bright", "crisp")),
    (1, ("short", "tight"), ("long", "sustained")),
    (2, ("punchy",), ("soft attack", "slowly rising")),
)


def training_rows(rows, dropped=()):
    """Rows that may be trained on: never dev, never the near-duplicates found by duplicates.py, no sketch that recordings contradict."""
    dropped = set(dropped)
    return [row for row in rows if row["split"] == "train" and row["id"] not in dropped
            and not (row["shard"] in SKETCHES and row["class"] in WEAK_SKETCHES)]


class TextBank:
    """All distinct texts with their sentence embeddings.

    texts: list of N; embeddings: (N, 384); of_row: text ids of each row; class_ids: text ids of the names of families of some size;
    class_of: (N,) family (captions.FAMILIES: classes of one meaning) of the row that brought the text first;
    row_class: family of each row.
    """

    def __init__(self, rows, embed, store):
        self.classes = sorted({row["class"] for row in rows})
        families = sorted({family_of(name) for name in self.classes})
        class_index = {name: families.index(family_of(name)) for name in self.classes}
        ids, class_of, self.of_row = {}, [], []
        for row in rows:
            mine = []
            for text in texts_of(row["class"], row["captions"]):
                if text not in ids:
                    ids[text] = len(ids)
                    class_of.append(class_index[row["class"]])
                mine.append(ids[text])
            self.of_row.append((len(row["captions"]), mine))
        self.texts = list(ids)
        self.class_of = torch.tensor(class_of)
        sizes = Counter(family_of(row["class"]) for row in rows)
        self.class_ids = torch.tensor([ids[name] for name in self.classes if sizes[family_of(name)] >= LEAST_FAMILY])
        self.row_class = torch.tensor([class_index[row["class"]] for row in rows])
        self.embeddings = self._embed(embed, Path(store))

    def _embed(self, embed, store):
        """Sentence embeddings, kept on disk between runs because the encoder is frozen."""
        known = {}
        if store.exists():
            saved = torch.load(store)
            known = dict(zip(saved["texts"], saved["embeddings"]))
        missing = [text for text in self.texts if text not in known]
        if missing:
            known |= dict(zip(missing, embed(missing)))
            torch.save({"texts": list(known), "embeddings": torch.stack(list(known.values()))}, store)
        return torch.stack([known[text] for text in self.texts])

    def choose(self, row_indices, random):
        """One text id per row: two of three times an own caption, else a class name or synonym."""
        chosen = []
        for index in row_indices:
            own, ids = self.of_row[index]
            end = own if own and random.random() < 0.67 else len(ids)
            chosen.append(ids[int(random.integers(end))])
        return torch.tensor(chosen)


class Sampler:
    """Draws row indices with probability ~ family size ** -0.5, apart for short and long sounds; real recordings of FOCUS classes more often.

    source_balance: from 0 to 1, how much less often a sound is drawn for the many that its source has in its family; the family as a
    whole is drawn as often. At 1 each source of a family is drawn as often as any other.
    """

    def __init__(self, rows, row_class, shard_weights, random, source_balance=0.0):
        family = row_class.numpy()
        counts = np.bincount(family)
        of_source = Counter(zip(family, (row["source"] for row in rows)))
        share = np.array([of_source[one, row["source"]] ** -source_balance for one, row in zip(family, rows)])
        weights = share / np.bincount(family, share)[family] * counts[family] ** 0.5
        weights *= np.array([shard_weights.get(row["shard"], 1.0) for row in rows])
        weights *= np.array([2.0 if row["shard"] in ("pack", "mined") and is_focus(row["class"]) else 1.0 for row in rows])
        lengths = np.array([row["soundingFrames"] for row in rows])
        self.random = random
        self.groups = {}
        for name, members in (("short", lengths <= SHORT_FRAMES), ("long", lengths > SHORT_FRAMES), ("all", lengths > 0)):
            indices = np.flatnonzero(members)
            self.groups[name] = indices, np.cumsum(weights[indices]) / weights[indices].sum()

    def draw(self, group, count):
        indices, cumulative = self.groups[group]
        return indices[np.searchsorted(cumulative, self.random.random(count))]


class Augmenter:
    """Cuts and alters log-mels on the fly; everything happens in dB on (B, T, 64)."""

    def __init__(self, rows, mels, random, strength=1.0):
        self.strength = strength  # 1: as for runs 4 to 9; 2: about twice the difference from one source to another
        self.first = torch.tensor([row["firstFrame"] for row in rows])
        self.frames = torch.tensor([row["soundingFrames"] for row in rows])
        self.repeatable = torch.tensor([not is_one_shot(row["class"]) for row in rows])
        self.mels = mels
        self.random = random

    def _uniform(self, low, high, *shape):
        return torch.from_numpy(self.random.uniform(low, high, shape).astype(np.float32))

    def cut(self, rows, frames, stretch=0.15):
        """A stretched crop of each row, padded with silence to (B, frames, 64)."""
        rows = torch.as_tensor(rows)
        rate = 2 ** self._uniform(-stretch, stretch, len(rows))
        length = self.frames[rows] / rate
        spare = (length - frames).clamp(min=0)
        late = self._uniform(0, 1, len(rows)) < 0.25  # somewhere in the window, not at its start
        lead = torch.where(late, (frames - length).clamp(min=0) * self._uniform(0, 1, len(rows)), self._uniform(-4, 4, len(rows)).clamp(min=0)) * (spare == 0)
        start = spare * self._uniform(0, 1, len(rows)) ** 1.5 - lead
        position = (torch.arange(frames)[None, :] + start[:, None]) * rate[:, None]
        inside = (position >= 0) & (position < self.frames[rows][:, None])
        index = self.first[rows][:, None] + position.long().clamp(min=0)
        index = torch.minimum(index, (self.first + self.frames - 1)[rows][:, None])
        cut = self.mels[index.reshape(-1)].float().reshape(len(rows), frames, 64)
        cut = torch.where(inside[..., None], cut, SILENCE_DB)
        return self.repeat(rows, cut, length) if stretch else cut

    def repeat(self, rows, mel, length, share=0.4):
        """Some short sounds that are not one-shots of instruments come again, as a dog's bark does."""
        frames = mel.shape[1]
        for i in torch.nonzero(self.repeatable[rows] & (length < frames / 2.2) & (self._uniform(0, 1, len(rows)) < share)).flatten().tolist():
            gap = int(length[i] * self.random.uniform(1.0, 1.8)) + int(self.random.uniform(3, 40))
            for start in range(gap, frames, gap):
                mel[i, start:] = torch.maximum(mel[i, start:], mel[i, :frames - start])
        return mel

    def shift_bands(self, mel, amount=2.5):
        """Move and stretch the mel axis: a change of pitch and size of the sounding body."""
        count = len(mel)
        position = torch.arange(64.0)[None, :] * 2 ** self._uniform(-0.05, 0.05, count)[:, None] + self._uniform(-amount, amount, count)[:, None]
        low = position.floor().clamp(0, 63)
        part = (position - low).clamp(0, 1)[:, None, :]
        gather = lambda band: torch.gather(mel, 2, band.clamp(0, 63).long()[:, None, :].expand_as(mel))
        return gather(low) * (1 - part) + gather(low + 1) * part

    def alter(self, mel):
        """Compressed or expanded level, equaliser, cut-off, background noise, reverb tail, masked bands and moments."""
        count, frames, _ = mel.shape
        much = self.strength
        mel = torch.where(self._uniform(0, 1, count, 1, 1) < min(0.5 * much, 0.7), self.shift_bands(mel), mel)
        if much > 1:
            mel = self.bend_level(self.cut_off(mel))
        bands = torch.linspace(0, math.pi, 64)
        basis = torch.stack([torch.cos(bands * k) for k in range(1, 5)])
        mel = mel + (torch.from_numpy(self.random.normal(0, 2.0 * much ** 0.7, (count, 4)).astype(np.float32)) @ basis)[:, None, :]
        peak = mel.amax(dim=(1, 2), keepdim=True)
        slope = self._uniform(0.0, 0.5, count, 1, 1)
        tail = (mel + slope * torch.arange(frames)[None, :, None]).cummax(dim=1).values - slope * torch.arange(frames)[None, :, None]
        wet = tail - self._uniform(8, 24, count, 1, 1)
        mel = torch.where(self._uniform(0, 1, count, 1, 1) < 0.12 * much, torch.maximum(mel, wet), mel)
        floor = peak - self._uniform(25, 75, count, 1, 1) + self._uniform(-0.3, 0.3, count, 1, 1) * torch.arange(-32, 32) \
            + torch.randn(count, frames, 64) * 3.0
        mel = torch.where(self._uniform(0, 1, count, 1, 1) < min(0.25 * much, 0.4), torch.maximum(mel, floor), mel)
        for axis, most in ((1, max(4, frames // 8)), (2, 8)):
            size = mel.shape[axis]
            begin = self._uniform(0, size, count, 1, 1)
            width = self._uniform(0, most, count, 1, 1) * (self._uniform(0, 1, count, 1, 1) < min(0.25 * much, 0.45))
            at = torch.arange(size).reshape((1, -1, 1) if axis == 1 else (1, 1, -1))
            mel = torch.where((at >= begin) & (at < begin + width), peak - 60, mel)
        return mel

    def bend_level(self, mel, share=0.5):
        """Compress or expand the level below the peak, as a mixing desk or a recorder does."""
        peak = mel.amax(dim=(1, 2), keepdim=True)
        ratio = self._uniform(0.75, 1.3, len(mel), 1, 1)
        return torch.where(self._uniform(0, 1, len(mel), 1, 1) < share, peak + (mel - peak) * ratio, mel)

    def cut_off(self, mel, share=0.3):
        """A low-pass or a high-pass of 12 to 48 dB over 16 bands, as of small loudspeakers and old samplers."""
        bands = torch.arange(64.0)
        corner, slope = self._uniform(24, 60, len(mel), 1), self._uniform(0.75, 3.0, len(mel), 1)
        low = -slope * (bands - corner).clamp(min=0)
        high = -slope * (corner - 20 - bands).clamp(min=0)
        loss = torch.where(self._uniform(0, 1, len(mel), 1) < 0.6, low, high)[:, None, :]
        return torch.where(self._uniform(0, 1, len(mel), 1, 1) < share, mel + loss, mel)

    def mix(self, mel, other, share=0.1):
        """Lay `other` below or beside some sounds. Returns the mix and how much of `mel` it is, (B,)."""
        share *= self.strength
        level = mel.amax(dim=(1, 2)) - other.amax(dim=(1, 2)) - self._uniform(0, 20, len(mel))
        level = torch.where(self._uniform(0, 1, len(mel)) < share, level, torch.tensor(-200.0))
        mixed = torch.logaddexp(mel * 0.230259, (other + level[:, None, None]) * 0.230259) / 0.230259
        below = mel.amax(dim=(1, 2)) - other.amax(dim=(1, 2)) - level
        return mixed, 1.0 - 0.5 * torch.exp(-below.clamp(min=0) / 6.0)


def read_dropped(cache):
    """Ids that duplicates.py found to be too near to a dev sound."""
    path = Path(cache) / "near-duplicates.json"
    return [entry["train"] for entry in json.loads(path.read_text())] if path.exists() else []
