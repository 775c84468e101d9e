"""Procedural beeps, telephones, alarms, retro game sounds, robots, springs and whooshes.

As in synth_interface.py, each sketch returns (samples, phrases that are true of it, joined by |).
"""

import numpy as np

from dsp import (band_pass, crush, decay, fade, high_pass, low_pass, modes, noise, normalise, oscillator, place, resonator, samples,
                 string, swept_filter, times, voice, wander)
from synth_interface import finish, note, notes

DTMF_ROWS, DTMF_COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477)  # ITU-T Q.23


def beep(random):
    seconds, hz = random.uniform(0.04, 0.5), 350 * 10 ** random.random()
    kind = random.choice(["sine", "sine", "square", "triangle"])
    one = fade(oscillator(kind, np.full(samples(seconds), hz)), random.choice([0.001, 0.005, 0.02]))
    count = random.choice([1, 1, 2, 3, 4])
    gap = seconds + random.uniform(0.03, 0.25)
    words = ["single", "double", "triple", "repeated"][count - 1]
    pitch = "high" if hz > 1600 else "low" if hz < 600 else "electronic"
    return place(gap * count, [(i * gap, one) for i in range(count)]), f"{pitch} beep|{words} beep|short electronic bleep|computer beep"


def blip(random):
    n = samples(random.uniform(0.03, 0.15))
    hz = random.uniform(250, 2500) * 2 ** (random.uniform(-1, 1) * np.arange(n) / n)
    return oscillator(random.choice(["sine", "square", "triangle", "saw"]), hz) * decay(n, n / 48000, 0.002), "synth blip|short electronic blip|digital blip|bleep"


def alarm(random):
    total, kind = random.uniform(1.2, 3), random.integers(3)
    t = times(total)
    hz = random.uniform(500, 2800)
    if kind == 0:  # beeps in groups
        rate = random.uniform(4, 11)
        gate = (np.mod(t * rate, 1) < 0.5) & (np.mod(t * rate / random.choice([4, 6, 1]), 1) < 0.7)
        return oscillator(random.choice(["sine", "square"]), np.full(len(t), hz)) * gate, "beeping alarm|alarm beeps|digital alarm clock"
    if kind == 1:  # two tones
        low = hz * random.uniform(0.65, 0.9)
        curve = np.where(np.mod(t * random.uniform(1, 5), 1) < 0.5, hz, low)
        return oscillator(random.choice(["sine", "square", "saw"]), curve), "two-tone alarm|warning alarm|red alert"
    curve = hz * 2 ** (random.uniform(0.3, 1.2) * np.mod(t * random.uniform(0.8, 5), 1))
    return low_pass(oscillator(random.choice(["saw", "square"]), curve), 6000), "sweeping alarm|sci-fi alarm|warning siren alarm"


def dialling(random):
    length, gap = random.uniform(0.06, 0.25), random.uniform(0.04, 0.2)
    parts = []
    for i in range(random.integers(1, 9)):
        n = samples(length)
        pair = oscillator("sine", np.full(n, DTMF_ROWS[random.integers(4)])) + oscillator("sine", np.full(n, DTMF_COLUMNS[random.integers(3)]))
        parts.append((i * (length + gap), fade(pair, 0.002)))
    return place(len(parts) * (length + gap), parts), "touch tone dialling|telephone keypad tones|DTMF tones|dialling a phone number"


def line_tone(random):
    """Dial, ringback and busy tones of North America and Europe."""
    pairs, on, off, words = [((350, 440), 9, 0, "dial tone|telephone dial tone"), ((440, 480), 2, 4, "ringback tone|phone ringing at the other end"),
                             ((480, 620), 0.5, 0.5, "busy signal|engaged tone"), ((425, 425), 1, 4, "ringback tone|phone tone while calling"),
                             ((425, 425), 0.48, 0.48, "busy signal|engaged tone"), ((400, 450), 0.4, 0.2, "British ringback tone|telephone ringing tone")][random.integers(6)]
    t = times(random.uniform(1.5, 4))
    x = (oscillator("sine", np.full(len(t), pairs[0])) + oscillator("sine", np.full(len(t), pairs[1]))) * (np.mod(t, on + off) < on)
    return band_pass(x, 300, 3400), words + "|telephone line"


