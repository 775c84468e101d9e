"""Reference numbers of the CLAP front end and tokenizers for test/clap, written to test/reference/clap/.

    pip install torch==2.13.0 transformers==5.18.0
    python make_clap_reference.py --out clap --bert ../../assets/models/pocket/tokenizer.json [--hub FOLDER/clap-htsat-fused]

front-end.json: ClapFeatureExtractor with the settings of laion/clap-htsat-fused and of -unfused. Its random crops
are made deterministic as in Earshot: numpy.random.choice takes the middle of its list. Chosen rows of every input, and mean and mean square of all its values.
tokens.json: ids by the Rust tokenizers; those of RoBERTa only where --hub names the published tokenizer.
byte-level-bpe.json: a small tokenizer of RoBERTa's kind, trained here, so that its way is tested without the hub.
"""

import argparse
import json
import math
import platform
from pathlib import Path

import numpy as np
import tokenizers
import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import ClapFeatureExtractor

SAMPLE_RATE = 48000
SETTINGS = dict(feature_size=64, sampling_rate=SAMPLE_RATE, hop_length=480, max_length_s=10, fft_window_size=1024,
                frequency_min=50, frequency_max=14000, padding="repeatpad", top_db=None)

TEXTS = ["This is a sound of dog barking.", "kick drum", "808 sub-bass, dusty", "", " café Ünïcode 🎧", "A\n\tB",
         "  two  spaces  ", "don't we'll I'M", "<s>", "</s> x", "<mask> drum", "a<mask>b", "[MASK] x", "[SEP]foo",
         "日本語 の 音", "Привет, мир", "👨‍👩‍👧‍👦", "e\u0301 decomposed", "x\u00a0y", "\x07bell", "ﬁligature",
         "İstanbul ß", "½ ² ①", "a" * 150, "1234567890", "C#m7", "/path/to/file.wav", "snare_01-HARD.wav", "العربية",
         "हिन्दी", "…", "—dash–", "‘quotes’ “x”", "dusty vinyl kick, 120bpm lo-fi R&B"]


def lcg_noise(count):
    """s = (1664525 s + 1013904223) mod 2^32 from 1, x = (s / 2^31 - 1) / 4, float32."""
    state, out = 1, np.empty(count, np.float32)
    for i in range(count):
        state = (1664525 * state + 1013904223) % 2 ** 32
        out[i] = (state / 2 ** 31 - 1) * 0.25
    return out


def sine(frequency_hz, count):
    return np.array([0.5 * math.sin(2 * math.pi * frequency_hz * n / SAMPLE_RATE) for n in range(count)], np.float32)


def quiet_then_loud(count):
    """Noise at -80 dB with every fourth second full: what a field recording looks like."""
    noise = lcg_noise(count)
    is_loud = (np.arange(count) // SAMPLE_RATE) % 4 == 3
    return np.where(is_loud, noise, noise * np.float32(1e-4)).astype(np.float32)


SIGNALS = {"noise": lcg_noise, "sine 440": lambda n: sine(440, n), "quiet then loud": quiet_then_loud,
           "silence": lambda n: np.zeros(n, np.float32)}
FUSED_CASES = [("noise", n) for n in (1, 2, 100, 479, 480, 1000, 4799, 4800, 160000, 240000, 288000, 479999, 480000, 480001, 480479,
                                      480480, 480960, 481440, 500000, 576000, 700321, 1440017, 2880000)]
FUSED_CASES += [("sine 440", 48000), ("sine 440", 240000), ("quiet then loud", 96000), ("quiet then loud", 2000000),
                ("silence", 48000), ("silence", 600000)]
UNFUSED_CASES = [("noise", n) for n in (1, 1000, 240000, 480000)] + [("sine 440", 48000), ("quiet then loud", 96000), ("silence", 48000)]


def describe(array):
    """Chosen rows as they are, the rest by mean and mean square. array: (channels, frames, 64)."""
    channels, frames, _ = array.shape
    rows = [{"channel": c, "frame": f, "values": [float(v) for v in array[c, f]]}
            for c in range(channels) for f in (0, 1, 500, frames - 2, frames - 1)]
    wide = array.astype(np.float64)
    return {"shape": list(array.shape), "means": [float(c.mean()) for c in wide],
            "meanSquares": [float((c * c).mean()) for c in wide], "rows": rows}


def make_front_end():
    np.random.choice = lambda candidates: list(candidates)[len(candidates) // 2]
    fused = ClapFeatureExtractor(truncation="fusion", **SETTINGS)
    unfused = ClapFeatureExtractor(truncation="rand_trunc", **SETTINGS)
    cases = []
    for name, count in FUSED_CASES:
        samples = SIGNALS[name](count)
        features = np.asarray(fused(samples, sampling_rate=SAMPLE_RATE, return_tensors="np")["input_features"][0], np.float32)
        # One channel of a short sound says it all: the four are equal.
        is_longer = count >= 480480
        assert is_longer or all(np.array_equal(features[0], channel) for channel in features)
        cases.append({"kind": "fused", "signal": name, "samples": count, "isLonger": is_longer,
                      **describe(features if is_longer else features[:1])})
    for name, count in UNFUSED_CASES:
        samples = SIGNALS[name](count)
        features = np.asarray(unfused(samples, sampling_rate=SAMPLE_RATE, return_tensors="np")["input_features"][0], np.float32)
        cases.append({"kind": "unfused", "signal": name, "samples": count, "isLonger": False, **describe(features)})
    bank = {"sum": float(unfused.mel_filters_slaney.sum()), "nonZero": int((unfused.mel_filters_slaney != 0).sum()),
            "column20": [[int(k), float(unfused.mel_filters_slaney[k, 20])] for k in np.nonzero(unfused.mel_filters_slaney[:, 20])[0]]}
    return {"cases": cases, "slaneyBank": bank}


def train_byte_level_bpe():
    """A few hundred tokens of RoBERTa's kind: byte-level, no prefix space, <s> and </s> round the text."""
    tokenizer = Tokenizer(models.BPE(continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trainer = trainers.BpeTrainer(vocab_size=700, special_tokens=special, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
                                  show_progress=False)
    tokenizer.train_from_iterator([text for text in TEXTS if text] * 3, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
    return tokenizer


def encode_all(tokenizer):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return [tokenizer.encode(text).ids for text in TEXTS]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hub", type=Path)
    parser.add_argument("--bert", type=Path, required=True)
    arguments = parser.parse_args()
    versions = {"python": platform.python_version(), "torch": torch.__version__, "transformers": transformers.__version__,
                "tokenizers": tokenizers.__version__, "numpy": np.__version__}
    arguments.out.mkdir(parents=True, exist_ok=True)
    write = lambda name, value: (arguments.out / name).write_text(json.dumps(value, ensure_ascii=False) + "\n")
    write("front-end.json", {"versions": versions, **make_front_end()})
    small = train_byte_level_bpe()
    (arguments.out / "byte-level-bpe.json").write_text(small.to_str() + "\n")
    ids = {"bert": encode_all(Tokenizer.from_file(str(arguments.bert))), "byteLevelBpe": encode_all(small)}
    if arguments.hub:
        ids["roberta"] = encode_all(Tokenizer.from_file(str(arguments.hub / "tokenizer.json")))
    write("tokens.json", {"versions": versions, "texts": TEXTS, "ids": ids})


if __name__ == "__main__":
    main()
