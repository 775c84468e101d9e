"""Procedural everyday sounds: animals, weather, people, home, machines, traffic, interface sounds.

Each function takes a numpy Generator and returns samples (N,) at 48 kHz. They are sketches with widely
spread parameters, meant to tie words to the coarse shape of a sound where recordings are rare.
"""

import numpy as np

from dsp import (band_pass, coloured_noise, crush, decay, fade, high_pass, low_pass, noise, normalise, place,
                 resonator, reverb, samples, saw, times, tone, voice, wander)


def arc(count, low, high, peak=0.4):
    """A curve that rises from low to high at `peak` of its length and falls back."""
    t = np.linspace(0, 1, count)
    return low + (high - low) * np.where(t < peak, t / peak, (1 - t) / (1 - peak)) ** 0.7


def repeat(random, total, make, gap_low, gap_high):
    """Calls of make() one after another with random gaps over `total` seconds."""
    at, parts = random.uniform(0, gap_low), []
    while at < total:
        part = make()
        parts.append((at, part * random.uniform(0.6, 1.0)))
        at += len(part) / 48000 + random.uniform(gap_low, gap_high)
    return place(total, parts)


def grains(random, total, rate, make):
    """A cloud of make() grains at random times, `rate` a second."""
    return place(total, [(random.uniform(0, total), make() * random.uniform(0.1, 1.0) ** 2)
                         for _ in range(int(total * rate) + 1)])


# animals

def dog_bark(random):
    base, size = random.uniform(180, 650), random.uniform(0.7, 1.4)

    def bark():
        n = samples(random.uniform(0.1, 0.3))
        x = voice(arc(n, base * 0.7, base * 1.4, 0.25), [(700 / size, 250, 1), (1500 / size, 350, 0.8), (2800 / size, 600, 0.4)],
                  random, breath=random.uniform(0.2, 0.9), roughness=0.3)
        return x * arc(n, 0, 1, 0.15)
    return repeat(random, random.uniform(0.6, 3), bark, 0.1, 0.6)


def cat_meow(random):
    n = samples(random.uniform(0.4, 1.2))
    f0 = arc(n, random.uniform(350, 500), random.uniform(600, 950), random.uniform(0.2, 0.5))
    closed = voice(f0, [(500, 200, 1), (2300, 500, 0.3)], random)
    opened = voice(f0, [(1100, 250, 1), (2600, 400, 0.8), (4200, 700, 0.4)], random, breath=0.1)
    mix = arc(n, 0, 1, 0.45)
    return ((1 - mix) * closed + mix * opened) * arc(n, 0, 1, 0.3)


def cow_moo(random):
    n = samples(random.uniform(1, 2.5))
    x = voice(arc(n, random.uniform(80, 110), random.uniform(130, 200), 0.6), [(300, 120, 1), (700, 200, 0.7), (1500, 400, 0.2)], random, 0.1, 0.1)
    return x * arc(n, 0, 1, 0.3)


def bleat(random, base):
    n = samples(random.uniform(0.5, 1.3))
    t = np.arange(n) / 48000
    f0 = base * (1 + 0.06 * np.sin(2 * np.pi * random.uniform(7, 14) * t))
    x = voice(f0, [(800, 200, 1), (1700, 300, 0.8), (3000, 500, 0.4)], random, 0.15, 0.15)
    return x * (0.7 + 0.3 * np.sin(2 * np.pi * random.uniform(7, 14) * t)) * arc(n, 0, 1, 0.15)


def sheep(random):
    return bleat(random, random.uniform(220, 400))


def goat(random):
    return bleat(random, random.uniform(350, 600))


def pig_oink(random):
    def grunt():
        n = samples(random.uniform(0.12, 0.4))
        return voice(arc(n, 70, random.uniform(110, 250)), [(450, 200, 1), (1200, 300, 0.8), (2400, 500, 0.5)], random, 0.8, 0.6) * arc(n, 0, 1, 0.3)
    return repeat(random, random.uniform(0.6, 2.5), grunt, 0.05, 0.5)


def rooster(random):
    parts, at = [], 0.0
    base = random.uniform(500, 800)
    for length, high in ((0.15, 1.0), (0.15, 1.2), (0.3, 1.5), (random.uniform(0.6, 1.2), 1.3)):
        n = samples(length)
        parts.append((at, voice(arc(n, base, base * high, 0.3), [(1200, 300, 1), (2400, 400, 0.9), (3800, 600, 0.5)], random, 0.1, 0.2) * arc(n, 0, 1, 0.2)))
        at += length + 0.04
    return place(at, parts)


def hen(random):
    def cluck():
        n = samples(random.uniform(0.05, 0.14))
        return voice(arc(n, 350, random.uniform(500, 800), 0.7), [(900, 300, 1), (1900, 400, 0.8)], random, 0.2, 0.2) * arc(n, 0, 1, 0.6)
    return repeat(random, random.uniform(1, 3), cluck, 0.1, 0.45)


def crow(random):
    def caw():
        n = samples(random.uniform(0.25, 0.5))
        return voice(arc(n, 330, random.uniform(450, 600), 0.3), [(1100, 250, 1), (1700, 300, 1), (2800, 500, 0.5)], random, 0.7, 0.6) * arc(n, 0, 1, 0.25)
    return repeat(random, random.uniform(0.7, 3), caw, 0.15, 0.6)


def frog(random):
    rate, hz = random.uniform(20, 60), random.uniform(500, 1800)

    def croak():
        n = samples(random.uniform(0.15, 0.6))
        t = np.arange(n) / 48000
        pulses = (np.mod(t * rate, 1) < 0.25).astype(float)
        return resonator(pulses * noise(random, n) + pulses * np.sign(tone(hz * np.ones(n))), hz, 150) * arc(n, 0, 1, 0.5)
    return repeat(random, random.uniform(0.8, 3), croak, 0.1, 0.6)


