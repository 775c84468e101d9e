"""Synthesizer notes: subtractive, FM, additive and plucked-string patches with random settings.

Each patch takes a numpy Generator and returns (samples (N,) at 48 kHz, words): words are adjectives that its settings earn.
The patches of whole gestures (arpeggio, effect, riser) are here too.
"""

import numpy as np

from dsp import (adsr, band_pass, coloured_noise, crush, decay, fade, high_pass, low_pass, noise, normalise, oscillator,
                 place, resonator, reverb, samples, string, swept_filter, wander)
from synth_parts import CHORDS, WAVE_WORDS, chord_of, chorus, drive, pitch, some_waves, stack, subtractive, vibrato

def bass(random):
    hz, _ = pitch(random, 29, 125)
    seconds, kind = random.uniform(0.25, 2.2), random.integers(6)
    n = samples(seconds)
    flat, t = np.full(n, hz), np.arange(n) / 48000
    if kind == 0:
        x, words = oscillator("sine", flat) + random.uniform(0, 0.15) * oscillator("sine", flat * 2), ["sub", "deep", "smooth"]
        x = x * adsr(n, random.uniform(0.002, 0.03), seconds, random.uniform(0.3, 1), 0.05)
    elif kind == 1:
        ratio, index = random.choice([1, 1, 2, 3, 0.5]), random.uniform(0.5, 5)
        x = np.sin(2 * np.pi * np.cumsum(flat) / 48000 + index * decay(n, random.uniform(0.1, seconds)) * oscillator("sine", flat * ratio))
        x, words = x * adsr(n, 0.003, random.uniform(0.2, 1), random.uniform(0, 0.7), 0.06), ["fm", "digital"]
    elif kind == 2:  # two saws beating slowly
        cutoff = wander(random, n, random.uniform(0.5, 4), 150, random.uniform(500, 4000))
        x, words = subtractive(random, [flat], ["saw"] * random.integers(2, 5), adsr(n, 0.01, 1, 0.8, 0.1), cutoff, random.uniform(0.7, 3), random.uniform(15, 45))
        words += ["reese", "thick"]
    elif kind == 3:  # squelch
        cutoff = hz * 2 ** (random.uniform(0.5, 1.5) + random.uniform(1.5, 4.5) * decay(n, random.uniform(0.1, 0.6)))
        slide = hz * 2 ** (random.choice([0, 0, 7, 12, -12]) / 12 * np.exp(-t / 0.04))
        x, words = subtractive(random, [slide], [str(random.choice(["saw", "square"]))], adsr(n, 0.002, random.uniform(0.2, 1), 0.3, 0.03), cutoff, random.uniform(5, 16))
        words += ["acid", "squelchy"]
    elif kind == 4:  # moving filter
        rate = random.uniform(1.5, 9)
        cutoff = hz * 2 ** (2.5 + random.uniform(1, 2) * np.sin(2 * np.pi * rate * t))
        x, words = subtractive(random, [flat], some_waves(random), adsr(n, 0.005, 1, 0.9, 0.05), cutoff, random.uniform(1, 6), random.uniform(3, 30), sections=2)
        words += ["wobble", "growling"]
    else:
        amount = random.uniform(1, 4.5)
        cutoff = hz * 2 ** (random.uniform(0.3, 2.5) + amount * decay(n, random.uniform(0.08, 0.7)))
        x, words = subtractive(random, [flat], some_waves(random), adsr(n, 0.003, random.uniform(0.15, 1.2), random.uniform(0, 0.8), 0.04), cutoff, random.uniform(0.6, 4), random.uniform(0, 20))
        words += ["plucky", "punchy"] if seconds < 0.7 else ["analog", "fat"]
    if kind and random.random() < 0.4:
        x = x + 0.6 * oscillator("sine", flat / (2 if hz > 60 else 1)) * adsr(n, 0.004, 1, 0.7, 0.05)
    return drive(random, x, words), words


