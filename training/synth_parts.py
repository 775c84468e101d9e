"""What the patches of synth_notes.py are made of: pitches, detuned oscillators, chorus, saturation, the subtractive voice."""

import numpy as np

from dsp import normalise, oscillator, swept_filter

WAVE_WORDS = {"saw": ("sawtooth", "buzzy"), "square": ("square wave", "hollow"), "triangle": ("triangle wave", "soft"), "sine": ("sine wave", "pure")}
CHORDS = {"minor": (0, 3, 7), "major": (0, 4, 7), "minor seventh": (0, 3, 7, 10), "major seventh": (0, 4, 7, 11), "fifth": (0, 7), "octave": (0, 12), "suspended": (0, 5, 7)}


def pitch(random, low_hz, high_hz):
    """A tempered note between two frequencies, and the word for where it lies."""
    hz = low_hz * (high_hz / low_hz) ** random.random()
    hz = 440 * 2 ** (round(12 * np.log2(hz / 440)) / 12)
    return hz, "low" if hz < 130 else "high" if hz > 600 else ""


def vibrato(random, count, depth=0.012, delay=0.3):
    """Factor of a frequency curve (count,) that begins to waver after `delay` seconds."""
    t = np.arange(count) / 48000
    return 1 + depth * np.sin(2 * np.pi * random.uniform(4, 7) * t) * np.clip((t - delay) * 3, 0, 1)


def stack(random, hz, waves, cents, width=0.5):
    """Detuned oscillators of a frequency curve, each of its own phase."""
    spread = np.linspace(-1, 1, len(waves)) * cents if len(waves) > 1 else [0.0]
    return sum(oscillator(wave, hz * 2 ** (c / 1200), width, random.random()) for wave, c in zip(waves, spread)) / len(waves) ** 0.5


def chorus(random, x, voices=3):
    """Copies of x through slowly moving delays of 5 to 25 ms, as the ensemble of a string machine."""
    t, out = np.arange(len(x)), x.copy()
    for _ in range(voices):
        delay = 48 * (random.uniform(8, 18) + random.uniform(1, 4) * np.sin(2 * np.pi * (random.uniform(0.3, 6.5) * t / 48000 + random.random())))
        out += np.interp(t - delay, t, x, left=0)
    return out / (1 + voices)


def drive(random, x, words, chance=0.25):
    """Saturate with some chance, and say so in words."""
    if random.random() < chance:
        words.append("distorted")
        return np.tanh(normalise(x) * random.uniform(4, 20))
    return x


def subtractive(random, curves, waves, envelope, cutoff, resonance, cents=8, width=0.5, sections=1):
    """A stack for each frequency curve, one swept low-pass, envelope; and the words of waves, detuning, filter: (samples, words)."""
    words = [str(random.choice(WAVE_WORDS[waves[0]]))] if len(set(waves)) == 1 else []
    if cents > 14 and len(waves) > 1:
        words.append("detuned")
    if resonance > 4:
        words.append("resonant")
    top, base = np.median(cutoff), np.median(curves[0])
    if top < 3 * base or top < 500:
        words.append("dark")
    elif top > 4500 and waves[0] in ("saw", "square"):
        words.append("bright")
    x = swept_filter(sum(stack(random, hz, waves, cents, width) for hz in curves), cutoff, resonance, "low", sections)
    return x * envelope, words


def some_waves(random, most=3):
    """One to `most` oscillators of one wave, sometimes with another."""
    wave = random.choice(["saw", "square", "triangle"], p=(0.5, 0.35, 0.15))
    waves = [wave] * random.integers(1, most + 1)
    return waves if random.random() < 0.7 else waves + [str(random.choice(["saw", "square", "sine"]))]


def chord_of(random, hz):
    """(name, frequencies) of a random chord on hz."""
    name = str(random.choice(list(CHORDS)))
    return name, [hz * 2 ** (step / 12) for step in CHORDS[name]]
