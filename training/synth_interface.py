"""Procedural sounds of interfaces, games, telephones and robots.

Each sketch takes a numpy Generator and returns (samples (N,) at 48 kHz, phrases that are true of it, joined by |).
Game sounds and telephones are in synth_signals.py; both share the notes and taps here.
"""

import numpy as np

from dsp import (coloured_noise, crush, decay, fade, high_pass, low_pass, modes, noise, normalise, oscillator,
                 place, reverb, samples, string, swept_filter, times)

# material: (partials of a struck body as ratios, lowest and highest pitch, shortest and longest ring)
MATERIALS = {
    "glassy": ((1, 2.32, 4.25, 6.63), 1000, 4200, 0.08, 0.6),
    "wooden": ((1, 2.57, 4.95), 250, 1500, 0.02, 0.1),
    "metallic": ((1, 1.58, 2.24, 2.92, 4.1, 5.4), 700, 3500, 0.08, 0.7),
    "plastic": ((1, 1.9, 3.3), 500, 2600, 0.01, 0.05),
    "marimba-like": ((1, 3.93, 9.2), 220, 1100, 0.12, 0.45),
    "ceramic": ((1, 1.83, 2.71, 3.9), 900, 2800, 0.03, 0.15),
}
SEMITONES_UP = ((0, 4), (0, 5), (0, 7), (0, 12), (0, 4, 7), (0, 7, 12), (0, 3, 7), (0, 5, 9), (0, 2), (0, 4, 12))


def struck(random, material, hz=None):
    """One tap on a body of a material."""
    ratios, low, high, short, long = MATERIALS[material]
    hz = hz or low * (high / low) ** random.random()
    ring = short * (long / short) ** random.random()
    count = random.integers(2, len(ratios) + 1)
    partials = [(hz * ratio * random.uniform(0.97, 1.03), random.uniform(0.2, 1) / (1 + 0.4 * i), ring / (1 + 0.6 * i * random.random()))
                for i, ratio in enumerate(ratios[:count])]
    x = modes(random, ring * 0.9 + 0.02, partials) * np.minimum(1, np.arange(samples(ring * 0.9 + 0.02)) / random.integers(2, 120))
    knock = noise(random, len(x)) * decay(len(x), random.uniform(0.002, 0.015))
    return x + random.uniform(0, 0.6) * swept_filter(knock, random.uniform(800, 8000), 0.8, "band")


def note(random, hz, seconds, kind=None):
    """One short note of a random simple instrument: (samples, word of its timbre)."""
    kind = kind or random.choice(["sine", "triangle", "square", "fm", "glassy", "marimba-like", "string", "saw"])
    n = samples(seconds)
    flat = np.full(n, float(hz))
    shape = decay(n, seconds * random.uniform(0.5, 1.3), random.choice([0.001, 0.004, 0.02]))
    if kind in ("glassy", "marimba-like"):
        return struck(random, kind, hz)[:n], kind
    if kind == "string":
        return string(random, hz, seconds, random.uniform(0.1, 1), random.uniform(0.97, 0.997)), "plucked"
    if kind == "fm":
        index = random.uniform(0.3, 4) * decay(n, random.uniform(0.05, seconds))
        return np.sin(2 * np.pi * np.cumsum(flat) / 48000 + index * oscillator("sine", flat * random.choice([1, 2, 3, 3.5, 1.41]))) * shape, "bell-like"
    x = oscillator(kind, flat, random.choice([0.5, 0.25, 0.125]))
    if kind in ("square", "saw"):
        x = low_pass(x, random.uniform(1500, 12000)) * 0.6
    return x * shape, {"sine": "soft", "triangle": "soft", "square": "retro", "saw": "buzzy"}[kind]


def notes(random, steps, low=300, high=1400, gap=None):
    """Several notes one after another; steps in semitones. (samples, timbre)"""
    hz, gap = low * (high / low) ** random.random(), gap or random.uniform(0.05, 0.16)
    seconds = gap * random.uniform(0.9, 3.5)
    kind = random.choice(["sine", "triangle", "square", "fm", "glassy", "marimba-like", "string"])
    made = [note(random, hz * 2 ** (step / 12), seconds, kind) for step in steps]
    x = place(gap * len(steps) + seconds, [(i * gap, part) for i, (part, _) in enumerate(made)])
    return x, made[0][1]


