"""Drum-machine sounds in the manner of the analogue and early digital boxes, with random settings.

Each function takes a numpy Generator and returns (samples, words): words are adjectives that are true of it.
"""

import numpy as np

from dsp import (band_pass, coloured_noise, crush, decay, high_pass, low_pass, noise, normalise, place, resonator,
                 reverb, samples, times, tone)

METAL_RATIOS = np.array([1.0, 1.342, 1.2312, 1.6532, 1.9523, 2.1523])


def metal(random, seconds, base_hz):
    """Six inharmonic square waves, the source of analogue hats and cymbals."""
    t = times(seconds)
    ratios = METAL_RATIOS * random.uniform(0.97, 1.03, 6)
    return sum(np.sign(np.sin(2 * np.pi * base_hz * ratio * t + random.uniform(0, 6))) for ratio in ratios) / 6


def kick(random):
    length = random.uniform(0.12, 1.4) ** 1.3
    t = times(length + 0.1)
    low = random.uniform(36, 72)
    sweep = random.uniform(30, 350) * np.exp(-t / random.uniform(0.008, 0.06))
    x = tone(low + sweep, random.uniform(0, 1.5)) * decay(len(t), length, 0.001)
    x += random.uniform(0, 0.4) * high_pass(noise(random, len(t)), random.uniform(500, 4000)) * decay(len(t), random.uniform(0.005, 0.04))
    drive = random.uniform(0.5, 5)
    words = ["long booming" if length > 0.8 else "short tight" if length < 0.25 else "punchy"]
    if drive > 3:
        words.append("hard distorted")
    return np.tanh(x * drive), words


def snare(random):
    length = random.uniform(0.08, 0.45)
    t = times(length + 0.1)
    body = random.uniform(140, 260)
    x = tone(body * (1 + 0.4 * np.exp(-t / 0.01))) * decay(len(t), random.uniform(0.06, 0.25))
    x += random.uniform(0, 0.8) * tone(body * random.uniform(1.5, 1.9) * np.ones(len(t))) * decay(len(t), random.uniform(0.04, 0.15))
    snappy = random.uniform(0.5, 2.5)
    x += snappy * 0.4 * band_pass(noise(random, len(t)), random.uniform(600, 2500), random.uniform(6000, 14000)) * decay(len(t), length)
    return np.tanh(x * random.uniform(0.6, 2)), ["snappy" if snappy > 1.6 else "fat"]


def hat(random, length):
    seconds = length * 1.1 + 0.05
    mix = random.uniform(0, 1)
    x = mix * metal(random, seconds, random.uniform(200, 560)) + (1 - mix) * 0.5 * noise(random, samples(seconds))
    x = high_pass(x, random.uniform(4500, 9000), 4)
    return x * decay(len(x), length)


def closed_hat(random):
    return hat(random, random.uniform(0.03, 0.16)), [random.choice(["tight", "crisp", "short", "metallic"])]


def open_hat(random):
    return hat(random, random.uniform(0.3, 1.3)), [random.choice(["long", "sizzling", "ringing", "metallic"])]


def clap(random):
    centre = random.uniform(800, 1900)
    parts, at = [], 0.0
    for _ in range(random.integers(2, 5)):
        burst = noise(random, samples(0.02)) * decay(samples(0.02), random.uniform(0.008, 0.02))
        parts.append((at, burst))
        at += random.uniform(0.007, 0.014)
    tail = random.uniform(0.1, 0.5)
    parts.append((at, noise(random, samples(tail)) * decay(samples(tail), tail) * random.uniform(0.4, 1.0)))
    x = place(at + tail + 0.05, parts)
    return band_pass(x, centre * 0.6, centre * random.uniform(1.6, 4)) + 0.2 * high_pass(x, 2000) * random.uniform(0, 1), []


def rim(random):
    t = times(0.12)
    length = random.uniform(0.015, 0.06)
    high = random.uniform(1400, 2200)
    x = sum(tone(hz * np.ones(len(t))) * gain for hz, gain in ((high, 1), (random.uniform(350, 600), 0.8), (high * 1.47, 0.4)))
    x = x * decay(len(t), length) + 0.4 * high_pass(noise(random, len(t)), 2000) * decay(len(t), 0.008)
    return high_pass(np.tanh(x * random.uniform(1, 4)), 300), [random.choice(["sharp", "clicky", "short"])]