def bell_phone(random):
    """A clapper between two gongs, 20 strokes a second, in a cadence."""
    total, rate = random.uniform(1.2, 3.5), random.uniform(16, 26)
    low = random.uniform(900, 1700)
    gongs = [modes(random, 0.5, [(hz * r, 1 / (1 + i), 0.5 / (1 + 0.4 * i)) for i, r in enumerate((1, 2.1, 3.6, 5.1))]) for hz in (low, low * random.uniform(1.1, 1.35))]
    on = random.uniform(0.8, 2)
    parts = [(i / rate, gongs[i % 2] * random.uniform(0.8, 1)) for i in range(int(total * rate)) if np.mod(i / rate, on + 0.8) < on]
    return place(total + 0.4, parts), "old telephone ringing|mechanical phone bell|rotary phone ring"


def warble_phone(random):
    t = times(random.uniform(1, 3))
    low = random.uniform(500, 1600)
    curve = np.where(np.mod(t * random.uniform(10, 25), 1) < 0.5, low, low * random.uniform(1.15, 1.5))
    on = random.uniform(0.5, 1.2)
    return low_pass(oscillator(random.choice(["sine", "square"]), curve), 7000) * (np.mod(t, on * 2) < on), "electronic phone ringing|office phone ring|trilling telephone"


def telephone(random):
    return (dialling, line_tone, bell_phone, warble_phone)[random.integers(4)](random)


def ringing(random):
    return (bell_phone, warble_phone)[random.integers(2)](random)


def coin(random):
    hz, first = random.uniform(700, 1400), random.uniform(0.04, 0.1)
    kind, step = random.choice(["square", "square", "triangle", "sine"]), random.choice([4, 5, 7, 12])
    second = oscillator(kind, np.full(samples(random.uniform(0.2, 0.6)), hz * 2 ** (step / 12)))
    x = place(0.8, [(0, oscillator(kind, np.full(samples(first), hz))), (first, second * decay(len(second), len(second) / 40000))])
    return x, "coin pickup|retro game coin|collecting a coin|item collected in an arcade game"


def jump(random):
    t = times(random.uniform(0.1, 0.4))
    hz = random.uniform(150, 500) * 2 ** (random.uniform(0.7, 2) * (t / t[-1]) ** random.uniform(0.5, 1.5))
    return oscillator(random.choice(["square", "triangle", "sine", "saw"]), hz, random.choice([0.5, 0.25])) * decay(len(t), t[-1] * 1.5), "jump|retro game jump|cartoon jump"


def power(random, up):
    """A rising or falling run of notes, or a glide with a trill."""
    kind, hz = random.choice(["square", "square", "triangle", "saw"]), random.uniform(150, 500)
    sign = 1 if up else -1
    if random.random() < 0.5:
        step, count, gap = random.choice([2, 3, 4, 5, 7]), random.integers(4, 10), random.uniform(0.04, 0.1)
        steps = [sign * step * i + (12 if i % 2 and random.random() < 0.3 else 0) for i in range(count)]
        start = hz if up else hz * 4
        x = place(gap * (count + 2), [(i * gap, note(random, start * 2 ** (s / 12), gap * 1.5, kind)[0]) for i, s in enumerate(steps)])
    else:
        t = times(random.uniform(0.5, 1.6))
        glide = random.uniform(1, 3) * (t / t[-1] if up else 1 - t / t[-1])
        hz = hz * 2 ** (glide + random.uniform(0, 0.4) * (np.mod(t * random.uniform(8, 25), 1) < 0.5))
        x = fade(oscillator(kind, hz), 0.02) * (t / t[-1] if up and random.random() < 0.4 else 1)
        x = low_pass(x, random.uniform(2000, 10000))
    return x


def power_up(random):
    return power(random, True), "power up|rising retro game power up|level up|charging up"


def power_down(random):
    return power(random, False), "power down|falling retro game sound|losing a life|shutting down"


def pickup(random):
    x, word = notes(random, [(0, 4, 7, 12), (0, 7, 12), (0, 12, 24), (0, 5, 12, 17)][random.integers(4)], 500, 1500, random.uniform(0.03, 0.07))
    return x, f"item pickup|{word} item collected|bonus collected in a game"


