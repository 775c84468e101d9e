"""The audio tower of ClapModel written for export: the same weights and numbers, in a form that runs fast.

transformers' own forward cannot be exported as it is (its `if any item is longer` is frozen by the trace), and
what can be is slow in onnxruntime: a bicubic Resize of one thread takes a fifth of the time, every reshape
computes its sizes anew, and Linear layers on three axes miss the fused kernels. Here

  * fusion is computed for all items and `is_longer` chooses by multiplication;
  * every size but the batch is a number, so that all index arithmetic is folded when the graph is loaded;
  * tokens lie as rows (batch * height * width, channels): each Linear is one Gemm with its bias;
  * query, key and value are one Gemm; position bias and shift mask are one constant;
  * convolutions whose stride is their kernel are a reshape and a Gemm;
  * stretching 1001 frames to 1024 is a weighted sum of four gathered rows.

Modules keep ClapModel's names, so initializers have the names of the checkpoint's tensors.
`export_graphs.py` compares the result with transformers before it writes anything.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn
from transformers import ClapModel

FRAMES, MELS = 1001, 64


class AudioTower(nn.Module):
    """input_features f32 [batch, 4, 1001, 64] (dB), is_longer bool [batch, 1] -> unit embeddings [batch, 512]"""

    def __init__(self, model: ClapModel):
        super().__init__()
        self.audio_model, self.audio_projection = model.audio_model, model.audio_projection
        encoder = model.audio_model.audio_encoder
        self.constants = nn.Module()
        for size in self.list_shifted_sizes(encoder):
            # A buffer, since the trace keeps what is computed from it as operations and not as its large result.
            regions = find_regions(size, encoder.config.window_size, encoder.config.window_size // 2)
            self.constants.register_buffer(f"regions_{size}", regions)
        self.taps = find_taps(encoder.spec_size * encoder.freq_ratio)

    @staticmethod
    def list_shifted_sizes(encoder) -> set[int]:
        """Sides of the token grids that have blocks with shifted windows."""
        sizes = zip(encoder.layers, [resolution[0] for resolution in encoder.input_resolutions])
        return {size for stage, size in sizes for block in stage.blocks if is_shifted(block, size)}

    def forward(self, input_features, is_longer):
        encoder = self.audio_model.audio_encoder
        image = fold_into_image(encoder, stretch(apply_batch_norm(encoder.batch_norm, input_features), self.taps))
        tokens = embed_patches(encoder.patch_embed, image, is_longer)
        for stage, size in zip(encoder.layers, [resolution[0] for resolution in encoder.input_resolutions]):
            for block in stage.blocks:
                regions = self.constants.get_buffer(f"regions_{size}") if is_shifted(block, size) else None
                tokens = run_block(block, tokens, size, regions)
            if stage.downsample is not None:
                tokens = merge_patches(stage.downsample, tokens, size)
        tokens = encoder.norm(tokens)
        # "Group 2D CNN" and average pooling of the original come to the mean of all tokens.
        pooled = tokens.reshape(-1, size * size, encoder.num_features).mean(1)
        return F.normalize(self.audio_projection(pooled), dim=-1)


def apply_batch_norm(norm, rows):
    """BatchNorm in evaluation, with channels on the last axis."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return (rows - norm.running_mean) * scale + norm.bias