def crickets(random):
    total = random.uniform(1.5, 5)
    out = 0.02 * coloured_noise(random, samples(total), 3)
    for _ in range(random.integers(1, 5)):
        hz, chirp_rate, pulse_rate = random.uniform(2800, 6500), random.uniform(1, 6), random.uniform(25, 60)
        t = times(total)
        gate = (np.mod(t * chirp_rate + random.random(), 1) < random.uniform(0.3, 0.95)) * np.clip(np.sin(2 * np.pi * pulse_rate * t), 0, 1)
        out = out + random.uniform(0.2, 1) * tone(hz * np.ones(len(t))) * gate
    return out


def insect_buzz(random):
    total = random.uniform(1, 4)
    n = samples(total)
    f0 = random.uniform(120, 600) * wander(random, n, 4, 0.9, 1.1)
    x = saw(f0) + 0.5 * saw(f0 * 2.003)
    return high_pass(x, 150) * wander(random, n, 2, 0.15, 1.0)


def bird_song(random):
    def note():
        n = samples(random.uniform(0.04, 0.3))
        start, end = random.uniform(2000, 7000, 2)
        f = np.linspace(start, end, n) + random.uniform(0, 600) * np.sin(2 * np.pi * random.uniform(10, 50) * np.arange(n) / 48000)
        return tone(f) * arc(n, 0, 1, 0.4)
    return repeat(random, random.uniform(1, 4), note, 0.02, 0.35)


def owl(random):
    hz = random.uniform(280, 450)

    def hoot():
        n = samples(random.uniform(0.2, 0.6))
        return tone(arc(n, hz * 0.92, hz)) * arc(n, 0, 1, 0.4)
    return repeat(random, random.uniform(1, 3), hoot, 0.1, 0.5)


def wolf(random):
    n = samples(random.uniform(1.5, 3.5))
    f0 = arc(n, random.uniform(200, 300), random.uniform(450, 700), 0.35)
    return voice(f0, [(600, 150, 1), (1200, 300, 0.4)], random, 0.05) * arc(n, 0, 1, 0.3)


def duck(random):
    def quack():
        n = samples(random.uniform(0.1, 0.25))
        return voice(arc(n, 200, random.uniform(260, 340), 0.3), [(1100, 200, 1), (2000, 250, 1), (3100, 400, 0.6)], random, 0.3, 0.3) * arc(n, 0, 1, 0.2)
    return repeat(random, random.uniform(0.6, 2.5), quack, 0.05, 0.4)


# weather, water, fire

def rain(random):
    total = random.uniform(2, 5)
    n = samples(total)
    x = coloured_noise(random, n, random.uniform(0, 3)) * 0.25
    x = high_pass(x, random.uniform(100, 1500))
    drop = lambda: band_pass(noise(random, samples(0.012)), random.uniform(1500, 4000), random.uniform(6000, 14000)) * decay(samples(0.012), 0.01)
    return x + grains(random, total, random.uniform(30, 400), drop) * random.uniform(0.3, 1.5)


def wind(random):
    n = samples(random.uniform(2.5, 6))
    x = coloured_noise(random, n, random.uniform(3, 6))
    howl = resonator(noise(random, n), random.uniform(250, 900), random.uniform(30, 150)) * wander(random, n, 1, 0, 1) * random.uniform(0, 30)
    return (x + howl) * wander(random, n, 0.7, 0.15, 1.0)


def sea_waves(random):
    total = random.uniform(3, 7)
    t = times(total)
    period = random.uniform(3, 7)
    swell = np.clip(np.sin(2 * np.pi * t / period + random.uniform(0, 6)), -0.4, 1) + 0.5
    x = coloured_noise(random, len(t), 3) * swell + high_pass(noise(random, len(t)), 2500) * 0.25 * np.clip(swell - 0.6, 0, 1)
    return x


def thunder(random):
    total = random.uniform(2, 5)
    n = samples(total)
    rumble = low_pass(coloured_noise(random, n, 6), random.uniform(100, 400)) * wander(random, n, 4, 0.1, 1) * decay(n, total * 1.3, random.uniform(0.01, 0.4))
    crack = coloured_noise(random, n, 3) * decay(n, random.uniform(0.2, 0.8), 0.01) * random.uniform(0, 0.8)
    return rumble / (np.std(rumble) + 1e-9) + crack


def fire(random):
    total = random.uniform(2, 5)
    n = samples(total)
    roar = low_pass(coloured_noise(random, n, 5), 500) * wander(random, n, 3, 0.3, 1)
    snap = lambda: band_pass(noise(random, samples(0.01)), random.uniform(800, 3000), random.uniform(4000, 12000)) * decay(samples(0.01), random.uniform(0.002, 0.01))
    return roar * random.uniform(0.02, 0.2) + grains(random, total, random.uniform(8, 50), snap) * 2


def water_drop(random):
    def drop():
        n = samples(random.uniform(0.05, 0.15))
        start = random.uniform(600, 1600)
        return tone(np.linspace(start, start * random.uniform(1.2, 2.2), n)) * decay(n, random.uniform(0.03, 0.12), 0.002)
    x = repeat(random, random.uniform(0.6, 4), drop, 0.15, 0.8)
    return reverb(x, random, 0.8, 0.3) if random.random() < 0.6 else x


def bubbling(random, total, rate, low_hz, high_hz):
    def bubble():
        n = samples(random.uniform(0.01, 0.06))
        start = random.uniform(low_hz, high_hz)
        return tone(np.linspace(start, start * random.uniform(1.1, 1.6), n)) * decay(n, 0.05, 0.003)
    return grains(random, total, rate, bubble)


