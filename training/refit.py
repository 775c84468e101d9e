"""Step 7: train the projections anew on stored features of the frozen convolutions.

Cheap where processor time is short: every sound is sent through the convolutions once or twice, then
thousands of steps of the audio projection and the text projection run on what was stored.
"""

import argparse
import copy
import json
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from data import Augmenter, Sampler, TextBank, add_measured_words, load_shards, read_dropped, training_rows
from evaluate import TorchTowers, short_scores
from text_tower import embed_sentences
from train import PocketModel, contrastive_loss, load_fitting, save, update_average


def learning_rate(progress, peak):
    """Warm up over 3 %, then a cosine to 1 % of the peak. progress 0..1."""
    if progress < 0.03:
        return peak * progress / 0.03
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (progress - 0.03) / 0.97)))


LENGTHS = (101, 151, 201, 301, 401)  # frames of the inputs; a sound goes to the first that holds it


@torch.no_grad()
def store_features(tower, rows, mels, random, augmented):
    """What `project` sees of every row, float16 (N, features). augmented: altered as in training."""
    augmenter = Augmenter(rows, mels, random)
    lengths = np.array([row["soundingFrames"] for row in rows])
    bucket = np.minimum(np.searchsorted(LENGTHS, lengths), len(LENGTHS) - 1)
    result = None
    for number, frames in enumerate(LENGTHS):
        members = np.flatnonzero(bucket == number)
        for start in range(0, len(members), 64):
            chosen = members[start:start + 64]
            mel = augmenter.alter(augmenter.cut(chosen, frames)) if augmented else augmenter.cut(chosen, frames, stretch=0.0)
            with torch.autocast("cpu", torch.bfloat16):
                pooled = tower.pooled(mel.unsqueeze(1).contiguous(memory_format=torch.channels_last)).float().numpy()
            if result is None:
                result = np.zeros((len(rows), pooled.shape[1]), np.float16)
            result[chosen] = pooled
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--shards", nargs="+", required=True)
    parser.add_argument("--shard-weights", nargs="*", default=[], metavar="NAME=WEIGHT")
    parser.add_argument("--start", type=Path, required=True, help="checkpoint with the convolutions")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--views", type=int, default=2, help="stored versions of every sound; all but the first are augmented")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--check-steps", type=int, default=100)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--hidden", type=int, default=1024)
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--text-noise", type=float, default=0.012)
    parser.add_argument("--keep", action="store_true", help="go on from the projections of the checkpoint instead of new ones")
    parser.add_argument("--average", type=float, default=0.99)
    parser.add_argument("--store", type=Path, help="file that keeps the stored features between runs on one checkpoint")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    random = np.random.default_rng(arguments.seed)
    saved = torch.load(arguments.start, weights_only=False)
    config = copy.deepcopy(saved["config"])
    config["audio_config"] |= dict(hidden=arguments.hidden, dropout=arguments.dropout)
    model = PocketModel(**config).eval().to(memory_format=torch.channels_last)
    load_fitting(model, {name: value for name, value in saved["state"].items() if arguments.keep or (name.startswith("audio.") and ".project." not in name)})
    model.text.noise = arguments.text_noise

    all_rows, mels = load_shards(arguments.cache, arguments.shards)
    add_measured_words(all_rows, mels)
    rows = training_rows(all_rows, read_dropped(arguments.cache))
    bank = TextBank(rows, embed_sentences, arguments.cache / "sentences.pt")
    weights = {name: float(value) for name, value in (pair.split("=") for pair in arguments.shard_weights)}
    sampler = Sampler(rows, bank.row_class, weights, random)
    if arguments.store and arguments.store.exists():
        views = torch.load(arguments.store)
    else:
        views = [torch.from_numpy(store_features(model.audio, rows, mels, random, view > 0)) for view in range(arguments.views)]
        if arguments.store:
            torch.save(views, arguments.store)

    model.audio.project.train(), model.text.train()
    learned = nn.ModuleList([model.audio.project, model.text])
    average = copy.deepcopy(learned).eval()
    matrices = [p for p in learned.parameters() if p.ndim > 1]
    others = [p for p in learned.parameters() if p.ndim <= 1] + [model.log_scale]
    optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}], lr=arguments.rate, fused=True)
    whole = torch.ones(arguments.batch)
    towers = TorchTowers(model)
    dev = [row for row in all_rows if row["split"] == "dev"]
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        dev_features = torch.cat([model.audio.pooled(mels[row["firstFrame"]:row["firstFrame"] + row["frames"]].float()[None, None]).float() for row in dev])
    for step in range(arguments.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step / arguments.steps, arguments.rate)
        indices = sampler.draw("all", arguments.batch)
        with torch.autocast("cpu", torch.bfloat16):
            audio = model.audio.project(views[random.integers(len(views))][indices].float())
        audio = functional.normalize(audio.float(), dim=-1)
        chosen = bank.choose(indices, random)
        extra = torch.from_numpy(random.integers(0, len(bank.texts), 150))
        classes = bank.row_class[indices]
        loss = contrastive_loss(model, audio, whole, bank, classes, chosen, classes, chosen, extra)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned.parameters(), 1.0)
        optimizer.step()
        update_average(average, learned, min(arguments.average, (1 + step) / (10 + step)))
        if (step + 1) % arguments.check_steps == 0:
            with torch.no_grad():
                towers.model = SimpleNamespace(text=average[1])
                scores = short_scores(towers, all_rows, dev, functional.normalize(average[0](dev_features), dim=-1).numpy())
            print(f"step {step + 1} loss {loss.item():.4f}", json.dumps(scores), flush=True)
    learned.load_state_dict(average.state_dict())
    save(arguments, config, model.eval(), saved["step"] + arguments.steps, saved["seen"] + arguments.steps * arguments.batch)


if __name__ == "__main__":
    main()