def click(random):
    n = samples(random.uniform(0.004, 0.05))
    if random.random() < 0.5:
        x = swept_filter(noise(random, n), random.uniform(500, 9000), random.uniform(0.7, 8), "band") * decay(n, n / 48000)
    else:
        x = np.zeros(samples(0.06))
        x[:random.integers(1, 30)] = 1
        x = swept_filter(x, random.uniform(400, 6000), random.uniform(1, 15), random.choice(["low", "band"]))
    if random.random() < 0.35:  # the release of the button
        x = place(0.2, [(0, x), (random.uniform(0.03, 0.12), x * random.uniform(0.2, 0.8))])
    return x, "short click|menu click|UI click|dry click"


def tick(random):
    x = high_pass(click(random)[0], random.uniform(1500, 4000))
    return x, "tiny tick|UI tick|soft tick of an interface|short high tick"


def tap(random):
    material = str(random.choice(list(MATERIALS)))
    return struck(random, material), f"short {material} tap|{material} interface tap|{material} click|{material} select sound"


def pop(random):
    t = times(random.uniform(0.03, 0.12))
    rise = random.choice([-1, 1]) * random.uniform(0.5, 2)
    x = oscillator("sine", random.uniform(250, 900) * 2 ** (rise * t / t[-1])) * decay(len(t), t[-1], 0.002)
    return x, "soft pop|bubble pop of an interface|UI pop"


def drop(random):
    t = times(random.uniform(0.06, 0.25))
    x = oscillator("sine", random.uniform(400, 1500) * (1 + random.uniform(0.3, 1.5) * (t / t[-1]) ** 2)) * decay(len(t), t[-1], 0.003)
    return x, "item dropped in a menu|water drop-like interface sound|UI drop"


def confirm(random):
    steps = SEMITONES_UP[random.integers(len(SEMITONES_UP))]
    x, word = notes(random, steps)
    return x, f"short {word} confirmation|{word} confirmation tone|{'three' if len(steps) == 3 else 'two'} rising notes|accepted|UI confirm"


def back(random):
    x, word = notes(random, SEMITONES_UP[random.integers(len(SEMITONES_UP))][::-1])
    return x, f"{word} back sound|going back in a menu|falling notes|cancel|UI back"


def error(random):
    kind = random.integers(4)
    if kind == 0:  # buzzer
        seconds, hz = random.uniform(0.12, 0.5), random.uniform(70, 260)
        buzz = oscillator(random.choice(["square", "saw"]), np.full(samples(seconds), hz)) + oscillator("saw", np.full(samples(seconds), hz * random.uniform(1.01, 1.07)))
        x, words = fade(low_pass(buzz, random.uniform(800, 6000)), 0.005), "buzzing error|error buzzer|wrong answer buzzer"
        if random.random() < 0.5:
            x = place(2.3 * seconds, [(0, x), (seconds * 1.2, x)])
    elif kind == 1:  # falling
        x, word = notes(random, [0, random.choice([-1, -2, -3, -6])] if random.random() < 0.6 else [0, -3, -6], 150, 600, random.uniform(0.08, 0.2))
        words = f"{word} falling error tone|negative falling notes|failure tone"
    elif kind == 2:  # dissonant
        hz, seconds = random.uniform(150, 700), random.uniform(0.1, 0.4)
        x = sum(note(random, hz * 2 ** (step / 12), seconds, random.choice(["square", "fm", "triangle"]))[0] for step in random.choice([1, 6, 11, 13], 2))
        words = "dissonant error|dissonant alert"
    else:  # low thuds
        hit = struck(random, "wooden", random.uniform(80, 300))
        x, words = place(0.35, [(i * 0.11, hit) for i in range(random.integers(1, 4))]), "low dull error|denied knock"
    return x, words + "|negative interface sound|access denied|UI error"