def pouring_water(random):
    total = random.uniform(2, 5)
    x = bubbling(random, total, 120, 500, 2500) + 0.15 * band_pass(noise(random, samples(total)), 800, 7000)
    return x * np.linspace(0.8, 1.0, len(x))


def stream(random):
    total = random.uniform(2.5, 5)
    return bubbling(random, total, 200, 300, 1800) + 0.2 * band_pass(noise(random, samples(total)), 400, 5000)


def toilet_flush(random):
    total = random.uniform(3, 6)
    n = samples(total)
    rush = band_pass(noise(random, n), 200, random.uniform(2500, 6000)) * arc(n, 0.05, 1, random.uniform(0.1, 0.3))
    gurgle = bubbling(random, total, 60, 120, 500) * np.linspace(0.2, 1.2, n)
    handle = noise(random, samples(0.05)) * decay(samples(0.05), 0.04)
    return rush + gurgle + place(total, [(0.0, handle * 1.5)])


# people

VOWELS = ([(750, 100, 1), (1200, 120, 0.6), (2500, 200, 0.3)], [(350, 80, 1), (2000, 150, 0.4), (2800, 200, 0.3)],
          [(500, 90, 1), (900, 110, 0.7), (2500, 200, 0.2)], [(550, 90, 1), (1700, 140, 0.6), (2500, 200, 0.3)])


def speaker(random):
    """(base pitch in Hz, formants of a random vowel scaled to a random vocal tract)."""
    female = random.random() < 0.5
    size = random.uniform(1.05, 1.3) if female else random.uniform(0.85, 1.05)
    vowel = VOWELS[random.integers(len(VOWELS))]
    return random.uniform(170, 300) if female else random.uniform(85, 160), [(hz * size, width, gain) for hz, width, gain in vowel]


def baby_cry(random):
    base = random.uniform(350, 520)

    def cry():
        n = samples(random.uniform(0.5, 1.2))
        return voice(arc(n, base, base * random.uniform(1.1, 1.4), 0.3), [(1000, 250, 1), (3200, 500, 0.8), (5000, 700, 0.3)], random, 0.1, 0.2) * arc(n, 0, 1, 0.2)
    return repeat(random, random.uniform(1.2, 4), cry, 0.15, 0.5)


def laughter(random):
    base, formants = speaker(random)

    def burst():
        parts, at = [], 0.0
        for i in range(random.integers(3, 9)):
            n = samples(random.uniform(0.06, 0.12))
            pitch = base * random.uniform(1.2, 1.8) * (1 - 0.04 * i)
            parts.append((at, voice(arc(n, pitch, pitch * 1.1), formants, random, 0.4) * arc(n, 0, 1, 0.3)))
            at += random.uniform(0.14, 0.24)
        return place(at + 0.1, parts)
    return repeat(random, random.uniform(0.8, 3), burst, 0.2, 0.6)


def cough(random):
    _, formants = speaker(random)

    def one():
        n = samples(random.uniform(0.15, 0.4))
        x = noise(random, n) * (decay(n, random.uniform(0.1, 0.25), 0.003) + 0.3 * arc(n, 0, 1, 0.5))
        return sum(gain * resonator(x, hz, width * 3) for hz, width, gain in formants) + 0.1 * high_pass(x, 1500)
    return repeat(random, random.uniform(0.4, 2.5), one, 0.05, 0.6)


def sneeze(random):
    base, formants = speaker(random)
    inhale = samples(random.uniform(0.2, 0.5))
    breath = band_pass(noise(random, inhale), 800, 4000) * np.linspace(0, 0.25, inhale)
    n = samples(random.uniform(0.3, 0.6))
    burst = high_pass(noise(random, n), 1500) * decay(n, random.uniform(0.25, 0.5), 0.005)
    body = voice(np.linspace(base * 2, base, n), formants, random, 0.8) * decay(n, 0.3, 0.01) * 4
    return np.concatenate([breath, burst + body])


def snoring(random):
    def snore():
        n = samples(random.uniform(0.8, 1.6))
        x = voice(random.uniform(25, 60) * wander(random, n, 5, 0.9, 1.1), [(250, 120, 1), (600, 200, 0.6), (1300, 400, 0.3)], random, 1.0, 0.6)
        return x * arc(n, 0, 1, 0.6)
    return repeat(random, random.uniform(2, 5), snore, 0.5, 1.2)


def breathing(random):
    def breath():
        n = samples(random.uniform(0.6, 1.5))
        return band_pass(noise(random, n), random.uniform(300, 1200), random.uniform(2500, 7000)) * arc(n, 0, 1, random.uniform(0.3, 0.6))
    return repeat(random, random.uniform(2, 5), breath, 0.1, 0.5)


def hand_clapping(random, people, total):
    def one():
        x = band_pass(noise(random, samples(0.06)), random.uniform(600, 1400), random.uniform(2500, 6000))
        return x * decay(len(x), random.uniform(0.015, 0.05))
    if people == 1:
        return repeat(random, total, one, 0.15, 0.35)
    return grains(random, total, people * 4, one)


def applause(random):
    return hand_clapping(random, random.uniform(8, 80), random.uniform(2, 5))


def clapping(random):
    return hand_clapping(random, 1 if random.random() < 0.4 else random.uniform(2, 8), random.uniform(1, 4))


def brushing_teeth(random):
    total = random.uniform(1.5, 4)
    t = times(total)
    stroke = np.clip(np.sin(2 * np.pi * random.uniform(3, 7) * t + 2 * np.sin(t)), 0, 1) ** 0.7
    back = np.clip(-np.sin(2 * np.pi * random.uniform(3, 7) * t), 0, 1) * 0.5
    return band_pass(noise(random, len(t)), random.uniform(1500, 3500), random.uniform(7000, 14000)) * (stroke + back)