def lead(random):
    hz, register = pitch(random, 170, 1300)
    seconds = random.uniform(0.4, 2.5)
    n = samples(seconds)
    t = np.arange(n) / 48000
    curve = hz * vibrato(random, n, random.uniform(0, 0.015), random.uniform(0, 0.6))
    words = [register]
    if random.random() < 0.3:
        curve, words = curve * 2 ** (random.choice([-12, -7, -5, 5, 7]) / 12 * np.exp(-t / random.uniform(0.03, 0.12))), words + ["gliding", "portamento"]
    kind = random.integers(5)
    envelope = adsr(n, random.uniform(0.003, 0.06), random.uniform(0.3, 2), random.uniform(0.4, 1), random.uniform(0.05, 0.3))
    if kind == 0:
        x, words = stack(random, curve, ["saw"] * 7, random.uniform(15, 50)) * envelope, words + ["supersaw", "wide", "trance"]
        x = high_pass(x, hz * 0.7)
    elif kind == 1:
        x, words = oscillator(random.choice(["sine", "triangle"]), curve) * envelope, words + ["whistling", "smooth"]
    elif kind == 2:  # hard sync: the slave starts anew with its master
        ratio = random.uniform(1.3, 4) * (1 + random.uniform(0, 0.8) * decay(n, seconds))
        x, words = (2 * np.mod(np.mod(np.cumsum(curve) / 48000, 1) * ratio, 1) - 1) * envelope, words + ["sync", "screaming"]
        x = low_pass(x, 10000)
    else:
        width = 0.5 + random.uniform(0, 0.4) * np.sin(2 * np.pi * random.uniform(0.2, 5) * t)
        cutoff = np.minimum(hz * random.uniform(3, 14) * (0.5 + decay(n, seconds, 0.01)), 18000)
        x, earned = subtractive(random, [curve], some_waves(random), envelope, cutoff, random.uniform(0.7, 6), random.uniform(2, 25), width)
        words += earned + ["monophonic"]
    return drive(random, x, words, 0.3), words


def pad(random):
    root, _ = pitch(random, 90, 500)
    seconds = random.uniform(2.2, 4.5)
    n = samples(seconds)
    name, roots = chord_of(random, root) if random.random() < 0.6 else ("", [root])
    waves = some_waves(random)
    cutoff = np.full(n, root * random.uniform(2, 12))
    if random.random() < 0.5:
        cutoff = cutoff * 2 ** np.sin(2 * np.pi * random.uniform(0.05, 0.5) * np.arange(n) / 48000 + random.uniform(0, 6))
    envelope = adsr(n, random.uniform(0.3, 1.4), 2, random.uniform(0.7, 1), random.uniform(0.4, 1.2))
    x, words = subtractive(random, [np.full(n, hz) for hz in roots], waves, envelope, cutoff, random.uniform(0.6, 2), random.uniform(5, 25), sections=random.integers(1, 3))
    if random.random() < 0.2:
        x, words = x + 0.2 * band_pass(noise(random, n), root * 4, root * 12) * envelope * np.std(x) * 3, words + ["airy", "breathy"]
    return chorus(random, x), words + ["slow attack", "sustained", "ambient", "lush"] + ([f"{name} chord"] if name else [])


def pluck(random):
    hz, register = pitch(random, 110, 1400)
    seconds = random.uniform(0.2, 1.2)
    n = samples(seconds)
    kind = random.integers(4)
    if kind == 0:
        return string(random, hz, seconds, random.uniform(0.1, 1), random.uniform(0.985, 0.999)), [register, "string-like", "plucked string"]
    if kind == 1:
        flat = np.full(n, hz)
        x = np.sin(2 * np.pi * np.cumsum(flat) / 48000 + random.uniform(1, 6) * decay(n, random.uniform(0.05, 0.3)) * oscillator("sine", flat * random.choice([1, 2, 3, 5, 7])))
        return x * decay(n, seconds), [register, "fm", "digital", "twangy"]
    cutoff = np.minimum(hz * 2 ** (random.uniform(0, 1.5) + random.uniform(1.5, 4) * decay(n, random.uniform(0.06, 0.5))), 18000)
    x, words = subtractive(random, [np.full(n, hz)], some_waves(random, 4), decay(n, seconds, 0.002), cutoff, random.uniform(0.7, 6), random.uniform(2, 25), sections=random.integers(1, 3))
    return x, words + [register, "plucky", "short", "staccato"]


def brass(random):
    root, register = pitch(random, 90, 600)
    seconds = random.uniform(0.35, 2)
    n = samples(seconds)
    roots = chord_of(random, root)[1] if random.random() < 0.35 else [root]
    swell = adsr(n, random.uniform(0.03, 0.18), random.uniform(0.2, 1), random.uniform(0.5, 0.9), random.uniform(0.05, 0.2))
    cutoff = root * (1 + random.uniform(3, 10) * swell)
    x, _ = subtractive(random, [hz * vibrato(random, n, 0.006) for hz in roots], ["saw"] * random.integers(2, 4), swell, cutoff, random.uniform(0.7, 2), random.uniform(4, 16), sections=2)
    return x, [register, "brassy", "analog", "bold", "stab" if seconds < 0.6 else "swelling"] + (["chord"] if len(roots) > 1 else [])


