"""More drums and hand percussion, of acoustic kind (modes of membranes, plates and shells) and of machines synth_drums.py lacks.

Each function takes a numpy Generator and returns (samples (N,) at 48 kHz, phrases that are true of it, joined by |).
"""

import numpy as np

from dsp import (band_pass, coloured_noise, crush, decay, fade, high_pass, modes, noise, normalise, oscillator, place,
                 resonator, samples, swept_filter, times)
from synth_cymbals import china, crash, hats, pedal_hat, ride, ride_bell, room, splash, stroke

# Modes of an ideal membrane over its lowest (Rossing, Science of Percussion Instruments): air and shell shift them, so they are spread.
MEMBRANE = (1.0, 1.594, 2.136, 2.296, 2.653, 2.918, 3.156, 3.501, 3.6, 4.06)


def membrane(random, hz, ring, bend=0.05, bend_seconds=0.05, centre=0.5):
    """A struck head: modes that ring the shorter the higher, with a pitch that falls by `bend`. centre 1: struck in the middle (few overtones)."""
    t = times(ring + 0.05)
    fall = np.cumsum(1 + bend * np.exp(-t / bend_seconds)) / 48000
    x = np.zeros(len(t))
    for i, ratio in enumerate(MEMBRANE):
        gain = 1.0 if i == 0 else random.uniform(0.1, 1) * (1 - 0.85 * centre) / (1 + 0.35 * i)
        x += gain * np.sin(2 * np.pi * hz * ratio * random.uniform(0.98, 1.02) * fall) * np.exp(-6.91 * t / (ring / (1 + 0.5 * i * random.uniform(0.5, 1.5))))
    return x * np.minimum(1, t / random.uniform(0.0003, 0.003))


def acoustic_tom(random, low_hz, high_hz):
    hz, ring = low_hz * (high_hz / low_hz) ** random.random(), random.uniform(0.25, 1.4)
    x = membrane(random, hz, ring, random.uniform(0.02, 0.18), random.uniform(0.03, 0.12), random.uniform(0.2, 0.9))
    x += random.uniform(0.1, 0.7) * stroke(random, len(x), random.uniform(300, 2000), random.uniform(3000, 9000), random.uniform(0.01, 0.05))
    x += random.uniform(0, 0.3) * resonator(noise(random, len(x)), hz * random.uniform(1.8, 3.5), 60) * decay(len(x), ring * 0.4) * 20  # the shell
    if random.random() < 0.2:  # the snares of the next drum answer
        x += 0.15 * high_pass(noise(random, len(x)), 2500) * decay(len(x), ring * 0.5, 0.01)
    return room(random, x), "acoustic tom|rack tom|tom from a drum kit|live tom" if low_hz > 85 else "acoustic floor tom|deep tom from a drum kit|live floor tom"


def machine_tom(random, low_hz, high_hz):
    hz, ring = low_hz * (high_hz / low_hz) ** random.random(), random.uniform(0.15, 0.8)
    t = times(ring + 0.05)
    x = oscillator(random.choice(["sine", "sine", "triangle"]), hz * (1 + random.uniform(0.1, 1.2) * np.exp(-t / random.uniform(0.02, 0.2)))) * decay(len(t), ring, 0.001)
    x += random.uniform(0, 0.4) * band_pass(noise(random, len(t)), 200, random.uniform(800, 5000)) * decay(len(t), random.uniform(0.02, 0.25))
    return np.tanh(x * random.uniform(0.5, 3)), "drum machine tom|analog tom|electronic tom|808 style tom with falling pitch"


def tom(random, low_hz, high_hz):
    return (acoustic_tom if random.random() < 0.6 else machine_tom)(random, low_hz, high_hz)


def disco_tom(random):
    t = times(random.uniform(0.2, 1.0))
    x = oscillator(random.choice(["sine", "triangle"]), random.uniform(50, 150) * 2 ** (random.uniform(1, 3) * np.exp(-t / (t[-1] * random.uniform(0.15, 0.6)))))
    return x * decay(len(t), t[-1] * 1.3) + random.uniform(0, 0.2) * stroke(random, len(t), 500, 6000, 0.03), "electronic tom|disco tom|falling synth tom|simmons style tom"


def conga(random):
    hz = random.uniform(150, 380)
    kind = random.integers(3)
    if kind == 0:
        x, words = membrane(random, hz, random.uniform(0.25, 0.7), 0.04, 0.02, 0.5), "open conga tone|ringing conga"
        x += 0.3 * stroke(random, len(x), 400, 3000, 0.02)
    elif kind == 1:
        x, words = membrane(random, hz * 1.2, random.uniform(0.06, 0.18), 0.06, 0.02, 0.1), "conga slap|sharp conga slap"
        x += stroke(random, len(x), 900, 6000, random.uniform(0.02, 0.07))
    else:
        x, words = membrane(random, hz, random.uniform(0.05, 0.15), 0.02, 0.02, 0.8), "muted conga|closed conga|damped hand drum"
        x += 0.4 * stroke(random, len(x), 150, 1200, 0.03)
    return room(random, x), words + "|hand drum|Latin hand drum"