def drinking(random):
    def sip():
        n = samples(random.uniform(0.2, 0.6))
        return band_pass(noise(random, n), 1200, 6000) * arc(n, 0, 1, 0.7) * (0.5 + 0.5 * (np.sin(2 * np.pi * 30 * np.arange(n) / 48000) > 0))

    def gulp():
        n = samples(0.1)
        return tone(np.linspace(250, random.uniform(350, 600), n)) * arc(n, 0, 1) * 0.8
    sips = repeat(random, random.uniform(1, 3), sip, 0.3, 0.8)
    swallow = place(len(sips) / 48000 + 0.01, [(random.uniform(0.4, 0.9), gulp())])
    return sips + swallow[: len(sips)]


def footsteps(random):
    surface = random.uniform(100, 900)
    gravel = random.random() < 0.5

    def step():
        n = samples(0.2)
        thud = low_pass(noise(random, n), surface) * decay(n, random.uniform(0.04, 0.1)) * 3
        if gravel:
            thud = thud + high_pass(noise(random, n), 2000) * arc(n, 0, 0.3, 0.4) * wander(random, n, 60, 0, 1)
        return thud
    gap = random.uniform(0.15, 0.5)
    return repeat(random, random.uniform(1, 4), step, gap * 0.9, gap * 1.1)


def children_playing(random):
    total = random.uniform(3, 5)

    def shout():
        n = samples(random.uniform(0.15, 0.7))
        base = random.uniform(300, 700)
        formants = [(hz * 1.4, width * 1.5, gain) for hz, width, gain in VOWELS[random.integers(4)]]
        return voice(arc(n, base, base * random.uniform(1.0, 1.5)), formants, random, 0.2) * arc(n, 0, 1, 0.3)
    return reverb(grains(random, total, random.uniform(3, 9), shout), random, 0.6, 0.4)


def crowd(random):
    total = random.uniform(2.5, 5)

    def word():
        base, formants = speaker(random)
        n = samples(random.uniform(0.1, 0.4))
        return voice(arc(n, base * 0.9, base * 1.1), formants, random, 0.2) * arc(n, 0, 1, 0.4)
    return grains(random, total, random.uniform(20, 60), word)


# home

def knock(random):
    body = random.uniform(120, 450)

    def one():
        n = samples(0.15)
        return (resonator(noise(random, n), body, 60) * 6 + low_pass(noise(random, n), 2500) * 0.5) * decay(n, random.uniform(0.04, 0.1), 0.001)
    gap = random.uniform(0.08, 0.3)
    return repeat(random, random.uniform(0.6, 1.8), one, gap * 0.9, gap * 1.2)


def mouse_click(random):
    def one():
        press = high_pass(noise(random, samples(0.008)), random.uniform(1500, 4000)) * decay(samples(0.008), 0.005)
        return place(0.13, [(0, press), (random.uniform(0.04, 0.1), press[::-1] * 0.6)])
    return repeat(random, random.uniform(0.3, 2.5), one, 0.1, 0.7)


def keyboard_typing(random):
    total = random.uniform(1.5, 4)

    def key():
        n = samples(0.05)
        return (band_pass(noise(random, n), random.uniform(800, 2500), random.uniform(5000, 10000)) * decay(n, random.uniform(0.01, 0.03))
                + 0.6 * resonator(noise(random, n), random.uniform(150, 400), 80) * decay(n, 0.03))
    return repeat(random, total, key, 0.02, 0.2)


def door_creak(random):
    total = random.uniform(0.7, 3)
    n = samples(total)
    rate = wander(random, n, 3, random.uniform(15, 40), random.uniform(60, 250))
    pulses = (np.diff(np.floor(np.cumsum(rate) / 48000), prepend=0) > 0) * random.uniform(0.5, 1, n)
    return sum(resonator(pulses, hz, 120) for hz in random.uniform(400, 3500, 4)) * wander(random, n, 3, 0.2, 1)


def door_slam(random):
    n = samples(0.8)
    x = low_pass(noise(random, n), random.uniform(200, 600)) * decay(n, random.uniform(0.2, 0.5), 0.002) * 4
    x += noise(random, n) * decay(n, 0.05) + place(0.8, [(random.uniform(0.02, 0.08), noise(random, samples(0.05)) * decay(samples(0.05), 0.03))])
    return reverb(x, random, random.uniform(0.3, 1.5), 0.4)


def can_opening(random):
    n = samples(random.uniform(0.6, 1.8))
    crack = place(n / 48000, [(0.05, noise(random, samples(0.02)) * decay(samples(0.02), 0.015)), (random.uniform(0.12, 0.3), metal_tick(random))])
    hiss = high_pass(noise(random, n), random.uniform(2500, 5000)) * decay(n, random.uniform(0.4, 1.4), 0.01) * 0.3
    return crack[:n] + hiss[:len(crack[:n])]


def metal_tick(random):
    n = samples(0.1)
    return sum(tone(hz * np.ones(n)) for hz in random.uniform(1500, 7000, 4)) * decay(n, random.uniform(0.03, 0.1)) / 3


def washing_machine(random):
    total = random.uniform(3, 5)
    t = times(total)
    turn = random.uniform(0.7, 14)
    hum = sum(tone(random.uniform(48, 120) * k * np.ones(len(t))) / k for k in (1, 2, 3, 5))
    slosh = band_pass(noise(random, len(t)), 150, random.uniform(900, 2500)) * (0.5 + 0.5 * np.sin(2 * np.pi * turn * t)) ** 2
    return hum * random.uniform(0.1, 0.5) + slosh * random.uniform(0.5, 2)