def toggle(random):
    first, second = (struck(random, m) for m in random.choice(list(MATERIALS), 2)) if random.random() < 0.5 else (click(random)[0], click(random)[0])
    return place(0.3, [(0, first), (random.uniform(0.02, 0.1), second * random.uniform(0.4, 1))]), "toggle|UI toggle switch|two quick clicks|checkbox toggle"


def sweep(random, up):
    seconds = random.uniform(0.06, 0.4)
    t = times(seconds)
    glide = (1 if up else -1) * random.uniform(0.4, 2.5) * t / seconds
    hz = random.uniform(250, 1200) * 2 ** (glide - (0 if up else min(glide)))
    x = oscillator(random.choice(["sine", "triangle", "square"]), hz) * random.uniform(0, 1)
    x = x + random.uniform(0, 1.5) * swept_filter(noise(random, len(t)), hz * 2, 3, "band")
    return fade(x * np.sin(np.pi * (t / seconds) ** random.uniform(0.4, 1.5)), 0.002)


def opening(random):
    return sweep(random, True), "window opening|opening a menu|rising sweep|maximise sound|UI open"


def closing(random):
    return sweep(random, False), "window closing|closing a menu|falling sweep|minimise sound|UI close"


def scroll(random):
    gap, hit = random.uniform(0.015, 0.06), tick(random)[0] if random.random() < 0.6 else struck(random, "plastic")
    return place(0.4, [(i * gap, hit * random.uniform(0.6, 1)) for i in range(random.integers(3, 8))]), "scroll ticks|scrolling a list|quick row of ticks"


def pluck(random):
    return string(random, random.uniform(200, 1300), random.uniform(0.15, 0.6), random.uniform(0.1, 1), random.uniform(0.95, 0.995)), "plucked interface sound|short pluck|string-like UI sound"


def glitch(random):
    hz = np.full(6000, random.uniform(80, 2500))
    piece = oscillator(random.choice(["sine", "square", "saw"]), hz * 2 ** random.integers(0, 3, 12).repeat(500)) if random.random() < 0.6 else noise(random, 6000)
    piece = crush(normalise(piece), random.uniform(1.5, 5), random.uniform(2000, 12000))
    parts, at = [], 0.0
    for _ in range(random.integers(2, 9)):
        length = random.integers(200, 2500)
        begin = random.integers(max(1, len(piece) - length))
        parts.append((at, piece[begin:begin + length]))
        at += length / 48000 * random.uniform(0.5, 2)
    return place(at + 0.05, parts), "digital glitch|stuttering glitch|bit-crushed interface glitch|data error"


def question(random):
    x, word = notes(random, [0, random.choice([3, 5, 6, 7, 10])], 350, 1100)
    return x, f"question chime|{word} question blip|UI prompt"


def hover(random):
    x = note(random, random.uniform(500, 3000), random.uniform(0.02, 0.08), random.choice(["sine", "triangle", "square"]))[0]
    return x, "hover blip|rollover blip|soft tick when hovering over a button"


def select(random):
    x, word = note(random, random.uniform(300, 1800), random.uniform(0.06, 0.3))
    return x, f"user interface select|{word} menu select|{word} blip|UI select"


def bong(random):
    x = modes(random, 0.6, [(random.uniform(180, 600) * r, 1 / r, random.uniform(0.15, 0.6)) for r in (1, 2, 2.76, 3.9)])
    return x, "soft mallet note|low bong|muted interface bong"


def scratch(random):
    n = samples(random.uniform(0.05, 0.3))
    x = noise(random, n) * (0.3 + np.abs(np.sin(np.cumsum(random.uniform(30, 200) * np.ones(n)) / 48000 * np.pi)))
    x = swept_filter(x, np.geomspace(random.uniform(800, 5000), random.uniform(800, 7000), n), random.uniform(0.8, 4), "band")
    return x * np.hanning(n), "scratchy interface sound|short scratch|UI swipe"