def bongo(random):
    hz = random.uniform(280, 700)
    x = membrane(random, hz, random.uniform(0.08, 0.3), random.uniform(0.02, 0.08), 0.02, random.uniform(0, 0.6))
    x += random.uniform(0.2, 0.9) * stroke(random, len(x), 1000, 8000, random.uniform(0.008, 0.03))
    return room(random, x), ("high bongo|" if hz > 470 else "low bongo|") + "bongo hit|hand drum|small hand drum"


def tabla(random):
    """Dayan: nearly harmonic partials because its head is loaded; bayan: a low bend under the heel of the hand."""
    hz = random.uniform(220, 420)

    def dayan(gains, ring):
        x = modes(random, ring + 0.05, [(hz * k * random.uniform(0.995, 1.005), g, ring / (1 + 0.3 * k)) for k, g in enumerate(gains, 1)])
        return x + random.uniform(0.1, 0.5) * stroke(random, len(x), 1500, 9000, random.uniform(0.005, 0.02))

    def bayan():
        t = times(random.uniform(0.35, 1.0))
        rise = 1 + random.uniform(-0.05, 0.6) * np.clip(t / (t[-1] * random.uniform(0.3, 0.8)), 0, 1)
        low = random.uniform(60, 125)
        x = oscillator("sine", low * rise) + 0.35 * oscillator("sine", low * 2.02 * rise) + 0.15 * oscillator("sine", low * 3.1 * rise)
        return x * decay(len(t), t[-1], 0.002) + 0.3 * stroke(random, len(t), 200, 1500, 0.02)
    kind = random.integers(6)
    if kind == 0:
        x, words = dayan((0.2, 1, 0.9, 0.3, 0.15), random.uniform(0.25, 0.7)), "na stroke|sharp ringing tabla stroke"
    elif kind == 1:
        x, words = dayan((0.1, 1, 0.25, 0.2, 0.1), random.uniform(0.4, 1.2)), "tin stroke|ringing tabla stroke|open tabla"
    elif kind == 2:
        x, words = bayan(), "ge stroke|low bending tabla|bayan bass drum with rising pitch"
    elif kind == 3:
        n = samples(0.15)
        x, words = stroke(random, n, random.uniform(200, 700), random.uniform(1500, 5000), random.uniform(0.03, 0.08)) + 0.4 * modes(random, 0.15, [(hz, 1, 0.05)])[:n], "closed tabla stroke|ke stroke|short dry tabla slap"
    elif kind == 4:
        x, words = place(1.2, [(0, dayan((0.2, 1, 0.8, 0.3), 0.5)), (0, bayan() * 0.9)]), "dha stroke|both tabla drums together"
    else:
        x, words = place(1.0, [(0, dayan((0.4, 0.7, 0.5, 0.3), 0.12)), (random.uniform(0.07, 0.2), dayan((0.2, 1, 0.8, 0.3), 0.5))]), "tabla double stroke|two quick tabla strokes"
    return room(random, x), words + "|Indian hand drum|tabla stroke"


def djembe(random):
    kind = random.integers(3)
    if kind == 0:
        hz = random.uniform(60, 95)
        x, words = membrane(random, hz, random.uniform(0.25, 0.6), 0.1, 0.03, 0.9), "djembe bass|deep djembe"
    else:
        hz = random.uniform(280, 480)
        x = membrane(random, hz, random.uniform(0.12, 0.35), 0.03, 0.02, 0.5 if kind == 1 else 0.0)
        x += (0.3 if kind == 1 else 1.0) * stroke(random, len(x), 800, 7000, random.uniform(0.015, 0.06))
        words = "djembe tone|open djembe" if kind == 1 else "djembe slap|sharp djembe"
    return room(random, x), words + "|African hand drum|goblet drum"


def timbale(random):
    hz = random.uniform(220, 520)
    x = membrane(random, hz, random.uniform(0.25, 0.8), 0.03, 0.03, 0.1)
    x = place(len(x) / 48000, [(0, x), (0, modes(random, 0.35, [(hz * random.uniform(2, 7), 0.3, random.uniform(0.1, 0.35)) for _ in range(4)]))])
    x += random.uniform(0.3, 0.9) * stroke(random, len(x), 1500, 9000, 0.02)
    return room(random, x), "timbale hit|timbales|metal shell drum|Latin drum"