def motor(random, base_hz, total, noise_level):
    n = samples(total)
    f0 = base_hz * wander(random, n, 0.7, 0.98, 1.02)
    return sum(tone(f0 * k, random.uniform(0, 6)) * random.uniform(0.2, 1) / k for k in range(1, 12)) + noise_level * coloured_noise(random, n, 2)


def vacuum_cleaner(random):
    return motor(random, random.uniform(90, 400), random.uniform(2.5, 5), random.uniform(0.6, 2.0))


def fan(random):
    x = motor(random, random.uniform(40, 120), random.uniform(2.5, 5), random.uniform(0.5, 2))
    return low_pass(x, random.uniform(1200, 5000))


def air_conditioner(random):
    total = random.uniform(3, 5)
    x = low_pass(coloured_noise(random, samples(total), random.uniform(3, 5)), random.uniform(800, 4000))
    hum = sum(tone(hz * np.ones(samples(total))) * gain for hz, gain in ((random.choice([50, 60]), 0.5), (random.choice([100, 120]), 1), (random.uniform(150, 500), 0.3)))
    rattle = (1 + 0.2 * np.sin(2 * np.pi * random.uniform(8, 30) * times(total)))
    return x * rattle + random.uniform(0.1, 0.8) * hum


def alarm_clock(random):
    total = random.uniform(1.5, 4)
    t = times(total)
    hz = random.uniform(700, 3200)
    beeps = (np.mod(t * random.uniform(5, 12), 1) < 0.5) * (np.mod(t * random.uniform(0.8, 2), 1) < random.uniform(0.4, 1.0))
    wave = np.sign(tone(hz * np.ones(len(t)))) if random.random() < 0.5 else tone(hz * np.ones(len(t)))
    if random.random() < 0.3:  # two bells and a hammer
        strike = lambda: sum(tone(f * np.ones(samples(0.12))) for f in random.uniform(1500, 5000, 5)) * decay(samples(0.12), 0.1)
        return repeat(random, total, strike, 0.0, 0.01)
    return wave * beeps


def clock_tick(random):
    gap = random.uniform(0.2, 1.0)
    tick, tock = (sum(tone(f * np.ones(samples(0.04))) for f in random.uniform(1200, 6000, 4)) * decay(samples(0.04), random.uniform(0.008, 0.03)) for _ in range(2))
    total = random.uniform(2, 5)
    return place(total, [(i * gap + 0.05, tick if i % 2 else tock * random.uniform(0.5, 1.0)) for i in range(int(total / gap) + 1)])


def glass_break(random):
    total = random.uniform(0.8, 2)
    shard = lambda: tone(random.uniform(2500, 11000) * np.ones(samples(0.2))) * decay(samples(0.2), random.uniform(0.03, 0.2))
    burst = high_pass(noise(random, samples(total)), 1500) * decay(samples(total), random.uniform(0.1, 0.3))
    falling = place(total, [(min(random.exponential(0.25), total), shard() * random.uniform(0.1, 0.6)) for _ in range(random.integers(20, 60))])
    return burst + falling


def scissors(random):
    def cut():
        n = samples(random.uniform(0.1, 0.25))
        return high_pass(noise(random, n), 4000) * arc(n, 0, 1, 0.8)
    return repeat(random, random.uniform(0.5, 2), cut, 0.1, 0.3)


# traffic and machines

def engine_sound(random, base_hz, total, roughness=0.2):
    n = samples(total)
    f0 = base_hz * wander(random, n, 1.5, 0.95, 1.06)
    pulses = np.clip(saw(f0), 0, 1) ** 6
    cylinders = pulses * wander(random, n, base_hz, 1 - roughness, 1) + roughness * noise(random, n) * pulses
    body = sum(resonator(cylinders, hz, 60) for hz in random.uniform(60, 700, 5)) * 4
    return body + 0.03 * coloured_noise(random, n, 3)


def engine_idling(random):
    return engine_sound(random, random.uniform(12, 45), random.uniform(3, 5), random.uniform(0.1, 0.5))


def car_passing(random):
    total = random.uniform(2.5, 5)
    n = samples(total)
    near = 1 / (1 + ((np.linspace(-1, 1, n) * random.uniform(3, 8)) ** 2))
    return (coloured_noise(random, n, 4) + 0.3 * engine_sound(random, random.uniform(40, 90), total)[:n]) * near


def motorcycle(random):
    n = samples(random.uniform(2, 4))
    f0 = arc(n, random.uniform(30, 60), random.uniform(80, 180), random.uniform(0.3, 0.7))
    pulses = np.clip(saw(f0), 0, 1) ** 4 + 0.1 * noise(random, n) * np.clip(saw(f0), 0, 1)
    return np.tanh(3 * sum(resonator(pulses, hz, 100) for hz in random.uniform(80, 1200, 5)) * 3)


def helicopter(random):
    total = random.uniform(2.5, 5)
    t = times(total)
    chop = np.clip(saw(random.uniform(9, 22) * np.ones(len(t))), 0, 1) ** 2
    return low_pass(noise(random, len(t)), random.uniform(400, 1800)) * chop * 3 + 0.2 * saw(random.uniform(80, 300) * np.ones(len(t))) + 0.1 * noise(random, len(t))


def chainsaw(random):
    n = samples(random.uniform(2, 5))
    f0 = random.uniform(70, 140) * wander(random, n, 1.2, 0.7, 1.5)
    pulses = np.sign(saw(f0)) * 0.5 + saw(f0 * 0.5) + 0.8 * noise(random, n) * (saw(f0) > 0)
    return band_pass(np.tanh(2 * pulses), 120, random.uniform(4000, 9000))


