"""Signal building blocks for the synthesizers. Signals are float64 (N,) at 48 kHz; times in seconds."""

import numpy as np
from scipy import signal

from frontend import SAMPLE_RATE


def samples(seconds):
    return max(1, int(seconds * SAMPLE_RATE))


def times(seconds):
    return np.arange(samples(seconds)) / SAMPLE_RATE


def noise(random, count):
    return random.standard_normal(count)


def coloured_noise(random, count, slope):
    """Noise whose spectrum falls by `slope` dB an octave (0 white, 3 pink, 6 brown)."""
    spectrum = np.fft.rfft(random.standard_normal(count))
    bins = np.maximum(np.arange(len(spectrum)), 1)
    spectrum *= bins ** (-slope / 6.02)
    result = np.fft.irfft(spectrum, count)
    return result / (np.std(result) + 1e-9)


def band_pass(x, low_hz, high_hz, order=2):
    high_hz = min(high_hz, 23000)
    return signal.sosfilt(signal.butter(order, [max(low_hz, 10), max(high_hz, low_hz * 1.05)], "bandpass", fs=SAMPLE_RATE, output="sos"), x)


def low_pass(x, hz, order=2):
    return signal.sosfilt(signal.butter(order, min(hz, 23000), "lowpass", fs=SAMPLE_RATE, output="sos"), x)


def high_pass(x, hz, order=2):
    return signal.sosfilt(signal.butter(order, hz, "highpass", fs=SAMPLE_RATE, output="sos"), x)


def resonator(x, hz, bandwidth_hz):
    """Two-pole resonance with unit peak gain."""
    radius = np.exp(-np.pi * bandwidth_hz / SAMPLE_RATE)
    angle = 2 * np.pi * hz / SAMPLE_RATE
    gain = (1 - radius) * np.sqrt(1 - 2 * radius * np.cos(2 * angle) + radius * radius)
    return signal.lfilter([gain], [1, -2 * radius * np.cos(angle), radius * radius], x)


def tone(frequency_hz, phase=0.0):
    """Sine of a frequency curve (N,)."""
    return np.sin(2 * np.pi * np.cumsum(frequency_hz) / SAMPLE_RATE + phase)


def saw(frequency_hz):
    """Sawtooth of a frequency curve, -1..1 (not band-limited)."""
    return 2 * np.mod(np.cumsum(frequency_hz) / SAMPLE_RATE, 1.0) - 1


def oscillator(kind, frequency_hz, width=0.5, start=0.0):
    """One of sine, triangle, saw, square (pulse of `width`, a number or a curve) of a frequency curve (N,), edges rounded by polynomials (polyBLEP)."""
    step = np.clip(np.asarray(frequency_hz, dtype=float) / SAMPLE_RATE, 1e-6, 0.45)
    phase = np.mod(start + np.cumsum(step), 1.0)
    if kind == "sine":
        return np.sin(2 * np.pi * phase)
    if kind == "triangle":
        return 1 - 4 * np.abs(phase - 0.5)

    def edge(at):
        after, before = at / step, (at - 1) / step
        return np.where(at < step, 2 * after - after ** 2 - 1, np.where(at > 1 - step, before ** 2 + 2 * before + 1, 0.0))
    if kind == "saw":
        return 2 * phase - 1 - edge(phase)
    return np.where(phase < width, 1.0, -1.0) + edge(phase) - edge(np.mod(phase + 1 - width, 1.0)) - (2 * width - 1)


def swept_filter(x, cutoff_hz, resonance=0.7, kind="low", sections=1, block=128):
    """Biquad (low, high or band; Audio EQ Cookbook of R. Bristow-Johnson) whose cutoff, a number or a curve (N,), moves every `block` samples."""
    cutoff = np.clip(np.broadcast_to(cutoff_hz, len(x))[::block], 20, 21000)
    angle = 2 * np.pi * cutoff / SAMPLE_RATE
    alpha, cosine = np.sin(angle) / (2 * resonance), np.cos(angle)
    gain = {"low": (1 - cosine) / 2, "high": (1 + cosine) / 2, "band": alpha}[kind]
    shape = {"low": (1, 2, 1), "high": (1, -2, 1), "band": (1, 0, -1)}[kind]
    unit = 1 + alpha
    forward = np.outer(gain / unit, shape)
    back = np.stack([np.ones(len(angle)), -2 * cosine / unit, (1 - alpha) / unit], axis=1)
    for _ in range(sections):
        out, state = np.empty(len(x)), np.zeros(2)
        for i in range(len(angle)):
            part = slice(i * block, (i + 1) * block)
            out[part], state = signal.lfilter(forward[i], back[i], x[part], zi=state)
        x = out
    return x