def tom(random, low_hz, high_hz):
    length = random.uniform(0.15, 0.7)
    t = times(length + 0.1)
    base = random.uniform(low_hz, high_hz)
    x = tone(base * (1 + random.uniform(0.05, 0.9) * np.exp(-t / random.uniform(0.02, 0.12)))) * decay(len(t), length, 0.001)
    x += random.uniform(0, 0.35) * low_pass(noise(random, len(t)), random.uniform(600, 5000)) * decay(len(t), random.uniform(0.03, 0.2))
    return np.tanh(x * random.uniform(0.6, 2)), []


def conga(random, low_hz, high_hz):
    length = random.uniform(0.08, 0.3)
    t = times(length + 0.08)
    base = random.uniform(low_hz, high_hz)
    x = tone(base * (1 + random.uniform(0, 0.15) * np.exp(-t / 0.01))) * decay(len(t), length, 0.0008)
    x += random.uniform(0.05, 0.4) * resonator(noise(random, len(t)), base * random.uniform(2.2, 4), 300) * decay(len(t), 0.03) * 8
    return x, []


def bongo(random):
    return conga(random, 320, 620)[0], []


def cowbell(random):
    t = times(random.uniform(0.2, 0.7))
    base = random.uniform(480, 620)
    x = np.sign(tone(base * np.ones(len(t)))) + np.sign(tone(base * random.uniform(1.4, 1.56) * np.ones(len(t))))
    x = band_pass(x, base * 0.8, random.uniform(2500, 6000))
    return x * (0.6 * decay(len(t), 0.04) + 0.4 * decay(len(t), random.uniform(0.1, 0.6))), []


def maracas(random):
    length = random.uniform(0.02, 0.09)
    x = high_pass(noise(random, samples(length + 0.03)), random.uniform(4000, 8000))
    return x * decay(len(x), length, random.uniform(0.001, 0.02)), ["short"]


def shaker(random):
    rise, fall = random.uniform(0.02, 0.08), random.uniform(0.05, 0.18)
    x = band_pass(noise(random, samples(rise + fall)), random.uniform(2500, 6000), random.uniform(9000, 18000))
    return x * decay(len(x), fall * 1.5, rise), []


def claves(random):
    t = times(0.15)
    hz = random.uniform(1800, 2900)
    x = tone(hz * np.ones(len(t))) + random.uniform(0, 0.3) * tone(hz * random.uniform(1.5, 2.7) * np.ones(len(t)))
    return x * decay(len(t), random.uniform(0.025, 0.09), 0.0004), []


def wood_block(random):
    t = times(0.2)
    hz = random.uniform(500, 1500)
    x = tone(hz * np.ones(len(t))) + 0.5 * tone(hz * random.uniform(1.4, 1.8) * np.ones(len(t)))
    return x * decay(len(t), random.uniform(0.03, 0.1)) + 0.1 * noise(random, len(t)) * decay(len(t), 0.01), []


def crash(random):
    length = random.uniform(1.0, 3.0)
    x = 0.6 * metal(random, length, random.uniform(250, 600)) + 0.5 * noise(random, samples(length))
    x = high_pass(x, random.uniform(2000, 6000)) * decay(samples(length), length, 0.002)
    return x + 0.5 * high_pass(noise(random, len(x)), 3000) * decay(len(x), 0.2), ["splashy"]


def ride(random):
    length = random.uniform(0.8, 2.2)
    t = times(length)
    ping = sum(tone(hz * np.ones(len(t))) for hz in random.uniform(2500, 9000, 6)) / 6
    x = high_pass(metal(random, length, random.uniform(300, 620)), random.uniform(4000, 7000)) * decay(len(t), length) * 0.7
    return x + ping * decay(len(t), random.uniform(0.1, 0.5)) * random.uniform(0.3, 1.2), []