def siren(random):
    total = random.uniform(2.5, 5)
    t = times(total)
    low, high = random.uniform(350, 800), random.uniform(900, 1800)
    style = random.integers(4)
    rate = random.uniform(0.15, 0.6) if style == 0 else random.uniform(2, 5) if style == 1 else random.uniform(0.4, 1.2)
    if style == 2:
        f = np.where(np.mod(t * rate, 1) < 0.5, low, low * random.uniform(1.2, 1.5))
    else:
        f = low + (high - low) * (0.5 + 0.5 * np.sin(2 * np.pi * rate * t + random.uniform(0, 6)))
    x = np.tanh(random.uniform(1, 5) * tone(f))
    return reverb(x, random, 1.0, 0.4) if random.random() < 0.5 else x


def car_horn(random):
    base = random.uniform(280, 520)

    def honk():
        n = samples(random.uniform(0.15, 1.5))
        return np.tanh(2 * (saw(base * np.ones(n)) + saw(base * random.uniform(1.18, 1.34) * np.ones(n)))) * np.minimum(1, arc(n, 0, 20))
    return low_pass(repeat(random, random.uniform(0.5, 2.5), honk, 0.1, 0.5), random.uniform(2500, 7000))


def train_passing(random):
    total = random.uniform(3, 6)
    n = samples(total)
    clack = lambda: band_pass(noise(random, samples(0.08)), 200, 2500) * decay(samples(0.08), 0.06)
    gap, rumble = random.uniform(0.3, 0.9), low_pass(coloured_noise(random, n, 4), 600) * 0.6
    clacks = place(total, [(i * gap + offset, clack()) for i in range(int(total / gap) + 1) for offset in (0, random.uniform(0.08, 0.14))])
    squeal = resonator(noise(random, n), random.uniform(1500, 4000), 30) * wander(random, n, 1, 0, 6) * (random.random() < 0.4)
    return rumble + clacks * 2 + squeal


def steam_whistle(random):
    n = samples(random.uniform(0.8, 2.5))
    base = random.uniform(250, 500)
    return (sum(tone(base * ratio * np.ones(n)) for ratio in (1, 1.25, 1.5, 1.88)) + 0.8 * noise(random, n)) * np.minimum(1, arc(n, 0, 8))


def bell_strike(random, base, seconds):
    t = times(seconds)
    ratios = ((0.5, 0.6, 1.0), (1, 1, 0.8), (1.19, 0.8, 0.6), (1.5, 0.5, 0.5), (2, 0.9, 0.5), (2.74, 0.5, 0.3), (3.76, 0.3, 0.2))
    return sum(tone(base * ratio * random.uniform(0.99, 1.01) * np.ones(len(t))) * gain * decay(len(t), seconds * length * 1.5) for ratio, gain, length in ratios)


def church_bell(random):
    base = random.uniform(180, 800)
    total = random.uniform(2, 6)
    gap = random.uniform(0.5, 2.5)
    return place(total, [(i * gap, bell_strike(random, base * random.choice([1, 1, 0.84, 1.19]), random.uniform(2, 5))) for i in range(int(total / gap) + 1)])


def airplane(random):
    total = random.uniform(3, 6)
    n = samples(total)
    near = arc(n, 0.2, 1, random.uniform(0.3, 0.7))
    whine = tone(np.linspace(random.uniform(1500, 3000), random.uniform(800, 1500), n)) * 0.1
    return (low_pass(coloured_noise(random, n, 3), random.uniform(1000, 4000)) + whine * (random.random() < 0.6)) * near


def propeller_plane(random):
    x = motor(random, random.uniform(50, 110), random.uniform(3, 5), 0.4)
    return np.tanh(x) * arc(len(x), 0.3, 1, random.uniform(0.3, 0.7))


def fireworks(random):
    total = random.uniform(2, 5)
    parts = []
    for _ in range(random.integers(1, 5)):
        at = random.uniform(0.2, total - 0.5)
        n = samples(1.2)
        parts.append((at, low_pass(noise(random, n), random.uniform(300, 2000)) * decay(n, random.uniform(0.2, 0.8), 0.002) * 3))
        crackle = lambda: high_pass(noise(random, samples(0.01)), 2500) * decay(samples(0.01), 0.008)
        parts.append((at + 0.15, grains(random, 1.2, random.uniform(0, 90), crackle) * 0.6))
        if random.random() < 0.5:
            m = samples(random.uniform(0.3, 0.9))
            parts.append((max(at - m / 48000, 0), tone(np.linspace(random.uniform(1500, 3000), random.uniform(2500, 5000), m)) * arc(m, 0, 0.3, 0.8)))
    return reverb(place(total, parts), random, 1.5, 0.4)


def hand_saw(random):
    total = random.uniform(1.5, 4)
    t = times(total)
    rate = random.uniform(1, 3)
    stroke = np.abs(np.sin(np.pi * rate * t)) ** 0.6 * (1 - 0.5 * (np.mod(rate * t, 2) < 1))
    teeth = 0.6 + 0.4 * np.sin(2 * np.pi * random.uniform(60, 200) * t)
    return band_pass(noise(random, len(t)), random.uniform(500, 1500), random.uniform(4000, 8000)) * stroke * teeth


def drilling(random):
    total = random.uniform(1.5, 4)
    n = samples(total)
    f0 = random.uniform(150, 500) * (1 - np.exp(-np.arange(n) / 48000 * 8)) * wander(random, n, 2, 0.85, 1.05) + 5
    x = saw(f0) + 0.6 * saw(f0 * 2.01) + random.uniform(0.2, 1.5) * noise(random, n) * (0.6 + 0.4 * np.sign(tone(f0 * 0.5)))
    return high_pass(x, 200)