def agogo(random):
    hz = random.uniform(600, 1500)
    x = modes(random, 0.7, [(hz * r * random.uniform(0.98, 1.02), g, random.uniform(0.15, 0.6)) for r, g in ((1, 1), (2.7, 0.7), (4.4, 0.4), (6.3, 0.3))])
    return room(random, x + 0.3 * stroke(random, len(x), 3000, 9000, 0.01)), ("high agogo|" if hz > 1000 else "low agogo|") + "agogo bell|small metal bell hit"


def cowbell(random):
    if random.random() < 0.5:  # a struck steel bell
        hz = random.uniform(450, 900)
        x = modes(random, 0.6, [(hz * r * random.uniform(0.97, 1.03), g, random.uniform(0.08, 0.4)) for r, g in ((1, 1), (1.48, 0.9), (2.6, 0.6), (3.4, 0.5), (4.9, 0.4))])
        return room(random, x + 0.5 * stroke(random, len(x), 2000, 9000, 0.01)), "acoustic cowbell|cowbell hit"
    n = samples(random.uniform(0.15, 0.5))
    hz = np.full(n, random.uniform(450, 800))
    x = np.sin(2 * np.pi * np.cumsum(hz) / 48000 + 3 * decay(n, 0.2) * oscillator("sine", hz * 1.48)) + 0.7 * oscillator("square", hz * 1.48)
    return crush(normalise(x * decay(n, n / 48000)), 8, 24000), "digital cowbell|fm cowbell|drum machine cowbell"


def guiro(random):
    total, rate = random.uniform(0.12, 0.7), random.uniform(45, 130)
    hz = random.uniform(1200, 4500)
    grain = lambda: resonator(noise(random, 480), hz * random.uniform(0.9, 1.1), 700) * decay(480, 0.006)
    at, parts = 0.0, []
    while at < total:
        parts.append((at, grain() * (0.4 + 0.6 * at / total)))
        at += 1 / (rate * (0.7 + 0.6 * at / total)) * random.uniform(0.9, 1.1)
    return room(random, place(total + 0.05, parts)), ("long guiro scrape|" if total > 0.35 else "short guiro scrape|") + "scraped gourd|scraped percussion"


def beads(random):
    """Cabasa and shakers: many small hits under a rise and fall."""
    total = random.uniform(0.06, 0.35)
    peak = random.uniform(0.15, 0.7) * total
    parts = []
    for _ in range(random.integers(60, 400)):
        at = random.triangular(0, peak, total)
        parts.append((at, decay(200, random.uniform(0.001, 0.004)) * noise(random, 200) * random.uniform(0.2, 1)))
    x = place(total + 0.05, parts)
    return swept_filter(high_pass(x, random.uniform(1500, 5000)), random.uniform(4000, 10000), random.uniform(0.7, 3), "band") + 0.3 * high_pass(x, 4000)


def cabasa(random):
    return room(random, beads(random)), "cabasa|rattling beads|short metal bead rattle|afuche"


def shaker(random):
    one = beads(random)
    x = one if random.random() < 0.6 else place(0.6, [(0, one), (random.uniform(0.1, 0.25), one * 0.6)])
    return room(random, x), "egg shaker|hand shaker|soft shaker hit|shaken percussion"


def maracas(random):
    return room(random, beads(random)[:samples(random.uniform(0.05, 0.15))]), "maraca hit|shaken maracas|short rattle"


def castanets(random):
    hit = lambda: modes(random, 0.06, [(random.uniform(1200, 3200), 1, 0.03), (random.uniform(3000, 6000), 0.7, 0.02)])
    count = random.choice([1, 1, 2, 4, 6])
    return room(random, place(0.5, [(i * random.uniform(0.04, 0.07), hit()) for i in range(count)])), "castanet clack|wooden castanets" + ("|castanet roll" if count > 3 else "")


def cross_stick(random):
    x = modes(random, 0.15, [(random.uniform(350, 900), 0.7, 0.06), (random.uniform(1200, 2000), 1, 0.04), (random.uniform(2500, 4200), 0.6, 0.03)])
    return room(random, x + 0.6 * stroke(random, len(x), 1500, 8000, 0.01)), "cross stick|side stick|stick on the rim of a snare"


def rimshot(random):
    hz = random.uniform(180, 320)
    rim = modes(random, 0.12, [(random.uniform(450, 2200), 0.8, 0.08) for _ in range(3)])
    x = place(0.35, [(0, membrane(random, hz, random.uniform(0.1, 0.3), 0.1, 0.02, 0.1)), (0, rim)])
    x += 0.8 * stroke(random, len(x), 1500, 10000, 0.02) + random.uniform(0.1, 0.5) * high_pass(noise(random, len(x)), 2500) * decay(len(x), random.uniform(0.08, 0.25))
    return room(random, x), "acoustic rimshot|snare rimshot|loud cracking rimshot"