def find_taps(width: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Four frames and their weights for each of `width` places: torch's bicubic `interpolate`, align_corners."""
    # Interpolating unit vectors gives the weights themselves, in torch's own rounding.
    unit_rows = torch.eye(FRAMES).reshape(1, FRAMES, FRAMES, 1)
    weights = F.interpolate(unit_rows, (width, 1), mode="bicubic", align_corners=True)[0, :, :, 0].T
    first = torch.arange(width) * (FRAMES - 1) // (width - 1) - 1
    sources = [(first + tap).clamp(0, FRAMES - 1) for tap in range(4)]
    taps = []
    for tap, source in enumerate(sources):
        weight = weights.gather(1, source[:, None])
        for earlier in sources[:tap]:
            # At the edges several taps fall on one frame, whose weight is their sum: it counts once.
            weight = weight * (source != earlier)[:, None]
        taps.append((source, weight))
    return taps


def stretch(features, taps):
    """[batch, 4, 1001, 64] -> [batch, 4, 1024, 64] along time."""
    return sum(features.index_select(2, source) * weight for source, weight in taps)


def fold_into_image(encoder, features):
    """[batch, 4, 1024, 64] -> [batch, 4, 256, 256]: four quarters of the time, one below the other."""
    ratio, side = encoder.freq_ratio, encoder.spec_size
    folded = features.reshape(-1, 4, ratio, side, MELS).permute(0, 1, 2, 4, 3)
    return folded.reshape(-1, 4, side, side)


def embed_patches(embed, image, is_longer):
    """[batch, 4, 256, 256] -> tokens [batch * 64 * 64, channels]"""
    # Sizes come from modules, not from tensors: the trace would compute those anew in every run.
    side, patch, channels = embed.grid_size[0], embed.patch_stride[0], embed.proj.out_channels
    wide = 3 * patch
    columns = embed.img_size[1] // wide
    whole = image[:, 0].reshape(-1, side, patch, side, patch).permute(0, 1, 3, 2, 4)
    whole = F.linear(whole.reshape(-1, patch * patch), embed.proj.weight.flatten(1), embed.proj.bias)

    crops = image[:, 1:, :, : columns * wide].reshape(-1, 3, side, patch, columns, wide)
    crops = crops.permute(0, 2, 1, 4, 3, 5).reshape(-1, patch * wide)
    crops = F.linear(crops, embed.mel_conv2d.weight.flatten(1), embed.mel_conv2d.bias)
    crops = F.pad(crops.reshape(-1, side, 3 * columns, channels), (0, 0, 0, side - 3 * columns))

    whole = whole.reshape(-1, side * side, channels)
    fused = fuse(embed.fusion_model, whole, crops.reshape(-1, side * side, channels), side * side, channels)
    mask = is_longer.reshape(-1, 1, 1).to(whole.dtype)
    chosen = fused * mask + whole * (1 - mask)
    return embed.norm(chosen.reshape(-1, channels))


def fuse(aff, whole, crops, tokens: int, channels: int):
    """Attentional feature fusion on [batch, tokens, channels]."""
    added = whole + crops
    local = run_attention_branch(aff.local_att, added.reshape(-1, channels)).reshape(-1, tokens, channels)
    # global_att begins with the pooling, the rest is as in local_att.
    overall = run_attention_branch(aff.global_att[1:], added.mean(1)).reshape(-1, 1, channels)
    share = torch.sigmoid(local + overall)
    return 2 * whole * share + 2 * crops * (1 - share)


def run_attention_branch(branch, rows):
    narrow, narrow_norm, _relu, broad, broad_norm = branch
    rows = F.linear(rows, narrow.weight.flatten(1), narrow.bias)
    rows = F.relu(apply_batch_norm(narrow_norm, rows))
    return apply_batch_norm(broad_norm, F.linear(rows, broad.weight.flatten(1), broad.bias))


def is_shifted(block, size: int) -> bool:
    return block.shift_size > 0 and size > block.window_size


def find_regions(size: int, side: int, shift: int) -> torch.Tensor:
    """[windows, side * side]: which of nine parts of the unshifted image each place of a shifted window shows."""
    place = torch.arange(size)
    part = (place >= size - side).float() + (place >= size - shift).float()
    parts = (3 * part[:, None] + part[None]).reshape(size // side, side, size // side, side)
    return parts.permute(0, 2, 1, 3).reshape(-1, side * side)


def run_block(block, tokens, size: int, regions):
    """One Swin block on tokens [batch * size * size, channels]; its windows are shifted where it has regions."""
    side = min(block.window_size, size)
    shift = 0 if regions is None else block.shift_size
    count, channels = size // side, block.attention.self.all_head_size

    rows = block.layernorm_before(tokens)
    if shift > 0:
        rows = rows.reshape(-1, size, size, channels).roll((-shift, -shift), (1, 2))
    rows = rows.reshape(-1, count, side, count, side, channels).permute(0, 1, 3, 2, 4, 5)
    rows = attend(block.attention, rows.reshape(-1, channels), side * side, regions)
    rows = rows.reshape(-1, count, count, side, side, channels).permute(0, 1, 3, 2, 4, 5)
    if shift > 0:
        rows = rows.reshape(-1, size, size, channels).roll((shift, shift), (1, 2))
    tokens = tokens + rows.reshape(-1, channels)

    hidden = F.gelu(block.intermediate.dense(block.layernorm_after(tokens)))
    return tokens + block.output.dense(hidden)


def attend(module, rows, area: int, regions):
    """Attention inside windows on [windows * area, channels]."""
    attention = module.self
    heads, width = attention.num_attention_heads, attention.attention_head_size
    linears = (attention.query, attention.key, attention.value)
    weight = torch.cat([linear.weight for linear in linears])
    bias = torch.cat([linear.bias for linear in linears])
    packed = F.linear(rows, weight, bias).reshape(-1, area, 3, heads, width).permute(2, 0, 3, 1, 4)
    query, key, value = packed[0], packed[1], packed[2]

    scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(width)
    offsets = attention.relative_position_bias_table[attention.relative_position_index.reshape(-1)]
    offsets = offsets.reshape(area, area, heads).permute(2, 0, 1)[None]
    if regions is None:
        scores = scores + offsets
    else:
        # Places that came together only by the shift do not see each other.
        mask = (regions[:, None] != regions[:, :, None]).to(scores.dtype) * -100.0
        scores = scores.reshape(-1, len(regions), heads, area, area) + (offsets + mask[:, None])[None]
        scores = scores.reshape(-1, heads, area, area)
    mixed = torch.matmul(scores.softmax(-1), value).permute(0, 2, 1, 3)
    return module.output.dense(mixed.reshape(-1, heads * width))


def merge_patches(merging, tokens, size: int):
    """Four neighbours become one token of twice the channels."""
    half, channels = size // 2, merging.reduction.in_features // 4
    rows = tokens.reshape(-1, half, 2, half, 2, channels).permute(0, 1, 3, 4, 2, 5)
    return merging.reduction(merging.norm(rows.reshape(-1, 4 * channels)))