def jackhammer(random):
    total = random.uniform(1.5, 4)
    rate = random.uniform(10, 28)
    hit = lambda: (noise(random, samples(0.06)) * decay(samples(0.06), random.uniform(0.02, 0.05)) + metal_tick(random)[:samples(0.06)] * 0.5)
    hits = place(total, [(i / rate, hit() * random.uniform(0.7, 1)) for i in range(int(total * rate))])
    return band_pass(hits, 80, random.uniform(4000, 10000)) + 0.1 * coloured_noise(random, samples(total), 3)


def gun_shot(random):
    n = samples(random.uniform(0.4, 1.5))
    x = noise(random, n) * decay(n, random.uniform(0.05, 0.2), 0.0003) * 2 + low_pass(noise(random, n), random.uniform(150, 500)) * decay(n, random.uniform(0.2, 0.6)) * 3
    return reverb(np.tanh(x * random.uniform(1, 4)), random, random.uniform(0.5, 2.5), random.uniform(0.2, 0.7))


def construction(random):
    hammer = lambda: metal_tick(random) * 2 + knock(random)[:4800][:samples(0.1)]
    return repeat(random, random.uniform(1, 3), hammer, 0.2, 0.6)


# design and interface

def riser(random):
    n = samples(random.uniform(1.5, 4))
    ramp = np.linspace(0, 1, n)
    x = high_pass(noise(random, n), 500) * ramp ** 2 + random.uniform(0, 0.6) * saw(100 * 2 ** (ramp * random.uniform(2, 4))) * ramp
    return x * ramp


def downlifter(random):
    return riser(random)[::-1].copy()


def whoosh(random):
    n = samples(random.uniform(0.25, 1.2))
    sweep = np.zeros(n)
    for centre in np.geomspace(300, 6000, 8):
        position = np.log(centre / 300) / np.log(20)
        near = np.exp(-((np.linspace(-0.2, 1.2, n) - position) ** 2) / 0.03)
        sweep += resonator(noise(random, n), centre, centre * 0.4) * near
    return sweep * arc(n, 0, 1, random.uniform(0.4, 0.7))


def impact(random):
    n = samples(random.uniform(1, 2.5))
    boom = tone(random.uniform(30, 60) + 60 * np.exp(-np.arange(n) / 48000 / 0.05)) * decay(n, random.uniform(0.6, 2))
    return reverb(boom + noise(random, n) * decay(n, random.uniform(0.05, 0.2)), random, random.uniform(1, 3), 0.5)


def ui_click(random):
    n = samples(random.uniform(0.01, 0.06))
    return (tone(random.uniform(800, 5000) * np.ones(n)) * random.uniform(0, 1) + noise(random, n) * random.uniform(0, 0.7)) * decay(n, n / 48000)


def ui_beep(random):
    notes = random.integers(1, 4)
    hz = random.uniform(400, 2000)
    parts = []
    for i in range(notes):
        n = samples(random.uniform(0.05, 0.25))
        wave = tone(hz * np.ones(n)) if random.random() < 0.6 else np.sign(tone(hz * np.ones(n))) * 0.5
        parts.append((i * 0.12, fade(wave, 0.005) * decay(n, random.uniform(0.2, 1))))
        hz *= random.choice([0.75, 1.0, 1.25, 1.5, 2.0])
    return place(0.12 * notes + 0.2, parts)


def notification_chime(random):
    base = random.uniform(500, 1300)
    parts = [(i * random.uniform(0.08, 0.2), bell_strike(random, base * ratio, random.uniform(0.5, 1.2))) for i, ratio in enumerate(random.choice([1, 1.25, 1.5, 2], random.integers(1, 4)))]
    return place(1.5, parts)


def vinyl_crackle(random):
    total = random.uniform(2, 5)
    pop = lambda: high_pass(noise(random, samples(0.004)), random.uniform(300, 3000)) * decay(samples(0.004), 0.003)
    return grains(random, total, random.uniform(15, 90), pop) + 0.02 * coloured_noise(random, samples(total), 2)


def telephone_ring(random):
    total = random.uniform(1.5, 4)
    t = times(total)
    x = (tone(random.uniform(400, 1200) * np.ones(len(t))) + tone(random.uniform(450, 1600) * np.ones(len(t)))) * (np.sin(2 * np.pi * random.uniform(15, 25) * t) > 0)
    return x * (np.mod(t, random.uniform(1.5, 3)) < random.uniform(0.5, 1.2))


def electric_hum(random):
    base = random.choice([50.0, 60.0])
    t = times(random.uniform(2, 4))
    return sum(tone(base * k * np.ones(len(t))) * random.uniform(0, 1) / k ** random.uniform(0.3, 1) for k in range(1, 20))


def heartbeat(random):
    gap = random.uniform(0.6, 1.1)
    thump = lambda gain: low_pass(noise(random, samples(0.15)), 90) * decay(samples(0.15), 0.12, 0.01) * gain + tone(random.uniform(40, 60) * np.ones(samples(0.15))) * decay(samples(0.15), 0.12, 0.01) * gain
    return place(3, [(i * gap + offset, thump(gain)) for i in range(int(3 / gap)) for offset, gain in ((0, 1), (0.22, 0.7))])


def white_noise(random):
    n = samples(random.uniform(1, 4))
    return coloured_noise(random, n, random.choice([0.0, 3.0]))