def switch(random):
    low, high = random.uniform(150, 900), random.uniform(1500, 6000)
    snap = modes(random, 0.08, [(high, 1, random.uniform(0.01, 0.05)), (high * 1.7, 0.5, 0.02), (low, 0.8, random.uniform(0.02, 0.08))])
    snap = snap + noise(random, len(snap)) * decay(len(snap), random.uniform(0.003, 0.015))
    body = low_pass(noise(random, len(snap)), 700) * decay(len(snap), 0.03) * random.uniform(0, 2)
    parts = [(0, snap + body)]
    if random.random() < 0.6:
        parts.append((random.uniform(0.03, 0.15), snap * random.uniform(0.2, 0.7)))
    size = "heavy" if low < 350 else "small"
    return place(0.3, parts), f"{size} switch being flipped|light switch|mechanical switch click|switch toggle"


def key(random):
    x = place(0.2, [(0, struck(random, "plastic")), (0, click(random)[0] * 0.5), (random.uniform(0.05, 0.12), struck(random, "plastic") * random.uniform(0.1, 0.4))])
    return x, "typing click|key press on a keyboard|single key click"


def chime(random):
    count = random.integers(1, 5)
    scale = np.array([0, 2, 4, 7, 9, 12, 14, 16])
    kind = random.choice(["glassy", "fm", "marimba-like", "sine"])
    hz, gap = random.uniform(350, 1100), random.uniform(0.07, 0.25)
    parts = [(i * gap, note(random, hz * 2 ** (random.choice(scale) / 12), random.uniform(0.3, 1.0), kind)[0]) for i in range(count)]
    return place(count * gap + 0.9, parts), "notification chime|message alert|new message sound|gentle chime"


UI_SKETCHES = (click, tick, tap, tap, pop, drop, confirm, confirm, back, error, toggle, opening, closing, scroll, pluck, glitch, question, hover, select, select,
               bong, scratch, switch, chime)


def interface(random):
    return UI_SKETCHES[random.integers(len(UI_SKETCHES))](random)


# class: (sketch, general names, share of the wanted count)
INTERFACE = {
    "interface sound": (interface, "interface sound|UI sound|user interface sound|menu sound", 5.0),
    "button click": (lambda random: (click, tap, tick, key)[random.integers(4)](random), "button click|button press|user interface click", 1.5),
    "switch click": (switch, "switch click|switch", 1.0),
    "mouse click": (lambda random: (toggle(random)[0], "computer mouse click|double click"), "mouse click|mouse button", 0.4),
    "confirmation tone": (confirm, "confirmation tone|success sound", 0.7),
    "error tone": (error, "error tone|error sound|error beep", 1.0),
    "notification sound": (lambda random: (chime, question, confirm)[random.choice(3, p=(0.7, 0.15, 0.15))](random), "notification sound|notification|alert", 1.0),
    "pop": (pop, "pop|short pop", 0.5), "glitch": (glitch, "glitch|digital glitch", 0.7), "glass tap": (lambda random: (struck(random, "glassy"), "tap on glass|glass ping"), "glass tap", 0.5),
}


def finish(random, x, phrases, names):
    """Space, level and dirt, and three captions out of phrases and names: (samples, captions)."""
    x = fade(normalise(np.asarray(x, dtype=np.float64)), 0.001)
    if random.random() < 0.3:
        x = normalise(reverb(x, random, random.uniform(0.1, 1.2), random.uniform(0.05, 0.4)))
    if random.random() < 0.2:
        x = x + coloured_noise(random, len(x), random.uniform(0, 5)) * random.uniform(0.0005, 0.01)
    if random.random() < 0.15:
        x = low_pass(x, random.uniform(2500, 9000))
    if random.random() < 0.12:
        x = crush(normalise(x), random.uniform(5, 10), random.uniform(8000, 22050))
    phrases, names = phrases.split("|"), names.split("|")
    captions = [str(word) for word in random.choice(phrases, min(2, len(phrases)), replace=False)] + [str(random.choice(names))]
    return normalise(x, random.uniform(0.2, 1.0)), list(dict.fromkeys(captions))


def render(name, random):
    """One random sound of a class: (samples, captions)."""
    sketch, names, _ = INTERFACE[name]
    x, phrases = sketch(random)
    return finish(random, x, phrases, names)