def jingle(random, win):
    steps = ((0, 4, 7, 12), (0, 0, 0, 5, 9, 12), (7, 7, 7, 12), (0, 4, 7, 4, 7, 12)) if win else ((0, -1, -2, -3), (7, 5, 3, 0), (0, -3, -5, -12), (3, 2, 1, 0))
    x, word = notes(random, steps[random.integers(4)], 250, 700, random.uniform(0.09, 0.22))
    return x, f"{word} win jingle|level complete|short victory jingle" if win else f"{word} lose jingle|game over|sad falling jingle"


def laser(random):
    t = times(random.uniform(0.1, 0.6))
    fall = np.exp(-t / (t[-1] * random.uniform(0.12, 0.6)))
    hz = random.uniform(60, 400) + random.uniform(800, 5000) * (fall if random.random() < 0.85 else 1 - fall)
    hz = hz * (1 + random.uniform(0, 0.4) * np.sign(np.sin(2 * np.pi * random.uniform(15, 80) * t)) * (random.random() < 0.3))
    x = oscillator(random.choice(["saw", "square", "sine", "triangle"]), hz) + random.uniform(0, 0.3) * noise(random, len(t)) * fall
    if random.random() < 0.3:
        x = x * oscillator("sine", np.full(len(t), random.uniform(80, 900)))
    x = fade(x * decay(len(t), t[-1] * 1.2), 0.001)
    if random.random() < 0.2:
        x = place(3.2 * t[-1], [(i * t[-1] * 0.9, x) for i in range(3)])
    return x, "laser shot|sci-fi laser|pew|arcade laser gun|blaster shot"


def zap(random):
    n = samples(random.uniform(0.1, 0.6))
    buzz = oscillator("saw", wander(random, n, 60, 40, 220)) * (noise(random, n) > random.uniform(-1, 0.5))
    return high_pass(buzz, 300) * wander(random, n, 30, 0, 1) * np.linspace(1, 0.1, n), "electric zap|electric shock|crackling electric buzz"


def chatter(random):
    """Droid talk: short glides, trills and steps of one voice."""
    parts, at, kind = [], 0.0, random.choice(["sine", "square", "triangle"])
    for _ in range(random.integers(3, 14)):
        n = samples(random.uniform(0.03, 0.2))
        t = np.arange(n) / n
        hz = random.uniform(300, 2500) * 2 ** (random.uniform(-1, 1) * t) * (1 + 0.15 * np.sin(2 * np.pi * random.uniform(0, 12) * t))
        parts.append((at, fade(oscillator(kind, hz), 0.003)))
        at += n / 48000 + random.uniform(0, 0.08)
    return place(at, parts), "robot chatter|droid beeps|robot talking in bleeps|electronic robot noises"


def servo(random):
    n = samples(random.uniform(0.2, 1.2))
    hz = random.uniform(120, 700) * (1 + 0.5 * np.sin(np.pi * np.arange(n) / n) * random.uniform(0.2, 1.2))
    x = oscillator("saw", hz) + 0.6 * oscillator("square", hz * random.uniform(2.9, 4.1)) + 0.3 * noise(random, n)
    x = band_pass(x, random.uniform(300, 900), random.uniform(2500, 8000)) * np.minimum(1, 8 * np.sin(np.pi * np.arange(n) / n))
    return place(n / 48000 + 0.1, [(0, x), (n / 48000, modes(random, 0.08, [(random.uniform(500, 2500), 0.5, 0.05)]))]), "robot moving|servo motor|robot arm|mechanical robot movement"


def robot_voice(random):
    """Vowels on a monotone saw, ring-modulated or held like a vocoder."""
    vowels = [((730, 90), (1090, 110), (2440, 160)), ((270, 60), (2290, 120), (3010, 180)), ((300, 70), (870, 100), (2240, 160)), ((530, 80), (1840, 120), (2480, 170))]
    base, parts, at = random.uniform(60, 180), [], 0.0
    for _ in range(random.integers(2, 7)):
        n = samples(random.uniform(0.08, 0.28))
        formants = [(hz, width, 1 / (1 + i)) for i, (hz, width) in enumerate(vowels[random.integers(4)])]
        parts.append((at, fade(voice(np.full(n, base * random.choice([1, 1, 1.12, 0.89])), formants, random, 0.02), 0.01)))
        at += n / 48000 + random.uniform(0, 0.06)
    x = place(at, parts)
    if random.random() < 0.6:
        x = x * oscillator("sine", np.full(len(x), random.uniform(30, 250)))
    return crush(normalise(x), random.uniform(5, 9), random.uniform(6000, 16000)), "robot voice|vocoded robot speech|robot talking"


