"""Step 6: train both towers. Soft-target contrastive learning against a bank of captions, and a teacher to predict."""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from audio_tower import AudioTower
from data import Augmenter, Sampler, TextBank, add_measured_words, load_shards, load_teacher, read_dropped, training_rows
from evaluate import score_dev
from text_tower import TextProjection, embed_sentences

TARGET_TEMPERATURE = 0.06  # how fast likeness of captions turns into likeness of sounds
SAME_CLASS_LIKENESS = 0.92
SHARE_STEPS = 40
TEACHER_DIM = 512


class PocketModel(nn.Module):
    """Both towers, the temperature of the loss, and the head that predicts the teacher (dropped by export.py)."""

    def __init__(self, audio_config, text_hidden):
        super().__init__()
        self.audio = AudioTower(**audio_config)
        self.text = TextProjection(text_hidden)
        self.learned = 3 * self.audio.config["head"]  # the first of the pooled features come from the convolutions
        self.guess_teacher = nn.Sequential(nn.BatchNorm1d(self.learned), nn.Linear(self.learned, TEACHER_DIM))
        self.log_scale = nn.Parameter(torch.tensor(math.log(20.0)))

    @property
    def scale(self):
        return self.log_scale.clamp(max=math.log(40.0)).exp()


def likeness(bank, rows_class, row_text, column_ids):
    """Wanted similarity of sounds (their chosen caption and class) and texts, (B, M) in -1..1."""
    cosine = bank.embeddings[row_text] @ bank.embeddings[column_ids].T
    same = rows_class[:, None] == bank.class_of[column_ids][None, :]
    return torch.where(same, cosine.clamp(min=SAME_CLASS_LIKENESS), cosine)


def contrastive_loss(model, audio, share, bank, rows_class, row_text, other_class, other_text, extra_ids):
    """Both directions; a layered sound has the captions of both its parts as targets, by share."""
    batch = len(row_text)
    columns = torch.cat([row_text, bank.class_ids, extra_ids])
    with torch.autocast("cpu", torch.bfloat16):
        texts = model.text(bank.embeddings[columns]).float()
    logits = model.scale * audio @ texts.T
    wanted = torch.softmax(likeness(bank, rows_class, row_text, columns) / TARGET_TEMPERATURE, dim=1)
    other = torch.softmax(likeness(bank, other_class, other_text, columns) / TARGET_TEMPERATURE, dim=1)
    wanted = share[:, None] * wanted + (1 - share[:, None]) * other
    audio_to_text = -(wanted * functional.log_softmax(logits, dim=1)).sum(1).mean()
    back = wanted[:, :batch].T
    back = back / back.sum(1, keepdim=True)
    text_to_audio = -(back * functional.log_softmax(logits[:, :batch].T, dim=1)).sum(1).mean()
    return audio_to_text + 0.5 * text_to_audio


