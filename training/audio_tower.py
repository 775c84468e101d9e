"""The audio tower: a small residual convolutional network on log-mels of any length from 1 to 10 s."""

import torch
from torch import nn
from torch.nn import functional

from text_tower import EMBEDDING_DIM

DYNAMIC_RANGE_DB = 80.0
MIN_PEAK_DB = -40.0  # quieter sounds are not raised to full scale, so silence stays silence


def normalise_level(log_mel):
    """Loudness-free input: (B, 1, T, 64) dB to about -1..1, where 1 is the loudest cell of the sound."""
    peak = log_mel.amax(dim=(2, 3), keepdim=True).clamp(min=MIN_PEAK_DB)
    level = (log_mel - peak).clamp(min=-DYNAMIC_RANGE_DB)
    return level / (DYNAMIC_RANGE_DB / 2) + 1.0


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with a shortcut; stride halves time and frequency."""

    def __init__(self, inputs, outputs, stride=(1, 1)):
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outputs)
        self.shortcut = None
        if inputs != outputs or stride != (1, 1):
            self.shortcut = nn.Sequential(
                nn.AvgPool2d(stride, stride, ceil_mode=True, count_include_pad=False),
                nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = functional.relu(self.first_norm(self.first(x)))
        y = self.second_norm(self.second(y))
        return functional.relu(y + (x if self.shortcut is None else self.shortcut(x)))


def band_statistics(level):
    """What simple sums over time tell: spectrum, its spread and rise, envelope, modulation, duration.

    level: (B, 1, T, 64) from normalise_level, T > 32 -> (B, STATISTICS).
    """
    x = level.squeeze(1)
    loudness = torch.softmax(8.0 * x.mean(2, keepdim=True), dim=1)
    mean = x.mean(1)
    spread = (x * x).mean(1) - mean * mean
    parts = [mean, spread.clamp(min=1e-6).sqrt(), x.amax(1), (loudness * x).sum(1), x[:, :12].mean(1),
             functional.relu(x[:, 1:] - x[:, :-1]).mean(1) * 10.0]
    envelope = torch.cat([x.amax(2, keepdim=True), x[:, :, :8].mean(2, keepdim=True), x[:, :, 8:24].mean(2, keepdim=True),
                          x[:, :, 24:44].mean(2, keepdim=True), x[:, :, 44:].mean(2, keepdim=True)], dim=2)  # (B, T, 5)
    frames = torch.ones_like(x[:, :, :1]).sum(1)
    for threshold in (0.7, 0.4, 0.1, -0.2, -0.5):
        share = torch.sigmoid((envelope - threshold) * 20.0).mean(1)
        parts += [share, torch.log1p(share * frames / 10.0)]
    for lag in (1, 2, 4, 8, 16, 32):
        parts.append((envelope[:, lag:] - envelope[:, :-lag]).abs().mean(1) * 4.0)
    return torch.cat(parts, dim=1)


STATISTICS = 6 * 64 + 5 * 2 * 5 + 6 * 5


class AudioTower(nn.Module):
    """(B, 1, T, 64) log-mel dB -> unit (B, 512).

    The convolutions' output is pooled over time by mean, maximum and attention; beside it go plain statistics
    of the input. `project` takes both to the joint space.
    """

    def __init__(self, widths=(32, 64, 128, 256), depths=(1, 1, 1), head=512, hidden=768, dropout=0.3):
        super().__init__()
        self.config = dict(widths=widths, depths=depths, head=head, hidden=hidden, dropout=dropout)
        self.stem = nn.Sequential(nn.Conv2d(2, widths[0], 5, 2, 2, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU())
        blocks = []
        for inputs, outputs, depth in zip(widths[:-1], widths[1:], depths):
            blocks.append(ResidualBlock(inputs, outputs, (2, 2)))
            blocks += [ResidualBlock(outputs, outputs) for _ in range(depth - 1)]
        self.blocks = nn.Sequential(*blocks)
        bands = 64 // 2 ** len(widths)
        self.merge_bands = nn.Sequential(nn.Conv2d(widths[-1], head, (1, bands), bias=False), nn.BatchNorm2d(head), nn.ReLU())
        self.attention = nn.Conv1d(head, head, 1)
        self.project = nn.Sequential(nn.BatchNorm1d(3 * head + STATISTICS), nn.Dropout(dropout), nn.Linear(3 * head + STATISTICS, hidden),
                                     nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, EMBEDDING_DIM))

    def pooled(self, log_mel):
        """What `project` sees, (B, 3 * head + STATISTICS)."""
        level = normalise_level(log_mel)
        bands = torch.linspace(-1.0, 1.0, 64).to(level).expand_as(level)  # a cell knows its pitch, not only its neighbours
        x = self.merge_bands(self.blocks(self.stem(torch.cat([level, bands], dim=1)))).squeeze(3)  # (B, head, T / 16)
        weights = torch.softmax(self.attention(x), dim=2)
        return torch.cat([x.mean(2), x.amax(2), (weights * x).sum(2), band_statistics(level.float())], dim=1)

    def forward(self, log_mel):
        return functional.normalize(self.project(self.pooled(log_mel)), dim=-1)
