"""Optional step after training: the mean of the weights of checkpoints of one run, which often does a little better than each."""

import argparse
from pathlib import Path

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoints", type=Path, nargs="+", required=True, help="the last one lends its step and settings")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    saved = [torch.load(path, weights_only=False) for path in arguments.checkpoints]
    mean = saved[-1]
    for name, value in mean["state"].items():
        if value.is_floating_point():
            mean["state"][name] = torch.stack([one["state"][name] for one in saved]).mean(0)
    torch.save(mean, arguments.out)


if __name__ == "__main__":
    main()
