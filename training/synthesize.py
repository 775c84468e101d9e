"""Step 4: make what the pack lacks. Writes the shards `drums`, `everyday`, `interface`, `notes`, `hands`, `speech`, `loops`, `altered`, `scenes`."""

import argparse
import hashlib
import io
import subprocess
from pathlib import Path

import numpy as np
import soundfile
from scipy import signal

import synth_drums
import synth_everyday
import synth_hands
import synth_interface
import synth_notes
import synth_signals
from captions import SYNONYMS
from data import read_dropped
from dsp import coloured_noise, crush, decay, fade, high_pass, low_pass, normalise, place, reverb, samples
from frontend import MAX_SAMPLES, SAMPLE_RATE
from shards import Shard, ShardWriter


def trainable(cache):
    """(shard, rows) of the pack without dev sounds and their near-duplicates."""
    shard, dropped = Shard(cache / "pack"), set(read_dropped(cache))
    return shard, [row for row in shard.rows if row["split"] == "train" and row["id"] not in dropped]


def row_of(name, number, captions, source):
    """Text columns of a made sound; the id depends on the source and its number only."""
    key = hashlib.sha256(f"{source} {name} {number}".encode()).hexdigest()[:12]
    return {"id": key, "split": "train", "class": name, "captions": "|".join(captions), "source": source,
            "licence": "made here, Apache-2.0"}


def make_procedural(cache, shard_name, synthesizers, count):
    """`count` sounds of every class of the (table, render) pairs, or the share of `count` that the table gives a class."""
    with ShardWriter(cache / shard_name) as shard:
        for table, render in synthesizers:
            for name, (_, _, *share) in table.items():
                for number in range(round(count * (share[0] if share else 1))):
                    seed = int.from_bytes(hashlib.sha256(f"{name} {number}".encode()).digest()[:8], "little")
                    x, captions = render(name, np.random.default_rng(seed))
                    shard.add(x[:MAX_SAMPLES], row_of(name, number, captions, f"made:{shard_name}"))


# speech

SENTENCES = ("hello there", "yes", "no", "one two three", "welcome back", "please wait a moment", "game over", "level up",
             "the quick brown fox jumps over the lazy dog", "are you ready", "let the music play", "come on everybody",
             "warning", "system online", "good morning", "thank you", "stop right there", "feel the bass", "hey", "turn it up",
             "attention please", "the train is about to depart", "listen to this", "drop the beat", "what time is it")


def make_speech(cache, count):
    """Spoken phrases by espeak-ng with varied voices, speeds and pitches."""
    random = np.random.default_rng(11)
    with ShardWriter(cache / "speech") as shard:
        for number in range(count):
            female = random.random() < 0.5
            kind = "whisper" if random.random() < 0.1 else None
            voice = f"en{random.choice(['', '-us', '-gb-scotland'])}+" + (kind or (f"f{random.integers(1, 5)}" if female else f"m{random.integers(1, 8)}"))
            command = ["espeak-ng", "-v", voice, "-s", str(random.integers(90, 240)), "-p", str(random.integers(20, 80)),
                       "--stdout", str(random.choice(SENTENCES))]
            data = subprocess.run(command, capture_output=True, check=True).stdout
            x, rate = soundfile.read(io.BytesIO(data))
            x = signal.resample_poly(x, SAMPLE_RATE, rate)
            if random.random() < 0.5:
                x = reverb(x, random, random.uniform(0.2, 1.5), random.uniform(0.05, 0.4))
            sex = "female" if female else "male"
            name = "whisper" if kind else f"{sex} speech"
            captions = ["a whispering voice", "whispered words"] if kind else [f"a {sex} voice speaking", f"{sex} computer voice", "spoken words"]
            shard.add(normalise(x, 0.7)[:MAX_SAMPLES], row_of(name, number, captions, "made:espeak-ng"))


# loops out of the one-shots of the pack

DRUM_LANES = {"kick drum": (0.9, 0, 0, 0.2, 0.7, 0, 0.2, 0), "snare drum": (0, 0, 0.95, 0, 0, 0, 0.95, 0.1),
              "closed hi-hat": (0.9, 0.5, 0.9, 0.5, 0.9, 0.5, 0.9, 0.5), "open hi-hat": (0, 0, 0, 0.2, 0, 0, 0, 0.3), "hand clap": (0, 0, 0.4, 0, 0, 0, 0.4, 0)}