def robot(random):
    return (chatter, chatter, servo, robot_voice)[random.integers(4)](random)


def boing(random):
    t = times(random.uniform(0.4, 1.4))
    kind = random.integers(3)
    if kind == 0:  # a spring: pitch wobbles ever faster and flatter
        wobble = np.sin(2 * np.pi * np.cumsum(random.uniform(6, 14) * (1 + random.uniform(0, 2) * t)) / 48000) * np.exp(-t * random.uniform(2, 5))
        hz = random.uniform(110, 420) * 2 ** (random.uniform(0.3, 1) * wobble + random.uniform(-0.2, 0.8) * t)
        x, words = sum(oscillator("sine", hz * k) / k for k in (1, 2, 3, 4, 6)), "cartoon spring boing|springy boing|bouncing spring"
    elif kind == 1:  # a twanged ruler: a low buzz that speeds up
        hz = random.uniform(35, 110) * (1 + random.uniform(0.3, 2) * (t / t[-1]) ** 2)
        x = resonator(np.maximum(oscillator("triangle", hz), 0) ** 3, random.uniform(300, 1200), 250)
        words = "twanging boing|ruler twang|springy twang"
    else:  # jaw harp: a string whose formant glides up and back
        x = string(random, random.uniform(60, 150), t[-1], 0.9, 0.998)
        glide = random.uniform(400, 800) * 2 ** (random.uniform(0.8, 1.8) * np.abs(np.sin(np.pi * random.uniform(0.5, 2) * np.arange(len(x)) / len(x))))
        x, words = swept_filter(x, glide, random.uniform(5, 14), "band"), "jaw harp boing|cartoon boing|comic bounce"
    return x * decay(len(x), t[-1], 0.001), words + "|boing"


def whoosh(random):
    n = samples(random.uniform(0.15, 1.3))
    at = np.linspace(0, 1, n)
    peak = random.uniform(0.3, 0.8)
    hump = np.where(at < peak, at / peak, (1 - at) / (1 - peak))
    x = swept_filter(noise(random, n), random.uniform(150, 900) * 2 ** (random.uniform(1, 4) * hump), random.uniform(0.6, 3), "band")
    speed = "fast" if n < 20000 else "slow"
    return x * hump ** random.uniform(1, 3), f"{speed} whoosh|swoosh|air whoosh|swish past"


# class: (sketch, general names, share of the wanted count)
SIGNALS = {
    "beep": (beep, "beep|electronic beep|bleep", 1.2), "synth blip": (blip, "synth blip|blip", 0.8), "alarm": (alarm, "alarm|alarm sound", 0.6),
    "telephone": (telephone, "telephone|phone", 1.0), "telephone ring": (ringing, "telephone ringing|phone ring", 0.4), "coin pickup": (coin, "coin pickup|coin", 0.8),
    "jump effect": (jump, "jump sound|game jump", 0.7), "power up": (power_up, "power up|game power up", 0.9), "power down": (power_down, "power down", 0.5),
    "item pickup": (pickup, "item pickup|pickup", 0.5), "win jingle": (lambda random: jingle(random, True), "win jingle|success jingle", 0.5),
    "lose jingle": (lambda random: jingle(random, False), "lose jingle|fail jingle", 0.5), "laser shot": (laser, "laser shot|laser", 1.0),
    "electric zap": (zap, "electric zap|zap", 0.5), "robot": (robot, "robot|robot sound", 1.2), "boing": (boing, "boing|cartoon boing", 1.0), "whoosh": (whoosh, "whoosh|whoosh sound", 0.8),
}


def render(name, random):
    """One random sound of a class: (samples, captions)."""
    sketch, names, _ = SIGNALS[name]
    x, phrases = sketch(random)
    return finish(random, x, phrases, names)
