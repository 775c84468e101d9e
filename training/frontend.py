"""CLAP log-mel front end, the same numbers as the TypeScript one and the Hugging Face extractor.

Knows nothing about models or data sets. Constants: preprocessor_config.json of
laion/clap-htsat-fused; algorithm: ClapFeatureExtractor in transformers 5.18.0.
"""

import numpy as np
from scipy import fft

SAMPLE_RATE = 48000
FFT_SIZE = 1024
HOP_SAMPLES = 480
MEL_BINS = 64
MIN_FREQUENCY_HZ = 50.0
MAX_FREQUENCY_HZ = 14000.0
FLOOR_POWER = 1e-10
MIN_SAMPLES = 48000  # shorter sounds are zero-padded on the right to 1 s
MAX_SAMPLES = 480000  # longer sounds are cut into 10 s windows by the caller
FRAMES_PER_SECOND = SAMPLE_RATE // HOP_SAMPLES


def mel_filter_bank():
    """Triangular filters on the HTK mel scale without area normalisation, float64 (513, 64)."""
    to_mel = lambda hz: 2595.0 * np.log10(1.0 + hz / 700.0)
    points_mel = np.linspace(to_mel(MIN_FREQUENCY_HZ), to_mel(MAX_FREQUENCY_HZ), MEL_BINS + 2)
    points_hz = 700.0 * (10.0 ** (points_mel / 2595.0) - 1.0)
    bins_hz = np.linspace(0, SAMPLE_RATE / 2, FFT_SIZE // 2 + 1)
    width = np.diff(points_hz)
    slopes = points_hz[None, :] - bins_hz[:, None]
    return np.maximum(0, np.minimum(-slopes[:, :-2] / width[:-1], slopes[:, 2:] / width[1:]))


_FILTERS = mel_filter_bank()
_WINDOW = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT_SIZE) / FFT_SIZE)


def log_mel(samples):
    """Log-mel in dB (reference 1, floor -100) of a mono signal at 48 kHz.

    samples: (N,), N >= 513. Returns float32 (1 + N // 480, 64), frames first.
    """
    padded = np.pad(np.asarray(samples, dtype=np.float64), FFT_SIZE // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT_SIZE)[::HOP_SAMPLES]
    spectrum = fft.rfft(frames * _WINDOW, axis=1).astype(np.complex64)
    power = np.abs(spectrum).astype(np.float64) ** 2
    return (10.0 * np.log10(np.maximum(FLOOR_POWER, power @ _FILTERS))).astype(np.float32)


def pad_short(samples):
    """Zero-pad on the right to one second, cut at ten; the pocket model's input contract."""
    samples = np.asarray(samples, dtype=np.float32)[:MAX_SAMPLES]
    if samples.size < MIN_SAMPLES:
        samples = np.pad(samples, (0, MIN_SAMPLES - samples.size))
    return samples


def features(samples):
    """Input of the audio tower: float32 (T, 64), 101 <= T <= 1001."""
    return log_mel(pad_short(samples))
