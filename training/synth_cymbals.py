"""Cymbals and hi-hats of acoustic kind (many modes of a plate) and of machines: six squares, FM, early sampled.

Each function takes a numpy Generator and returns (samples (N,) at 48 kHz, phrases that are true of it, joined by |).
"""

import numpy as np

from dsp import (band_pass, crush, decay, high_pass, low_pass, modes, noise, normalise, oscillator, place, resonator,
                 reverb, samples)
from synth_drums import metal


def stroke(random, count, low_hz, high_hz, seconds):
    """Noise of a stick, finger or palm."""
    return band_pass(noise(random, count), low_hz, high_hz) * decay(count, seconds)


def room(random, x):
    """The early room of a recorded kit."""
    if random.random() < 0.5:
        x = reverb(normalise(x), random, random.uniform(0.15, 0.8), random.uniform(0.05, 0.3), random.uniform(3000, 9000))
    return x


def plate(random, seconds, low_hz, high_hz, count, brightness):
    """A cymbal: many inharmonic modes rung by the same short burst, and noise."""
    n = samples(seconds)
    burst = np.zeros(n)
    burst[:n // 20 + 1] = noise(random, n // 20 + 1) * decay(n // 20 + 1, random.uniform(0.003, 0.02))
    x = np.zeros(n)
    for hz in low_hz * (high_hz / low_hz) ** random.random(count):
        ring = resonator(burst, hz, 2.2 / (seconds * random.uniform(0.3, 1.2)))
        x += ring / (np.std(ring) + 1e-12) * random.uniform(0.3, 1) * (hz / low_hz) ** -random.uniform(0, 0.4)
    return x / count ** 0.5 + 2 * brightness * high_pass(noise(random, n), 4000) * decay(n, seconds * 0.6)


def splash(random):
    return room(random, plate(random, random.uniform(0.4, 1.1), 700, 14000, 70, random.uniform(0.2, 0.6))), "small splash cymbal|short bright splash|quick cymbal"


def china(random):
    x = plate(random, random.uniform(0.8, 2.2), 250, 9000, 80, random.uniform(0.2, 0.7))
    return room(random, np.tanh(normalise(x) * random.uniform(2, 5))), "trashy china cymbal|dirty exotic cymbal|gong-like china"


def crash(random):
    return room(random, plate(random, random.uniform(1.2, 3.2), 350, 15000, 90, random.uniform(0.3, 0.8))), "acoustic crash cymbal|crash from a drum kit|washy crash"


def ride(random):
    x = plate(random, random.uniform(1, 2.5), 400, 12000, 70, random.uniform(0.03, 0.15))
    ping = modes(random, 0.6, [(random.uniform(2500, 7000), 1, random.uniform(0.1, 0.5)) for _ in range(6)]) + 2 * stroke(random, samples(0.6), 4000, 12000, 0.01)
    return room(random, place(len(x) / 48000, [(0, x * random.uniform(0.3, 1)), (0, ping * 0.5)])), "ride cymbal with stick ping|acoustic ride|pinging ride"


def ride_bell(random):
    hz, n = random.uniform(500, 1100), random.uniform(1, 2.5)
    x = modes(random, n, [(hz * r * random.uniform(0.98, 1.02), g, n * random.uniform(0.3, 1)) for r, g in ((1, 1), (1.51, 0.8), (2.32, 0.8), (3.4, 0.7), (4.7, 0.6), (6.1, 0.4))])
    return room(random, x + 0.25 * plate(random, n, 700, 12000, 40, 0.05) + stroke(random, len(x), 3000, 12000, 0.01)), "bell of a ride cymbal|clear ringing ride bell|cup of the cymbal"


def hat(random, length):
    """Acoustic (plate), analogue (six squares), FM or low-rate sampled hat."""
    kind, n = random.integers(4), samples(length * 1.1 + 0.03)
    if kind == 0:
        x, words = plate(random, n / 48000, 1500, 16000, 60, 0.6), "acoustic|live"
    elif kind == 1:
        x, words = metal(random, n / 48000, random.uniform(205, 800)), "analog|808 style|metallic"
    elif kind == 2:
        hz = np.full(n, random.uniform(1800, 5000))
        x, words = np.sin(2 * np.pi * np.cumsum(hz) / 48000 + random.uniform(4, 20) * oscillator("sine", hz * random.uniform(1.3, 2.9)) + noise(random, n) * 0.3), "fm|digital"
    else:
        x, words = crush(normalise(plate(random, n / 48000, 1500, 14000, 40, 1.0)), 6, random.uniform(16000, 28000)), "8-bit sampled|crunchy|vintage digital"
    x = high_pass(x[:n], random.uniform(3000, 8000), 3)
    return x * decay(len(x), length), str(random.choice(words.split("|")))


def hats(short, long, names):
    def make(random):
        x, word = hat(random, short * (long / short) ** random.random())
        return x, "|".join(f"{word} {name}" for name in names.split("|"))
    return make


def pedal_hat(random):
    x, word = hat(random, random.uniform(0.05, 0.14))
    chick = place(0.3, [(0, low_pass(x, 9000) * np.minimum(1, np.arange(len(x)) / 400)), (random.uniform(0, 0.01), 0.3 * stroke(random, samples(0.1), 200, 1200, 0.03))])
    return chick, f"{word} pedal hi-hat|hi-hat closed with the foot|foot chick"