def organ(random):
    root, register = pitch(random, 65, 900)
    seconds = random.uniform(0.5, 2.2)
    n = samples(seconds)
    roots = chord_of(random, root)[1] if random.random() < 0.25 else [root]
    t = np.arange(n) / 48000
    turn = np.sin(2 * np.pi * random.choice([0.8, 6.5, 0]) * t + random.uniform(0, 6))
    if random.random() < 0.65:
        bars = random.choice([0, 0.2, 0.5, 0.8, 1], 9) + np.array([0.3, 0, 0.6, 0, 0, 0, 0, 0, 0])
        x = sum(level * oscillator("sine", hz * ratio * (1 + 0.003 * turn), start=random.random()) for hz in roots for level, ratio in zip(bars, (0.5, 1.5, 1, 2, 3, 4, 5, 6, 8)) if level and hz * ratio < 12000)
        words = ["drawbar", "tonewheel", "rotary"]
    else:
        x = sum(oscillator("square", hz * k * (1 + 0.002 * turn)) / k for hz in roots for k in (1, 2, 4))
        x, words = low_pass(x, random.uniform(1500, 7000)), ["transistor", "combo", "hollow"]
    x = x * (1 + 0.25 * turn) + random.uniform(0, 1) * high_pass(noise(random, n), 2000) * decay(n, 0.008)
    return drive(random, x * adsr(n, 0.004, 1, 1, 0.02), words, 0.2), words + [register, "sustained", "electric"]


def reed(random):
    hz, register = pitch(random, 100, 900)
    n = samples(random.uniform(0.5, 2))
    curve = hz * vibrato(random, n, random.uniform(0, 0.012), 0.25)
    x = oscillator("square", curve, random.uniform(0.06, 0.3)) + random.uniform(0, 0.06) * noise(random, n)
    x = sum(gain * resonator(x, centre * random.uniform(0.8, 1.2), width) for centre, width, gain in ((700, 300, 1), (1300, 300, 0.8), (2900, 600, 0.5))) + 0.1 * x
    return x * adsr(n, random.uniform(0.02, 0.1), 1, 0.85, 0.08), [register, "nasal", "reedy", "oboe-like", "thin"]


def bell(random):
    hz, register = pitch(random, 200, 1800)
    seconds = random.uniform(0.8, 3.2)
    n = samples(seconds)
    phase = 2 * np.pi * np.cumsum(np.full(n, hz)) / 48000
    ratio, index = random.choice([1.4, 3.5, 2.76, 5.4, 7.1, 2.41, 3.14, 14]), random.uniform(0.5, 4)
    x = np.sin(phase + index * decay(n, seconds * random.uniform(0.3, 1)) * np.sin(phase * ratio)) * decay(n, seconds, 0.002)
    if random.random() < 0.5:
        x = x + random.uniform(0.2, 0.7) * np.sin(phase * random.choice([2, 4, 2.01]) + np.sin(phase * 3.5)) * decay(n, seconds * 0.4)
    return x, [register, "fm", "glassy" if ratio > 3 else "metallic", "ringing", "crystalline" if hz > 700 else "chiming"]


def plain_tone(random):
    hz, register = pitch(random, 60, 1100)
    seconds = random.uniform(0.4, 2.5)
    n = samples(seconds)
    kind, flat, t = random.integers(4), np.full(n, hz), np.arange(n) / 48000
    envelope = adsr(n, random.uniform(0.003, 0.15), random.uniform(0.3, 2), random.uniform(0.3, 1), random.uniform(0.05, 0.4))
    if kind == 0:
        wave = str(random.choice(list(WAVE_WORDS)))
        return oscillator(wave, flat) * envelope, [register, *WAVE_WORDS[wave], "plain", "steady"]
    if kind == 1:
        x = sum(random.uniform(0, 1) / k ** random.uniform(0.2, 1.4) * oscillator("sine", flat * k, start=random.random()) for k in range(1, 12) if hz * k < 15000)
        return x * envelope, [register, "additive", "digital", "organ-like"]
    if kind == 2:
        x = oscillator(random.choice(["saw", "sine"]), flat) * oscillator("sine", flat * random.uniform(0.3, 3.7))
        return x * envelope, [register, "metallic", "ring-modulated", "clangorous"]
    cutoff = hz * 2 ** (2.2 + random.uniform(0.5, 2) * np.sin(2 * np.pi * random.uniform(0.2, 3) * t))
    x, words = subtractive(random, [flat], some_waves(random), envelope, cutoff, random.uniform(0.8, 8), random.uniform(0, 30))
    return x, words + [register, "evolving", "electronic"]