PERCUSSION_LANES = {name: (0.6, 0.3, 0.4, 0.5, 0.5, 0.3, 0.5, 0.4) for name in ("conga", "bongo", "shaker", "tambourine", "wood block", "cowbell", "claves", "maracas")}


def one_shot(random, shard, by_class, name):
    row = by_class[name][random.integers(len(by_class[name]))]
    x = shard.wave(row)[:SAMPLE_RATE]
    return normalise(fade(x, 0.003))


def sequence(random, hits, lanes, seconds, bpm):
    """Play one-shots on eighth notes with the chances of their lanes; the bar repeats."""
    step = 30.0 / bpm
    swing = random.uniform(0, 0.25) * step * (random.random() < 0.4)
    pattern = {name: [random.random() < chance for chance in lanes[name]] for name in hits}
    gains = {name: random.uniform(0.3, 1.0) for name in hits}
    parts = [(i * step + (swing if i % 2 else 0), hits[name] * gains[name] * random.uniform(0.7, 1.0))
             for i in range(int(seconds / step)) for name in hits if pattern[name][i % 8]]
    return place(seconds, parts)


def make_loops(cache, count):
    """Drum, percussion, bass and melody loops sequenced from training one-shots."""
    random = np.random.default_rng(12)
    shard, rows = trainable(cache)
    by_class = {}
    for row in rows:
        if row["lengthSamples"] > 2400:
            by_class.setdefault(row["class"], []).append(row)
    melodic = {"synth bass": "bass loop", "electric bass guitar": "bass loop", "synth pluck": "synth loop", "synth lead": "synth loop",
               "electric piano": "piano loop", "grand piano": "piano loop", "acoustic guitar": "guitar loop", "electric guitar": "guitar loop", "marimba": "melody loop"}
    with ShardWriter(cache / "loops") as writer:
        for number in range(count):
            bpm, kind = random.uniform(70, 175), random.random()
            seconds = float(min(8.0, 480 / bpm * random.choice([0.5, 1.0])))
            if kind < 0.45:
                names = ["kick drum", "snare drum", "closed hi-hat"] + list(random.choice(["open hi-hat", "hand clap"], random.integers(0, 2)))
                x = sequence(random, {name: one_shot(random, shard, by_class, name) for name in names}, DRUM_LANES, seconds, bpm)
                speed = "slow" if bpm < 95 else "fast" if bpm > 140 else "mid-tempo"
                name, captions = "drum loop", ["drum loop", "drum beat", f"{speed} drum loop", "drum groove with kick, snare and hi-hats"]
            elif kind < 0.6:
                names = list(random.choice(list(PERCUSSION_LANES), 3, replace=False))
                x = sequence(random, {name: one_shot(random, shard, by_class, name) for name in names}, PERCUSSION_LANES, seconds, bpm)
                name, captions = "percussion loop", ["percussion loop", "percussion groove with " + ", ".join(names)]
            else:
                voice = str(random.choice(list(melodic)))
                hit, name = one_shot(random, shard, by_class, voice), melodic[voice]
                steps = random.choice([0, 0, 3, 5, 7, 10, 12, -2, -5], 8)
                rest = random.random(8) < 0.3
                step = 30.0 / bpm
                pitched = {s: signal.resample(hit, int(len(hit) / 2 ** (s / 12)))[:samples(step * 1.8)] for s in set(steps)}
                x = place(seconds, [(i * step, fade(pitched[steps[i % 8]], 0.004)) for i in range(int(seconds / step)) if not rest[i % 8]])
                captions = [name, f"a loop of {voice}", f"{voice} riff", "melody loop" if name != "bass loop" else "bassline"]
            if random.random() < 0.3:
                x = np.tanh(normalise(x) * random.uniform(1, 4))
            if random.random() < 0.25:
                x, captions = normalise(x) + coloured_noise(random, len(x), 3) * 0.01, captions + [f"dusty lo-fi {name}"]
            writer.add(normalise(x)[:MAX_SAMPLES], row_of(name, number, captions, "made:loops"))


# treatments that earn an adjective

