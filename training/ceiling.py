"""How much of the dev score is in the words, and how much in the sounds: the classes of evaluate.py, asked in four ways.

All use the embeddings of an exported model. The words and a probe trained on the labels of the training sounds tell whether the
text tower loses anything; a probe trained on dev sounds themselves (other folds of the same sources) tells how well the classes lie
apart once the habits of the dev sources are known. No such probe is shipped, and nothing is chosen by the last one.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from data import load_shards, read_dropped, training_rows
from evaluate import OnnxTowers, embed_dev, scored_classes

SHARPNESS = 10.0  # unit embeddings are small numbers
FOLDS = 5


def guess_by_probe(known, labels, asked, classes, steps=150):
    """Class indices of `asked` (M, 512) by logistic regression on `known` (N, 512); a class weighs the square root of its size."""
    torch.manual_seed(0)
    probe = nn.Linear(known.shape[1], classes)
    optimizer = torch.optim.AdamW(probe.parameters(), lr=1e-2, weight_decay=1e-2)
    inputs, targets = torch.from_numpy(known) * SHARPNESS, torch.from_numpy(labels)
    weight = torch.bincount(targets, minlength=classes).clamp(min=1).float() ** -0.5
    for _ in range(steps):
        loss = functional.cross_entropy(probe(inputs), targets, weight=weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        return probe(torch.from_numpy(asked) * SHARPNESS).argmax(1).numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    towers = OnnxTowers(arguments.model)
    classes = scored_classes(load_shards(arguments.cache, ["pack"])[0])
    number = {name: i for i, name in enumerate(classes)}
    rows, mels = load_shards(arguments.cache, ["pack", "mined"])
    dev, audio = embed_dev(towers, rows, mels)
    inside = [i for i, row in enumerate(dev) if row["class"] in number]
    audio, sources = audio[inside], [dev[i]["source"] for i in inside]
    truth = np.array([number[dev[i]["class"]] for i in inside])
    training = [row for row in training_rows(rows, read_dropped(arguments.cache)) if row["class"] in number]
    known = np.stack([towers.audio(mels[row["firstFrame"]:row["firstFrame"] + row["frames"]]) for row in training])
    labels = np.array([number[row["class"]] for row in training])

    middles = np.stack([known[labels == i].mean(0) for i in range(len(classes))])
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    words = (audio @ towers.texts(classes).T).argmax(1)
    fold = np.random.default_rng(0).integers(0, FOLDS, len(truth))
    within = np.zeros(len(truth), int)
    for i in range(FOLDS):
        within[fold == i] = guess_by_probe(audio[fold != i], truth[fold != i], audio[fold == i], len(classes))
    print(f"{len(truth)} dev sounds, {len(classes)} classes, {len(training)} training sounds of these classes")
    for name, guess in (("the words", words), ("nearest middle of the training sounds", (audio @ middles.T).argmax(1)),
                        ("probe trained on the training sounds", guess_by_probe(known, labels, audio, len(classes))),
                        (f"probe trained on other dev sounds ({FOLDS} folds)", within)):
        print(f"{name}: {100 * (guess == truth).mean():.1f} %")
    count, right = Counter(sources), Counter(source for source, hit in zip(sources, words == truth) if hit)
    for source, sounds in count.most_common():
        print(f"  {source}: {right[source]} of {sounds} by the words")


if __name__ == "__main__":
    main()