def strings(random):
    root, register = pitch(random, 110, 800)
    n = samples(random.uniform(1.2, 3.5))
    roots = chord_of(random, root)[1] if random.random() < 0.4 else [root, root * 2][:random.integers(1, 3)]
    x = sum(stack(random, np.full(n, hz), ["saw"] * random.integers(1, 4), random.uniform(3, 12)) for hz in roots)
    x = chorus(random, band_pass(x, root * random.uniform(0.6, 1.5), random.uniform(3000, 9000), 1), 4)
    return x * adsr(n, random.uniform(0.08, 0.5), 1, 0.9, random.uniform(0.2, 0.7)), [register, "ensemble", "string machine", "bowed", "vintage"]


def stab(random):
    root, _ = pitch(random, 110, 500)
    n = samples(random.uniform(0.2, 0.9))
    name, roots = chord_of(random, root)
    cutoff = root * 2 ** (random.uniform(1, 2.5) + random.uniform(1, 3) * decay(n, random.uniform(0.1, 0.5)))
    envelope = adsr(n, 0.003, random.uniform(0.2, 0.6), 0.1, 0.05)
    x, words = subtractive(random, [np.full(n, hz) for hz in roots], some_waves(random), envelope, cutoff, random.uniform(0.7, 4), random.uniform(4, 25))
    return x, words + [f"{name} chord", "short", "rave", "dub"]


def arpeggio(random):
    step, root = random.uniform(0.07, 0.22), random.uniform(130, 520)
    scale = list(CHORDS[str(random.choice(["minor", "major", "minor seventh", "major seventh", "suspended"]))]) + [12]
    order = {"rising": scale, "falling": scale[::-1], "up and down": scale + scale[-2:0:-1], "random": list(random.permutation(scale))}
    way = str(random.choice(list(order)))
    source = random.choice([pluck, bell, lead, plain_tone])
    one = fade(source(random)[0][:samples(step * random.uniform(0.8, 2.5))], 0.004)
    tuned = {s: np.interp(np.arange(0, len(one), 2 ** (s / 12)), np.arange(len(one)), one) for s in set(scale)}
    count = int(random.uniform(1.2, 3.5) / step)
    return place(count * step + 0.3, [(i * step, tuned[order[way][i % len(order[way])]] * random.uniform(0.8, 1)) for i in range(count)]), [way, "sequenced", "fast" if step < 0.11 else "slow" if step > 0.18 else ""]


def effect(random):
    n = samples(random.uniform(0.5, 3))
    t, kind = np.arange(n) / 48000, random.integers(6)
    if kind == 0:  # sample and hold
        rate = random.uniform(5, 16)
        held = random.uniform(0, 1, int(n / 48000 * rate) + 2)[(t * rate).astype(int)]
        return oscillator(random.choice(["sine", "square", "saw"]), 120 * 2 ** (held * random.uniform(2, 4))), ["sample and hold", "random bleeping", "computer-like"]
    if kind == 1:
        x = swept_filter(noise(random, n), 200 * 2 ** (5.5 * (0.5 + 0.5 * np.sin(2 * np.pi * random.uniform(0.2, 2) * t + random.uniform(0, 6)))), random.uniform(2, 9), "band")
        return x * adsr(n, 0.05, 1, 1, 0.2), ["filtered noise", "windy", "sweeping"]
    if kind == 2:
        x = oscillator(random.choice(["saw", "square", "sine"]), random.uniform(200, 900) * 2 ** (random.uniform(0.3, 1.5) * np.sin(2 * np.pi * random.uniform(3, 30) * t)))
        return x * adsr(n, 0.01, 1, 0.7, 0.2), ["siren-like", "wobbling", "modulated"]
    if kind == 3:
        up = random.random() < 0.5
        glide = t / t[-1] if up else 1 - t / t[-1]
        x = stack(random, 60 * 2 ** (random.uniform(2, 5) * glide), ["saw"] * 3, 20)
        return low_pass(x, 6000) * adsr(n, 0.02, 1, 1, 0.1), ["rising" if up else "falling", "sweep", "gliding"]
    if kind == 4:
        base = random.uniform(80, 600)
        x = np.sin(2 * np.pi * base * t + random.uniform(3, 20) * wander(random, n, 3, 0, 1) * np.sin(2 * np.pi * base * random.uniform(0.1, 5) * t))
        return x * adsr(n, 0.01, 1, 0.6, 0.3), ["fm", "alien", "metallic", "sci-fi"]
    parts = [(random.uniform(0, n / 48000), oscillator("sine", random.uniform(300, 2500) * 2 ** np.linspace(0, random.uniform(-1, 1), 3000)) * decay(3000, 0.06)) for _ in range(random.integers(5, 25))]
    return place(n / 48000 + 0.1, parts), ["bubbling", "bleeping", "scattered"]