# class: (function, captions beside the class name)
EVERYDAY = {
    "dog barking": (dog_bark, "a dog barking|dog bark"), "cat meow": (cat_meow, "a cat meowing|cat"),
    "cow mooing": (cow_moo, "a cow mooing|cow"), "sheep bleating": (sheep, "a sheep bleating|sheep"),
    "goat bleat": (goat, "a goat bleating"), "pig": (pig_oink, "a pig oinking|pig grunts"), "rooster": (rooster, "a rooster crowing|rooster crow"),
    "hen": (hen, "a hen clucking|chicken clucks"), "crow": (crow, "a crow cawing|crow call"), "frog croak": (frog, "a frog croaking|frogs"),
    "crickets": (crickets, "crickets chirping|crickets at night"), "insects": (insect_buzz, "an insect buzzing past|buzzing fly|insects"),
    "bird song": (bird_song, "birds chirping|chirping birds"), "owl": (owl, "an owl hooting"), "wolf": (wolf, "a wolf howling"), "duck": (duck, "a duck quacking"),
    "rain": (rain, "rain falling|heavy rain"), "wind": (wind, "wind blowing|howling wind"), "ocean waves": (sea_waves, "sea waves on a beach|surf"),
    "thunder": (thunder, "thunder rumbling|thunderstorm"), "fire": (fire, "a crackling fire|fireplace"), "water drip": (water_drop, "water dripping|water drops"),
    "water pouring": (pouring_water, "pouring water into a glass|water pouring"), "stream": (stream, "a small stream|running water"),
    "toilet flush": (toilet_flush, "a toilet flushing|toilet flush"), "baby crying": (baby_cry, "a baby crying|crying baby"),
    "laughter": (laughter, "a person laughing|laughing"), "cough": (cough, "a person coughing|coughing"), "sneeze": (sneeze, "a person sneezing|sneezing"),
    "snoring": (snoring, "a person snoring|snore"), "breathing": (breathing, "breathing in and out|heavy breathing"), "applause": (applause, "an audience applauding|applause"),
    "clapping": (clapping, "people clapping their hands|hands clapping"), "brushing teeth": (brushing_teeth, "someone brushing their teeth|toothbrush"),
    "drinking": (drinking, "someone sipping a drink|drinking"), "footsteps": (footsteps, "someone walking|footsteps"),
    "children playing": (children_playing, "children playing outside|kids on a playground"), "crowd": (crowd, "a crowd of people talking|chatter"),
    "door knock": (knock, "knocking on a wooden door|knock on a door"), "mouse click": (mouse_click, "clicking a computer mouse|mouse clicks"),
    "keyboard typing": (keyboard_typing, "typing on a keyboard|computer keyboard"), "door creak": (door_creak, "a wooden door creaking|squeaky hinge"),
    "door slam": (door_slam, "a door slamming shut|door slam"), "can opening": (can_opening, "opening a soda can|can being opened"),
    "washing machine": (washing_machine, "a washing machine running|laundry machine"), "vacuum cleaner": (vacuum_cleaner, "a vacuum cleaner running|vacuuming"),
    "fan": (fan, "an electric fan|fan humming"), "air conditioner": (air_conditioner, "an air conditioner humming|air conditioning unit"),
    "alarm clock": (alarm_clock, "an alarm clock ringing|clock alarm"), "clock tick": (clock_tick, "a clock ticking|tick tock"),
    "glass break": (glass_break, "glass breaking|glass shattering"), "scissors": (scissors, "cutting with scissors"),
    "engine idling": (engine_idling, "a car engine idling|engine idling|engine"), "car passing": (car_passing, "a car driving past|car pass by"),
    "motorcycle": (motorcycle, "a motorcycle revving|motorbike"), "helicopter": (helicopter, "a helicopter flying|helicopter rotor"),
    "chainsaw": (chainsaw, "a chainsaw running|chainsaw"), "siren": (siren, "an emergency siren|police siren"), "car horn": (car_horn, "a car horn honking|car horn"),
    "train": (train_passing, "a train passing on tracks|train"), "train whistle": (steam_whistle, "a steam train whistle"), "church bell": (church_bell, "church bells ringing|church bell"),
    "airplane": (airplane, "an airplane flying over|jet airplane"), "propeller plane": (propeller_plane, "a propeller airplane"), "fireworks": (fireworks, "fireworks exploding|fireworks"),
    "hand saw": (hand_saw, "sawing wood with a hand saw|hand saw"), "drilling": (drilling, "a power drill drilling|drilling"), "jackhammer": (jackhammer, "a jackhammer breaking concrete|jackhammer"),
    "gunshot": (gun_shot, "a gun shot|gun shot"), "construction site": (construction, "hammering on a construction site"),
    "riser": (riser, "a noise riser|build-up riser"), "downlifter": (downlifter, "a downlifter sweep"), "whoosh": (whoosh, "a fast whoosh|swoosh transition"),
    "impact": (impact, "a cinematic impact|deep boom impact"), "button click": (ui_click, "a user interface click|button click"), "beep": (ui_beep, "an electronic beep|ui beep"),
    "notification": (notification_chime, "a notification chime|message alert"), "vinyl crackle": (vinyl_crackle, "vinyl crackle|dusty record noise"),
    "telephone ring": (telephone_ring, "a telephone ringing|phone ring"), "electric hum": (electric_hum, "mains hum|electric hum"),
    "heartbeat": (heartbeat, "a heart beating|heartbeat"), "noise": (white_noise, "static noise|white noise"),
}


def render(name, random):
    """One random sound of a class in a random space: (samples, captions)."""
    function, captions = EVERYDAY[name]
    x = np.asarray(function(random), dtype=np.float64)
    x = fade(normalise(x), 0.005)
    if random.random() < 0.3:
        x = normalise(reverb(x, random, random.uniform(0.2, 2.0), random.uniform(0.05, 0.5)))
    if random.random() < 0.4:  # a recording is never clean
        x = x + coloured_noise(random, len(x), random.uniform(1, 5)) * random.uniform(0.002, 0.03)
    if random.random() < 0.2:
        x = low_pass(x, random.uniform(2500, 9000))
    if random.random() < 0.08:
        x = crush(normalise(x), random.uniform(6, 10), random.uniform(8000, 22050))
    return normalise(x, random.uniform(0.2, 1.0)), captions.split("|")