def treat(random, x):
    """One random treatment of a sound: (samples, adjectives, word order with the name)."""
    kind = random.integers(11)
    if kind == 0:
        return reverb(x, random, random.uniform(1.5, 3.5), random.uniform(0.5, 1.0)), ("in a big hall|with long reverb|reverberant, spacious".split("|"), "after")
    if kind == 1:
        return reverb(x, random, random.uniform(0.2, 0.6), random.uniform(0.4, 0.9), 8000), ("in a small room|roomy".split("|"), "after")
    if kind == 2:
        return low_pass(x, random.uniform(300, 1200), 4), ("muffled|dark|dull|low-passed".split("|"), "before")
    if kind == 3:
        return high_pass(x, random.uniform(800, 2500), 3), ("thin|tinny|high-passed".split("|"), "before")
    if kind == 4:
        return np.tanh(normalise(x) * random.uniform(8, 40)), ("distorted|saturated|overdriven|aggressive".split("|"), "before")
    if kind == 5:
        return x[::-1].copy(), ("reversed|backwards|reverse".split("|"), "before")
    if kind == 6:
        return crush(x, random.uniform(3, 6), random.uniform(4000, 11000)), ("lo-fi|bit-crushed|8-bit|crunchy".split("|"), "before")
    if kind == 7:
        ratio = random.uniform(0.4, 0.65)
        return signal.resample(x, int(len(x) / ratio)), ("pitched down|deep|slowed down".split("|"), "before")
    if kind == 8:
        ratio = random.uniform(1.5, 2.2)
        return signal.resample(x, int(len(x) / ratio)), ("pitched up|high-pitched|small".split("|"), "before")
    if kind == 9:
        pops = np.where(random.random(len(x)) < 0.0004, random.uniform(-1, 1, len(x)), 0)
        return low_pass(normalise(x) + 0.25 * pops + coloured_noise(random, len(x), 3) * 0.012, 9000), ("dusty|vinyl|dusty vinyl|old vinyl".split("|"), "before")
    gap = random.uniform(0.12, 0.4)
    return place(len(x) / SAMPLE_RATE + gap * 4, [(i * gap, x * 0.55 ** i) for i in range(5)]), ("with echo|with delay|echoing".split("|"), "after")


def make_altered(cache, count):
    """Treated copies of training sounds (two thirds) and layers of two (one third)."""
    random = np.random.default_rng(13)
    shard, rows = trainable(cache)
    sizes = {}
    for row in rows:
        sizes[row["class"]] = sizes.get(row["class"], 0) + 1
    chance = np.array([sizes[row["class"]] ** -0.6 for row in rows])
    with ShardWriter(cache / "altered") as writer:
        for number, index in enumerate(random.choice(len(rows), count, p=chance / chance.sum())):
            row = rows[index]
            x, name = shard.wave(row).astype(np.float64)[:4 * SAMPLE_RATE], row["class"]
            plain = str(random.choice(row["captions"])) if row["captions"] else name
            short = str(random.choice([name, *filter(None, SYNONYMS.get(name, "").split("|"))]))
            if number % 3 == 2:
                other = rows[random.integers(len(rows))]
                y = shard.wave(other).astype(np.float64)[:4 * SAMPLE_RATE]
                x, y = normalise(x), normalise(y) * random.uniform(0.4, 1.0)
                start = random.uniform(0, 0.3) if random.random() < 0.5 else len(x) / SAMPLE_RATE
                x = place(max(len(x) / SAMPLE_RATE, start + len(y) / SAMPLE_RATE), [(0, x), (start, y)])
                captions, label = [f"{name} and {other['class']}", f"{plain} with {other['class']}"], name
            else:
                x, (words, order) = treat(random, x)
                words = [str(word) for word in random.choice(words, 2, replace=False)]
                join = (lambda word, text: f"{word} {text}") if order == "before" else (lambda word, text: f"{text} {word}")
                captions, label = [join(words[0], name), join(words[1], short), join(words[0], plain)], name
            writer.add(normalise(x, random.uniform(0.3, 1.0))[:5 * SAMPLE_RATE], row_of(label, number, captions, "made:altered") | {
                "licence": row["licence"], "source": f"made:altered from {row['source']}"})


# scenes: several sounds of the pack in one place

SCENES = {
    "street music": ("street music|music playing in the street|a busker playing outside|distant live music", 150),
    "children playing": ("children playing|kids shouting on a playground|children playing outside|a school yard", 130),
    "traffic": ("city traffic|cars driving by|a busy street|road traffic", 80),
    "crowd": ("many people talking|chatter in a restaurant|crowd of people|busy cafe", 80),
}