def tambourine(random):
    parts = [(random.uniform(0, 0.05), high_pass(metal(random, 0.3, random.uniform(900, 2200)), 6000)
              * decay(samples(0.3), random.uniform(0.08, 0.3))) for _ in range(random.integers(2, 6))]
    return place(0.4, parts), ["jingling"]


def triangle(random):
    t = times(random.uniform(0.5, 2.5))
    base = random.uniform(2200, 5000)
    x = sum(tone(base * ratio * np.ones(len(t))) * gain for ratio, gain in ((1, 0.6), (2.76, 1), (4.1, 0.7), (5.4, 0.5)) if base * ratio < 20000)
    return x * decay(len(t), t[-1]), ["ringing"]


def snap(random):
    x = band_pass(noise(random, samples(0.15)), random.uniform(1200, 2000), random.uniform(2400, 4500))
    return x * decay(len(x), random.uniform(0.02, 0.12)), []


def bass_808(random):
    length = random.uniform(0.8, 2.5)
    t = times(length)
    x = tone(random.uniform(36, 75) + random.uniform(20, 120) * np.exp(-t / 0.03)) * decay(len(t), length * 1.6, 0.002)
    return np.tanh(x * random.uniform(0.8, 4)), ["deep", "long"]


def zap(random):
    t = times(random.uniform(0.1, 0.5))
    x = tone(60 + random.uniform(800, 6000) * np.exp(-t / random.uniform(0.01, 0.1)))
    return x * decay(len(t), t[-1]), ["falling"]


# class: (function, names used in captions)
DRUMS = {
    "kick drum": (kick, "kick drum|kick|bass drum"),
    "snare drum": (snare, "snare drum|snare"),
    "closed hi-hat": (closed_hat, "closed hi-hat|closed hat|hi-hat"),
    "open hi-hat": (open_hat, "open hi-hat|open hat"),
    "hand clap": (clap, "hand clap|clap"),
    "rimshot": (rim, "rimshot|rim|side stick"),
    "low tom": (lambda random: tom(random, 60, 105), "low tom|floor tom"),
    "mid tom": (lambda random: tom(random, 105, 155), "mid tom|tom"),
    "high tom": (lambda random: tom(random, 155, 260), "high tom|tom"),
    "conga": (lambda random: conga(random, 150, 420), "conga"),
    "bongo": (bongo, "bongo"),
    "cowbell": (cowbell, "cowbell"),
    "maracas": (maracas, "maracas|maraca"),
    "shaker": (shaker, "shaker"),
    "claves": (claves, "claves|clave"),
    "wood block": (wood_block, "wood block"),
    "crash cymbal": (crash, "crash cymbal|cymbal|crash"),
    "ride cymbal": (ride, "ride cymbal|ride"),
    "tambourine": (tambourine, "tambourine"),
    "triangle": (triangle, "triangle"),
    "finger snap": (snap, "finger snap|snap"),
    "808 bass": (bass_808, "808 sub bass|808|sub bass hit"),
    "synth zap": (zap, "zap|electronic zap|laser tom"),
}
MACHINE_WORDS = ("drum machine", "analog drum machine", "electronic", "vintage drum machine", "electro", "808 style", "909 style", "retro")


def render(name, random):
    """One random drum-machine sound of a class: (samples, captions)."""
    function, names = DRUMS[name]
    x, words = function(random)
    words = list(words)
    x = normalise(x)
    if random.random() < 0.35:
        x = crush(x, random.uniform(5, 10), random.uniform(9000, 26000))
        words.append(str(random.choice(["lo-fi", "crunchy", "12-bit", "gritty"])))
    if random.random() < 0.25:
        x = reverb(x, random, random.uniform(0.2, 1.5), random.uniform(0.1, 0.5))
        words.append("roomy")
    if random.random() < 0.2:
        x = x + coloured_noise(random, len(x), random.uniform(0, 6)) * random.uniform(0.001, 0.01)
        words.append("dusty")
    short = str(random.choice(names.split("|")))
    machine = str(random.choice(MACHINE_WORDS))
    captions = [f"{machine} {short}", f"a {machine} {names.split('|')[0]} hit"]
    if words:
        captions.append(f"{random.choice(words)} {short}")
    return normalise(x, random.uniform(0.3, 1.0)), captions