def group_clap(random):
    parts = [(abs(random.normal(0, 0.012)) + 0.005, normalise(band_pass(noise(random, samples(0.06)), random.uniform(500, 1200), random.uniform(1800, 5000)) * decay(samples(0.06), random.uniform(0.01, 0.04))) * random.uniform(0.3, 1)) for _ in range(random.integers(1, 8))]
    return room(random, place(0.2, parts)), "acoustic hand clap|group clap|real hands clapping once" if len(parts) > 1 else "single hand clap|dry hand clap"


def tambourine(random):
    hits = [(random.uniform(0, 0.04) if i < 6 else random.uniform(0, 0.15), modes(random, 0.3, [(random.uniform(4000, 13000), 1, random.uniform(0.05, 0.25)) for _ in range(4)])) for i in range(random.integers(5, 14))]
    x = place(0.45, hits)
    return room(random, x + 0.5 * high_pass(noise(random, len(x)), 6000) * decay(len(x), random.uniform(0.05, 0.2)) * np.std(x) * 6), "jingling tambourine|tambourine shake|acoustic tambourine"


# class: (function, general names, share of the wanted count)
HANDS = {
    "floor tom": (lambda random: acoustic_tom(random, 55, 85), "floor tom|low tom", 1.2), "low tom": (lambda random: tom(random, 62, 95), "low tom|tom", 0.8),
    "mid tom": (lambda random: tom(random, 95, 145), "mid tom|tom", 0.8), "high tom": (lambda random: tom(random, 145, 260), "high tom|tom", 0.8),
    "tom": (lambda random: tom(random, 86, 240), "tom|tom tom|tom drum", 2.0), "electronic tom": (disco_tom, "electronic tom|synth tom", 0.7),
    "conga": (conga, "conga|conga drum", 1.0), "bongo": (bongo, "bongo|bongo drum", 1.0), "tabla": (tabla, "tabla|tabla drum", 2.0), "djembe": (djembe, "djembe", 1.0), "timbale": (timbale, "timbale", 0.7),
    "agogo bell": (agogo, "agogo bell|agogo", 0.6), "cowbell": (cowbell, "cowbell", 0.8), "guiro": (guiro, "guiro", 0.7), "cabasa": (cabasa, "cabasa", 0.7), "shaker": (shaker, "shaker", 0.7),
    "maracas": (maracas, "maracas|maraca", 0.6), "castanets": (castanets, "castanets", 0.5), "rim click": (cross_stick, "rim click|side stick", 0.7), "rimshot": (rimshot, "rimshot|rim shot", 0.7),
    "splash cymbal": (splash, "splash cymbal|splash", 0.8), "china cymbal": (china, "china cymbal|china", 0.8), "crash cymbal": (crash, "crash cymbal|crash", 0.8), "ride cymbal": (ride, "ride cymbal|ride", 0.8),
    "ride bell": (ride_bell, "ride bell", 0.8), "closed hi-hat": (hats(0.03, 0.15, "closed hat|closed hi-hat"), "closed hi-hat|hi-hat", 0.8),
    "half-open hi-hat": (hats(0.18, 0.4, "half-open hat"), "half-open hi-hat", 0.5), "open hi-hat": (hats(0.4, 1.3, "open hat|open hi-hat"), "open hi-hat|open hat", 0.8),
    "pedal hi-hat": (pedal_hat, "pedal hi-hat|foot hi-hat", 0.6), "hand clap": (group_clap, "hand clap|clap", 0.7), "tambourine": (tambourine, "tambourine", 0.6),
}


def render(name, random):
    """One random sound of a class: (samples, captions)."""
    function, names, _ = HANDS[name]
    x, phrases = function(random)
    x = fade(normalise(np.asarray(x, dtype=np.float64)), 0.0007)
    if random.random() < 0.2:
        x = np.tanh(x * random.uniform(1.5, 5))
    if random.random() < 0.15:
        x = crush(normalise(x), random.uniform(6, 11), random.uniform(11000, 28000))
    if random.random() < 0.25:
        x = x + coloured_noise(random, len(x), random.uniform(0, 5)) * random.uniform(0.0005, 0.008)
    phrases, names = phrases.split("|"), names.split("|")
    captions = [str(word) for word in random.choice(phrases, min(2, len(phrases)), replace=False)] + [str(random.choice(names))]
    return normalise(x, random.uniform(0.3, 1.0)), list(dict.fromkeys(captions))