def draw_batch(sampler, augmenter, random, short, long):
    """Row indices, partners, inputs of two lengths and shares of one step."""
    parts = [(np.concatenate([sampler.draw("short", short - short // 8), sampler.draw("long", short // 8)]), 101)]
    frames, scale = [(201, 1.0), (151, 1.33), (301, 0.67), (501, 0.4)][random.choice(4, p=[0.5, 0.25, 0.17, 0.08])]
    count = int(long * scale)
    parts.append((np.concatenate([sampler.draw("long", count - count // 8), sampler.draw("all", count // 8)]), frames))
    rows, partners, inputs, shares = [], [], [], []
    for indices, length in parts:
        partner = random.permutation(indices)
        mel = augmenter.cut(indices, length)
        mel, share = augmenter.mix(mel, augmenter.cut(partner, length))
        inputs.append(augmenter.alter(mel).unsqueeze(1))
        rows.append(indices), partners.append(partner), shares.append(share)
    return np.concatenate(rows), np.concatenate(partners), inputs, torch.cat(shares)


def learning_rate(step, arguments):
    """Warm up, hold the peak, then fall in a straight line over the last `decay` steps. A run of decay 0 can be gone on with."""
    warm = min(1.0, step / max(1, arguments.warm))
    fall = min(1.0, (arguments.steps - step + 1) / arguments.decay) if arguments.decay else 1.0
    return arguments.rate * warm * max(0.005, fall)


def teacher_loss(guess, wanted, weight):
    """1 - cosine of the guess and the teacher's standardised embedding of the unaltered sound, (B, 512) each; weight (B,)."""
    distance = 1.0 - functional.cosine_similarity(guess, wanted, dim=1)
    return (weight * distance).sum() / weight.sum().clamp(min=1.0)


def load_fitting(module, state):
    """Take over the tensors that have the same name and shape; a changed projection starts anew."""
    own = module.state_dict()
    module.load_state_dict({name: value for name, value in state.items() if name in own and own[name].shape == value.shape}, strict=False)


@torch.no_grad()
def update_average(average, model, decay):
    """Exponential moving average of weights and batch-norm statistics."""
    for kept, new in zip(average.state_dict().values(), model.state_dict().values()):
        if kept.is_floating_point():
            kept.lerp_(new, 1 - decay)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--shards", nargs="+", default=["pack"])
    parser.add_argument("--shard-weights", nargs="*", default=[], metavar="NAME=WEIGHT")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint file")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from, with fresh optimizer state")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--warm", type=int, default=300, help="steps until the peak of the learning rate")
    parser.add_argument("--decay", type=int, default=0, help="last steps, over which the rate falls")
    parser.add_argument("--teacher", type=float, default=1.0, help="weight of predicting the teacher")
    parser.add_argument("--widths", type=int, nargs="+", default=[32, 64, 128, 256])
    parser.add_argument("--depths", type=int, nargs="+", default=[1, 2, 2])
    parser.add_argument("--hidden", type=int, default=1024, help="width between the pooled features and the embedding")
    parser.add_argument("--text-hidden", type=int, default=768)
    parser.add_argument("--short", type=int, default=40, help="one-second inputs in a batch")
    parser.add_argument("--long", type=int, default=24, help="two-second inputs in a batch, fewer if longer")
    parser.add_argument("--extra-texts", type=int, default=150)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--average", type=float, default=0.999, help="decay of the averaged weights")
    parser.add_argument("--strength", type=float, default=1.0, help="of augmentation; see data.Augmenter")
    parser.add_argument("--source-balance", type=float, default=0.0, help="see data.Sampler")
    parser.add_argument("--dropout", type=float, default=0.3, help="of the audio projection")
    parser.add_argument("--check-steps", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--worker", type=int, default=0, help="number of this process; see share_weights")
    parser.add_argument("--meeting", type=Path, help="folder where workers exchange weights")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed * 100 + arguments.worker)
    random = np.random.default_rng([arguments.seed, arguments.worker])
    all_rows, mels = load_shards(arguments.cache, arguments.shards)
    add_measured_words(all_rows, mels)
    rows = training_rows(all_rows, read_dropped(arguments.cache))
    bank = TextBank(rows, embed_sentences, arguments.cache / "sentences.pt")
    weights = {name: float(value) for name, value in (pair.split("=") for pair in arguments.shard_weights)}
    sampler = Sampler(rows, bank.row_class, weights, random, arguments.source_balance)
    teacher, known = load_teacher(arguments.cache, arguments.shards)
    number = {id(row): i for i, row in enumerate(all_rows)}
    of_row = np.array([number[id(row)] for row in rows])
    augmenter = Augmenter(rows, mels, random, arguments.strength)
    config = dict(audio_config=dict(widths=tuple(arguments.widths), depths=tuple(arguments.depths), hidden=arguments.hidden, dropout=arguments.dropout), text_hidden=arguments.text_hidden)
    model = PocketModel(**config).to(memory_format=torch.channels_last)
    if arguments.start:
        load_fitting(model, torch.load(arguments.start, weights_only=False)["state"])
    average = copy.deepcopy(model).eval()
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}], lr=arguments.rate, fused=True)
    print(f"{len(rows)} sounds, {len(bank.classes)} classes, {len(bank.texts)} texts, "
          f"{sum(p.numel() for p in model.audio.parameters()) / 1e6:.2f} M audio parameters", flush=True)

    begin, seen, running = time.process_time(), 0, np.zeros(2)
    for step in range(1, arguments.steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, arguments)
        indices, partners, inputs, share = draw_batch(sampler, augmenter, random, arguments.short, arguments.long)
        with torch.autocast("cpu", torch.bfloat16):
            pooled = torch.cat([model.audio.pooled(x.contiguous(memory_format=torch.channels_last)) for x in inputs])
            audio = model.audio.project(pooled).float()
            guess = model.guess_teacher(pooled[:, :model.learned]).float()
        audio = functional.normalize(audio, dim=-1)
        row_text, other_text = bank.choose(indices, random), bank.choose(partners, random)
        extra = torch.from_numpy(random.integers(0, len(bank.texts), arguments.extra_texts))
        contrastive = contrastive_loss(model, audio, share, bank, bank.row_class[indices], row_text,
                                       bank.row_class[partners], other_text, extra)
        taught = teacher_loss(guess, teacher[of_row[indices]].float(), share * known[of_row[indices]])
        loss = contrastive + arguments.teacher * taught
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        update_average(average, model, min(arguments.average, (1 + step) / (10 + step)))
        seen, running = seen + len(indices), running + (contrastive.item(), taught.item())
        if arguments.meeting and step % SHARE_STEPS == 0:
            share_weights(model, arguments)
        if step % 100 == 0:
            print(f"{time.strftime('%H:%M:%S')} step {step} seen {seen} loss {running[0] / 100:.4f} teacher {running[1] / 100:.4f} scale {model.scale.item():.1f} "
                  f"{seen / (time.process_time() - begin):.0f} sounds a second of processor time", flush=True)
            running[:] = 0.0
        if arguments.worker == 0 and (step % arguments.check_steps == 0 or step == arguments.steps):
            save(arguments, config, average, step, seen)
            print("  dev", json.dumps(score_dev(average, all_rows, mels)), flush=True)


@torch.no_grad()
def share_weights(model, arguments):
    """Average the model with the latest of the other workers, without ever waiting for them.

    Workers are processes of one thread each, started with the same arguments but `--worker`: on a machine
    whose cores are shared with other programs two threads of one process would mostly wait for each other.
    """
    own = arguments.meeting / f"{arguments.worker}.pt"
    torch.save(model.state_dict(), own.with_suffix(".part"))
    own.with_suffix(".part").replace(own)
    others = [torch.load(path) for path in arguments.meeting.glob("*.pt") if path != own and time.time() - path.stat().st_mtime < 300]
    for name, value in model.state_dict().items():
        if value.is_floating_point():
            value.copy_(torch.stack([value, *(other[name] for other in others)]).mean(0))


def save(arguments, config, model, step, seen):
    """Write the averaged weights with what is needed to build the model again."""
    run = {key: str(value) if isinstance(value, Path) else value for key, value in vars(arguments).items()}
    torch.save({"config": config, "state": model.state_dict(), "step": step, "seen": seen, "run": run}, arguments.out)


def load_model(path):
    """PocketModel in eval mode from a checkpoint."""
    saved = torch.load(path, weights_only=False)
    model = PocketModel(**saved["config"])
    model.load_state_dict(saved["state"])
    return model.eval(), saved


if __name__ == "__main__":
    main()
