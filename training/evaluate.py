"""Step 9: score the exported model on the dev sounds: zero-shot classes, retrieval, spread of texts, speed.

Only dev rows are scored: whole sources that were never trained on, nor anything near to them (duplicates.py).
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from captions import FOCUS, SYNONYMS, family_of
from data import load_shards
from text_tower import MAX_TOKENS, embed_sentences

LEAST_TRAINING_SOUNDS = 4
LEAST_DEV_SOUNDS = 4

# Names of the pack that mean one thing, or that no listener could tell apart without seeing the source (a ride cymbal hit on its bell, an interface
# click, a tom of unknown size); scored apart, beside the unmerged score. The same since the first exported model.
MERGED = ("cow mooing|cow moo", "pig|pig grunting", "laser shot|laser|laser gun", "notification sound|notification",
          "bird song|bird call|bird chirp", "ride cymbal|ride bell", "interface sound|button click|switch click|click",
          "tom|floor tom|tom drum|low tom|mid tom|high tom", "metal hit|metal clang|metal crash", "glass break|glass clink",
          "machinery|machine|machine motor", "footsteps|footstep", "synth lead|synth tone|analog synth", "door close|door slam|door",
          "water|water splash|stream|bubbling water", "punch|impact", "car engine|engine", "fire|fire crackle", "drill|drilling",
          "electric bass guitar|bass guitar noise", "crowd|cheering", "scream|death scream", "percussion hit|percussion", "wind|wind howl")

TEMPLATES = ("{}", "{} sound", "the sound of {}", "This is a sound of {}.", "a recording of {}")

UNRELATED_PROMPTS = (
    "kick drum|rain on a tin roof|female vocal chop|car engine idling|glass breaking|warm analog pad|dog barking|church bells|vinyl crackle|laser gun|"
    "acoustic guitar strum|thunderstorm|typing on a keyboard|orchestral strings|baby crying|closed hi-hat|helicopter|door slam|bird song|808 sub bass|"
    "applause|metal scraping|cat meow|police siren|piano chord|ocean waves|zipper|robot voice|snare roll|fire crackling|coin pickup|whoosh transition|"
    "cow mooing|telephone ring|trumpet melody|footsteps on gravel|alarm clock|jungle ambience|electric guitar riff|water dripping|gunshot|wind chimes|"
    "chainsaw|synth arpeggio|crowd cheering|camera shutter|frog croaking|train passing|hand clap|horse galloping|spaceship hum|toilet flush|tambourine|"
    "explosion|laughing child|violin pizzicato|drill|mouse click|lion roar|elevator music|cowbell|sneeze|jet airplane|marimba|wooden door creak|whispering|"
    "monster growl|bubbles|shaker loop|hammer on anvil|choir|rooster|static noise|harp glissando|motorcycle|snoring|bongo|clock ticking|sword clash|organ|"
    "cash register|crickets at night|record scratch|tom fill|walkie talkie|flute|washing machine|distorted bass|pigeon|ping pong ball|heartbeat|riser|"
    "jackhammer|kalimba|crow|tape stop|beatbox|fireworks|accordion|street traffic").split("|")


class TorchTowers:
    """A model in training, seen as two functions to numpy embeddings."""

    def __init__(self, model):
        self.model, self.known = model, {}

    @torch.no_grad()
    def audio(self, mel):
        """float (T, 64) -> (512,)."""
        with torch.autocast("cpu", torch.bfloat16):
            return self.model.audio(mel.float()[None, None].contiguous(memory_format=torch.channels_last))[0].float().numpy()

    @torch.no_grad()
    def texts(self, texts):
        """N texts -> (N, 512)."""
        missing = [text for text in texts if text not in self.known]
        if missing:
            self.known |= dict(zip(missing, embed_sentences(missing)))
        return self.model.text(torch.stack([self.known[text] for text in texts])).numpy()


class OnnxTowers:
    """The shipped files, run by onnxruntime on one thread."""

    def __init__(self, folder):
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.audio_session = onnxruntime.InferenceSession(folder / "audio.onnx", options, providers=["CPUExecutionProvider"])
        self.text_session = onnxruntime.InferenceSession(folder / "text.onnx", options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()

    def audio(self, mel):
        return self.audio_session.run(None, {"input_features": mel.float().numpy()[None, None]})[0][0]

    def texts(self, texts):
        rows = []
        for text in texts:
            ids = np.array([self.tokenizer.encode(text).ids])
            rows.append(self.text_session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0])
        return np.stack(rows)


def scored_classes(rows):
    """Dev classes with enough training and dev sounds, sorted."""
    train = Counter(row["class"] for row in rows if row["split"] == "train")
    dev = Counter(row["class"] for row in rows if row["split"] == "dev")
    return sorted(name for name in dev if train[name] >= LEAST_TRAINING_SOUNDS and dev[name] >= LEAST_DEV_SOUNDS)


def zero_shot(audio, truth, classes, text):
    """Scores of picking the nearest class text. audio (N, 512), truth: class name of each, text (C, 512)."""
    picked = [classes[i] for i in (audio @ text.T).argmax(axis=1)]
    merged = {name: group.split("|")[0] for group in MERGED for name in group.split("|")}
    same = lambda a, b: merged.get(a, a) == merged.get(b, b)
    hits = np.array([a == b for a, b in zip(picked, truth)])
    hits_merged = np.array([same(a, b) for a, b in zip(picked, truth)])
    by_class = {name: float(hits[[t == name for t in truth]].mean()) for name in set(truth)}
    confusions = Counter((t, p) for t, p in zip(truth, picked) if t != p).most_common(25)
    return {"classes": len(classes), "sounds": len(truth), "top1": round(float(hits.mean()), 4),
            "top1Merged": round(float(hits_merged.mean()), 4), "meanOfClasses": round(float(np.mean(list(by_class.values()))), 4)}, confusions, by_class


def embed_dev(towers, rows, mels):
    """(dev rows, embeddings (N, 512))."""
    dev = [row for row in rows if row["split"] == "dev"]
    return dev, np.stack([towers.audio(mels[row["firstFrame"]:row["firstFrame"] + row["frames"]]) for row in dev])


def retrieval(audio, labels, queries, text):
    """Mean P@10 (of at most as many as there are) and mAP@10 of one query a class over all dev sounds."""
    precisions, averages = [], []
    for query, vector in zip(queries, text):
        relevant = np.array([label == query for label in labels])
        top = relevant[np.argsort(-(audio @ vector), kind="stable")[:10]]
        most = min(10, relevant.sum())
        precisions.append(top.sum() / most)
        averages.append(sum(top[:k + 1].mean() for k in range(10) if top[k]) / most)
    return {"queries": len(queries), "sounds": len(labels), "precisionAt10": round(float(np.mean(precisions)), 4), "mapAt10": round(float(np.mean(averages)), 4)}


def everyday_words(towers, dev, audio, names=None, debian_only=False):
    """Zero-shot among the names of everyday sounds (captions.FOCUS, or `names`) that dev has, by families: close to how people search.

    Nothing is left out for being rare, so the mean of the classes counts single sounds as whole classes.
    """
    wanted = FOCUS if names is None else names
    chosen = [i for i, row in enumerate(dev) if family_of(row["class"]) in wanted and (row["source"].startswith("deb:") or not debian_only)]
    truth = [family_of(dev[i]["class"]) for i in chosen]
    present = sorted(set(truth))
    return zero_shot(audio[chosen], truth, present, towers.texts(present))


def score_dev(model, rows, mels):
    """The short form used while training."""
    was_training = model.training
    model.eval()
    towers = TorchTowers(model)
    dev, audio = embed_dev(towers, rows, mels)
    scores = short_scores(towers, rows, dev, audio)
    model.train(was_training)
    return scores


def short_scores(towers, rows, dev, audio):
    """Main scores of dev embeddings (N, 512)."""
    classes = scored_classes(rows)
    inside = [i for i, row in enumerate(dev) if row["class"] in set(classes)]
    text = towers.texts(classes)
    scores, _, _ = zero_shot(audio[inside], [dev[i]["class"] for i in inside], classes, text)
    scores |= retrieval(audio, [row["class"] for row in dev], classes, text)
    everyday, _, _ = everyday_words(towers, dev, audio)
    scores |= {"everydayTop1": everyday["top1"], "everydayMean": everyday["meanOfClasses"]}
    for group, members in GROUPS.items():
        names = [name for name in classes if name in members]
        chosen = [i for i in inside if dev[i]["class"] in members]
        scores[group] = zero_shot(audio[chosen], [dev[i]["class"] for i in chosen], names, towers.texts(names))[0]["top1"]
    return scores


def prompt_ensemble(towers, name):
    """Mean of a class name and its synonyms, (512,)."""
    texts = [name, *filter(None, SYNONYMS.get(name, "").split("|"))]
    mean = towers.texts(texts).mean(axis=0)
    return mean / np.linalg.norm(mean)


def speed(towers):
    """Milliseconds of the audio tower on one thread for 1, 2 and 10 s, and of one text query."""
    result = {}
    for seconds in (1, 2, 10):
        mel = torch.randn(1 + 100 * seconds, 64) * 20 - 40
        times = []
        for _ in range(15):
            start = time.perf_counter()
            towers.audio(mel)
            times.append(time.perf_counter() - start)
        result[f"audio{seconds}SecMs"] = round(1000 * float(np.median(times)), 2)
    times = []
    for _ in range(15):
        start = time.perf_counter()
        towers.texts(["dusty vinyl kick drum"])
        times.append(time.perf_counter() - start)
    return result | {"textQueryMs": round(1000 * float(np.median(times)), 2)}


def calibration(audio, truth, classes, text):
    """Cosines of right and wrong (sound, class) pairs: mean, 5th and 95th percentile."""
    cosine = audio @ text.T
    right = np.array([[t == name for name in classes] for t in truth])
    describe = lambda x: {"mean": round(float(x.mean()), 4), "p5": round(float(np.percentile(x, 5)), 4), "p95": round(float(np.percentile(x, 95)), 4)}
    return {"matched": describe(cosine[right]), "unmatched": describe(cosine[~right])}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder with audio.onnx, text.onnx, tokenizer.json, model.json")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--write-calibration", action="store_true", help="put the calibration into model.json")
    parser.add_argument("--confusions", action="store_true")
    arguments = parser.parse_args()
    towers = OnnxTowers(arguments.model)
    rows, mels = load_shards(arguments.cache, ["pack"])
    dev, audio = embed_dev(towers, rows, mels)
    classes = scored_classes(rows)
    inside = [i for i, row in enumerate(dev) if row["class"] in set(classes)]
    truth = [dev[i]["class"] for i in inside]
    report = {"zeroShot": {}}
    for template in TEMPLATES:
        scores, _, _ = zero_shot(audio[inside], truth, classes, towers.texts([template.format(name) for name in classes]))
        report["zeroShot"][template] = scores
    text = towers.texts(classes)
    scores, confusions, by_class = zero_shot(audio[inside], truth, classes, text)
    together = np.stack([prompt_ensemble(towers, name) for name in classes])
    report["zeroShot"]["name and synonyms"] = zero_shot(audio[inside], truth, classes, together)[0]
    for group, members in GROUPS.items():
        names = [name for name in classes if name in members]
        chosen = [i for i, name in zip(inside, truth) if name in members]
        report["zeroShot"][group] = zero_shot(audio[chosen], [dev[i]["class"] for i in chosen], names, towers.texts(names))[0]
    report["zeroShot"]["everyday words"] = everyday_words(towers, dev, audio)[0]
    report["zeroShot"]["ten everyday words, Debian packages never trained on"] = everyday_words(towers, dev, audio, TEN_EVERYDAY, debian_only=True)[0]
    report["retrieval"] = retrieval(audio, [row["class"] for row in dev], classes, text)
    prompts = towers.texts(UNRELATED_PROMPTS)
    cosines = (prompts @ prompts.T)[np.triu_indices(len(prompts), 1)]
    report["unrelatedTexts"] = {"prompts": len(prompts), "meanCosine": round(float(cosines.mean()), 4), "p95": round(float(np.percentile(cosines, 95)), 4)}
    report["calibration"] = calibration(audio[inside], truth, classes, text)
    report["speed"] = speed(towers)
    report["bytes"] = {name: (arguments.model / name).stat().st_size for name in ("audio.onnx", "text.onnx")}
    if arguments.confusions:
        report["confusions"] = [f"{t} -> {p}: {n}" for (t, p), n in confusions]
        report["byClass"] = dict(sorted(((name, round(value, 2)) for name, value in by_class.items()), key=lambda pair: pair[1]))
    if arguments.write_calibration:
        path = arguments.model / "model.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"calibration": report["calibration"]}, indent=2) + "\n")
    print(json.dumps(report, indent=1))


TEN_EVERYDAY = set("dog barking|cow mooing|sheep bleating|bird song|thunder|glass break|fireworks|hand saw|train|car engine".split("|"))
GROUPS = {
    "drums and percussion": set("kick drum|snare drum|closed hi-hat|open hi-hat|rimshot|tom|floor tom|crash cymbal|ride cymbal|china cymbal|cymbal|"
                                "claves|tabla|ride bell|splash cymbal|cowbell|percussion hit".split("|")),
    "everyday": set("dog barking|cat meow|cow mooing|sheep bleating|pig|bird song|bird call|rain|thunder|footsteps|laughter|car engine|car horn|train|drill|"
                    "glass break|glass clink|door close|door creak|water|fire|wind|crowd|gunshot|explosion|wood chopping|bee buzzing|church bell|speech|"
                    "bubbling water|seagull|goat bleat|wolf|alarm|helicopter|machinery|factory noise|skid|car crash|ball bounce|hammer hit|balloon".split("|")),
}

if __name__ == "__main__":
    main()