def make_scenes(cache):
    """Music in a street, children at play, traffic and chatter, mixed out of training sounds."""
    random = np.random.default_rng(14)
    (shard, rows), mined, loops = trainable(cache), Shard(cache / "mined"), Shard(cache / "loops")
    pick = lambda words: [row for row in rows if any(word in row["class"] for word in words)]
    places = pick(("city ambience", "crowd", "car passing", "wind"))
    voices = pick(("female speech", "cartoon voice", "voice shout", "laughter", "child"))
    talkers, cars = pick(("speech", "spoken phrase", "laughter")), pick(("car engine", "car passing", "car horn", "engine"))
    music = [(mined, row) for row in mined.rows if row["class"].endswith("music")] + [(loops, row) for row in loops.rows]
    music += [(shard, row) for row in pick(("accordion", "guitar strum", "singing", "fiddle", "music loop", "anthem"))]

    def piece(source, row, seconds):
        x = source.wave(row)[:samples(seconds)].astype(np.float64)
        return normalise(fade(x, 0.02))

    with ShardWriter(cache / "scenes") as writer:
        for name, (captions, count) in SCENES.items():
            for number in range(count):
                seconds = float(random.uniform(2.5, 5))
                parts, ground = [], places[random.integers(len(places))]
                parts.append((0, piece(shard, ground, seconds) * random.uniform(0.03, 0.25)))
                if name == "street music":
                    source, row = music[random.integers(len(music))]
                    parts.append((0, high_pass(low_pass(piece(source, row, seconds), random.uniform(2500, 10000)), random.uniform(60, 300))))
                elif name == "children playing":
                    for _ in range(random.integers(3, 9)):
                        x = piece(shard, voices[random.integers(len(voices))], 1.5)
                        x = signal.resample(x, int(len(x) / random.uniform(1.25, 1.7)))
                        parts.append((random.uniform(0, seconds * 0.8), x * random.uniform(0.2, 1)))
                    parts.append((0, normalise(synth_everyday.children_playing(random)) * random.uniform(0.1, 0.8)))
                else:
                    chosen = cars if name == "traffic" else talkers
                    for _ in range(random.integers(2, 4) if name == "traffic" else random.integers(6, 14)):
                        parts.append((random.uniform(0, seconds * 0.7), piece(shard, chosen[random.integers(len(chosen))], 4) * random.uniform(0.2, 1)))
                x = place(seconds, parts)
                if random.random() < 0.7:
                    x = reverb(x, random, random.uniform(0.2, 1.2), random.uniform(0.1, 0.5))[:len(x)]
                x = normalise(x) + coloured_noise(random, len(x), 4) * random.uniform(0, 0.03)
                writer.add(normalise(x, random.uniform(0.3, 1.0)), row_of(name, number, captions.split("|"), "made:scenes"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--only", choices=["drums", "everyday", "interface", "notes", "hands", "speech", "loops", "altered", "scenes"])
    parser.add_argument("--drums-per-class", type=int, default=110)
    parser.add_argument("--everyday-per-class", type=int, default=45)
    for name, count in (("interface", 80), ("notes", 110), ("hands", 65)):
        parser.add_argument(f"--{name}", type=int, default=count, help="sounds of a class; synthesizers give some classes more or fewer")
    parser.add_argument("--speech", type=int, default=250)
    parser.add_argument("--loops", type=int, default=700)
    parser.add_argument("--altered", type=int, default=7500)
    a = parser.parse_args()
    steps = {
        "drums": lambda: make_procedural(a.cache, "drums", [(synth_drums.DRUMS, synth_drums.render)], a.drums_per_class),
        "everyday": lambda: make_procedural(a.cache, "everyday", [(synth_everyday.EVERYDAY, synth_everyday.render)], a.everyday_per_class),
        "interface": lambda: make_procedural(a.cache, "interface", [(synth_interface.INTERFACE, synth_interface.render), (synth_signals.SIGNALS, synth_signals.render)], a.interface),
        "notes": lambda: make_procedural(a.cache, "notes", [(synth_notes.NOTES, synth_notes.render)], a.notes),
        "hands": lambda: make_procedural(a.cache, "hands", [(synth_hands.HANDS, synth_hands.render)], a.hands),
        "speech": lambda: make_speech(a.cache, a.speech), "loops": lambda: make_loops(a.cache, a.loops), "altered": lambda: make_altered(a.cache, a.altered),
        "scenes": lambda: make_scenes(a.cache)}
    for name, step in steps.items():
        if a.only in (None, name):
            step()
            print(name, flush=True)


if __name__ == "__main__":
    main()