def riser(random):
    n = samples(random.uniform(1.5, 4.5))
    ramp = np.linspace(0, 1, n)
    x = random.uniform(0.2, 1) * swept_filter(noise(random, n), 150 * 2 ** (6.5 * ramp), random.uniform(0.7, 5), random.choice(["band", "low", "high"]))
    if random.random() < 0.6:
        x = x + stack(random, random.uniform(60, 250) * 2 ** (random.uniform(1, 3) * ramp), ["saw"] * 4, 25) * 0.4
    if random.random() < 0.3:
        x = x * (0.5 + 0.5 * np.sign(np.sin(2 * np.pi * np.cumsum(4 * 2 ** (2.5 * ramp)) / 48000)))
    return x * ramp ** random.uniform(0.6, 2), ["rising", "build-up", "tension", "noise"]


# class: (patch, general names, share of the wanted count)
NOTES = {
    "synth bass": (bass, "synth bass|bass|bass synth note|bass one-shot", 1.2), "synth lead": (lead, "synth lead|lead|lead synth note|synth", 1.2),
    "synth pad": (pad, "synth pad|pad|synth texture", 1.0), "synth pluck": (pluck, "synth pluck|pluck|plucked synth", 1.2), "synth brass": (brass, "synth brass|brass synth|synth horn", 1.0),
    "synth organ": (organ, "synth organ|electric organ|organ", 1.0), "synth reed": (reed, "synth reed|reed synth|synth oboe", 0.8), "synth bell": (bell, "synth bell|bell synth", 1.0),
    "synth tone": (plain_tone, "synth tone|synth note|electronic tone|synth", 1.2), "synth strings": (strings, "synth strings|string synth", 0.8), "synth stab": (stab, "synth stab|chord stab|synth chord", 0.6),
    "synth arpeggio": (arpeggio, "synth arpeggio|arpeggio|arp", 0.8), "synth effect": (effect, "synth effect|synth sound effect|electronic effect", 1.2), "riser": (riser, "riser|uplifter|synth riser", 0.6),
    "downlifter": (lambda random: (riser(random)[0][::-1].copy(), ["falling", "noise"]), "downlifter|falling sweep", 0.4),
}


def render(name, random):
    """One random sound of a class: (samples, captions)."""
    patch, names, _ = NOTES[name]
    x, words = patch(random)
    x = fade(normalise(np.asarray(x, dtype=np.float64)), 0.003)
    words = list(dict.fromkeys(word for word in words if word))
    if random.random() < 0.3:
        x = normalise(reverb(x, random, random.uniform(0.3, 2.0), random.uniform(0.1, 0.5)))
    if random.random() < 0.12:
        x, words = crush(x, random.uniform(4, 9), random.uniform(7000, 22050)), words + ["lo-fi"]
    if random.random() < 0.1:
        x = x + coloured_noise(random, len(x), 3) * 0.005
    names = names.split("|")
    first, second = (str(word) for word in (random.choice(words, 2, replace=False) if len(words) > 1 else (words or ["electronic"]) * 2))
    article = "an" if first[0] in "aeio" else "a"
    captions = [f"{first} {random.choice(names)}", f"{article} {first}, {second} {names[0]}" if first != second else f"{article} {first} {names[0]}", str(random.choice(names))]
    return normalise(x, random.uniform(0.3, 1.0)), list(dict.fromkeys(captions))