def adsr(count, attack, fall, sustain, release):
    """Envelope (count,): linear attack, exponential fall to the level `sustain`, release within the last `release` seconds."""
    t = np.arange(count) / SAMPLE_RATE
    body = np.where(t < attack, t / max(attack, 1e-4), sustain + (1 - sustain) * np.exp(-5 * np.maximum(t - attack, 0) / max(fall, 1e-4)))
    off = max(count / SAMPLE_RATE - release, 0)
    return body * np.exp(-6.9 * np.maximum(t - off, 0) / max(release, 1e-3))


def modes(random, total, partials):
    """A struck body: decaying sines [(hz, gain, seconds to -60 dB)] of random phases, `total` seconds long."""
    t = times(total)
    return sum((gain * np.sin(2 * np.pi * hz * t + random.uniform(0, 0.5)) * np.exp(-6.91 * t / seconds)
                for hz, gain, seconds in partials if hz < 20000), np.zeros(len(t)))


def string(random, hz, seconds, brightness=0.5, damping=0.996):
    """A plucked string (Karplus-Strong): noise of one period going round through a mild low-pass."""
    count, period = samples(seconds), max(2, int(SAMPLE_RATE / hz))
    burst = np.zeros(count)
    burst[:period] = low_pass(noise(random, period), 1000 + 15000 * brightness, 1)[:count]
    feedback = np.zeros(period + 2)
    feedback[0], feedback[period:period + 2] = 1.0, -damping * 0.5
    return signal.lfilter([1.0], feedback, burst)


def decay(count, seconds, attack=0.0005):
    """Exponential decay to -60 dB in `seconds`, with a linear attack."""
    t = np.arange(count) / SAMPLE_RATE
    return np.exp(-6.91 * t / max(seconds, 1e-4)) * np.minimum(1.0, t / max(attack, 1e-5))


def wander(random, count, rate_hz, low, high):
    """Smooth random curve between low and high that changes about rate_hz times a second."""
    points = max(4, int(count / SAMPLE_RATE * rate_hz) + 4)
    knots = random.uniform(low, high, points)
    return np.interp(np.linspace(0, points - 1, count), np.arange(points), knots)


def fade(x, seconds=0.01):
    """Fade both ends in place of a click."""
    n = min(samples(seconds), len(x) // 2)
    if n > 0:
        x = x.copy()
        x[:n] *= np.linspace(0, 1, n)
        x[-n:] *= np.linspace(1, 0, n)
    return x


def place(total, parts):
    """Sum of (start second, signal) parts in a buffer of `total` seconds."""
    out = np.zeros(samples(total))
    for start, part in parts:
        at = int(start * SAMPLE_RATE)
        if 0 <= at < len(out):
            part = part[:len(out) - at]
            out[at:at + len(part)] += part
    return out


def voice(f0_hz, formants, random, breath=0.05, roughness=0.0, rolloff=1.2):
    """Glottal pulses through parallel formants: [(hz, bandwidth, gain)]. f0_hz: curve (N,)."""
    count = len(f0_hz)
    f0_hz = f0_hz * (1 + roughness * low_pass(noise(random, count), 120) * 8 + 0.004 * np.sin(2 * np.pi * 5.5 * np.arange(count) / SAMPLE_RATE))
    source = saw(np.maximum(f0_hz, 20))
    source = np.sign(source) * np.abs(source) ** rolloff + breath * noise(random, count)
    return sum(gain * resonator(source, hz, bandwidth) for hz, bandwidth, gain in formants)


def reverb(x, random, seconds, wet, brightness_hz=6000):
    """Convolve with a decaying noise tail and mix; result is longer by the tail."""
    count = samples(seconds)
    tail = low_pass(noise(random, count), brightness_hz) * decay(count, seconds, 0.002)
    tail /= np.sqrt(np.sum(tail ** 2)) + 1e-9
    out = signal.fftconvolve(x, tail) * wet
    out[:len(x)] += x * (1 - 0.5 * wet)
    return out


def crush(x, bits, rate_hz):
    """Fewer bits and a lower sample rate, with aliasing, like an early sampler."""
    step = max(1, int(round(SAMPLE_RATE / rate_hz)))
    held = np.repeat(x[::step], step)[:len(x)]
    levels = 2 ** (bits - 1)
    return np.round(held / (np.max(np.abs(held)) + 1e-9) * levels) / levels


def normalise(x, peak=0.8):
    return x / (np.max(np.abs(x)) + 1e-9) * peak
