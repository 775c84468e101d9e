#!/usr/bin/env python3
"""Writes test/fixtures/audio/ and test/reference/audio.json with ffmpeg, sox and numpy.

Run: python3 test/reference/make-audio-fixtures.py
Needs ffmpeg (with libmp3lame, libvorbis, libopus, soxr), sox and numpy; their versions are written into
audio.json. The tests need none of them: they compare our decoders with what is committed.

For lossless formats the reference is the SHA-256 of ffmpeg's output as interleaved little-endian float32. For
lossy ones it is the frame count and an excerpt (NAME.f32) of ffmpeg's output. Where ffmpeg is the wrong oracle,
the reference comes from the source signal itself, and the entry says so:
- 24 valid bits in 32-bit containers (EXTENSIBLE): ffmpeg reads them wrongly as pcm_f24le;
- Opus: ffmpeg's own decoder differs from libopus, so libopus (-c:a libopus) decodes the reference.
"""
import hashlib, json, os, re, struct, subprocess, sys
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
out = os.path.join(here, "..", "fixtures", "audio")
os.makedirs(out, exist_ok=True)
rng = np.random.default_rng(20261122)
refs = {}


def path(name):
    return os.path.join(out, name)


def run(*args, **kw):
    return subprocess.run(args, check=True, capture_output=True, **kw).stdout


def ffmpeg(*args):
    run("ffmpeg", "-v", "error", "-y", "-fflags", "+bitexact", *args)


def signal(rate, channels, sec):
    """Chirps and a little noise, different in each channel, peak about -3 dBFS."""
    t = np.arange(int(round(rate * sec))) / rate
    top = min(rate * 0.4, 9000)
    rows = []
    for c in range(channels):
        f0 = 220 * (c + 1)
        phase = 2 * np.pi * (f0 * t + (top - f0) * t * t / (2 * sec) * (0.3 + 0.1 * c))
        rows.append(0.45 * np.sin(phase) + 0.2 * np.sin(2 * np.pi * (330 + 55 * c) * t) + 0.02 * rng.standard_normal(len(t)))
    return np.stack(rows, 1)


def write_f64(name, x, rate):
    """A 64-bit float WAV: the master that ffmpeg makes the others from."""
    data = x.astype("<f8").tobytes()
    ch = x.shape[1]
    fmt = struct.pack("<HHIIHH", 3, ch, rate, rate * ch * 8, ch * 8, 64)
    with open(path(name), "wb") as f:
        f.write(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<I", 16) + fmt)
        f.write(b"data" + struct.pack("<I", len(data)) + data)


def probe(name):
    text = run("ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "stream=sample_rate,channels",
               "-of", "csv=p=0", path(name)).decode().strip().split(",")
    return int(text[0]), int(text[1])


def decode(name, *decoder):
    raw = run("ffmpeg", "-v", "error", *decoder, "-i", path(name), "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1")
    return np.frombuffer(raw, "<f4")


def exact(name, samples=None, by="ffmpeg"):
    rate, ch = probe(name) if samples is None else samples[1:]
    x = decode(name) if samples is None else samples[0]
    refs[name] = dict(by=by, sampleRate=rate, channelCount=ch, frameCount=len(x) // ch,
                      sha256=hashlib.sha256(x.astype("<f4").tobytes()).hexdigest())


def lossy(name, tolerance_db, *decoder, frames=None):
    rate, ch = probe(name)
    x = decode(name, *decoder).reshape(-1, ch)
    start, count = min(2000, len(x) // 4), 3000
    excerpt = x[start:start + count]
    excerpt.astype("<f4").tofile(path(name + ".f32"))
    refs[name] = dict(by="ffmpeg", sampleRate=rate, channelCount=ch, frameCount=frames or len(x), excerptStart=start,
                      excerptFrames=len(excerpt), toleranceDb=tolerance_db)


def patch(name, source, edit):
    with open(path(source), "rb") as f:
        b = bytearray(f.read())
    with open(path(name), "wb") as f:
        f.write(edit(b))


# --- PCM -------------------------------------------------------------------------------------------------------
master = "/tmp/earshot-master.wav"
x = signal(44100, 2, 0.1)
write_f64("master.wav", x, 44100)
os.replace(path("master.wav"), master)
for codec in ["u8", "s16le", "s24le", "s32le", "f32le", "f64le", "alaw", "mulaw"]:
    ffmpeg("-i", master, "-c:a", "pcm_" + codec, path(f"wav-{codec}.wav"))
    exact(f"wav-{codec}.wav")
for name, args in {
    "rf64-s16.wav": ["-rf64", "always", "-c:a", "pcm_s16le"],
    "wave64-s24.w64": ["-c:a", "pcm_s24le"],
    "aiff-s8.aiff": ["-c:a", "pcm_s8"], "aiff-s16.aiff": ["-c:a", "pcm_s16be"],
    "aiff-s24.aiff": ["-c:a", "pcm_s24be"], "aiff-s32.aiff": ["-c:a", "pcm_s32be"],
    "aifc-f32.aifc": ["-f", "aiff", "-c:a", "pcm_f32be"], "aifc-f64.aifc": ["-f", "aiff", "-c:a", "pcm_f64be"],
    "aifc-sowt.aifc": ["-f", "aiff", "-c:a", "pcm_s16le"], "aifc-alaw.aifc": ["-f", "aiff", "-c:a", "pcm_alaw"],
    "aifc-ulaw.aifc": ["-f", "aiff", "-c:a", "pcm_mulaw"],
    "caf-s16.caf": ["-c:a", "pcm_s16be"], "caf-f32.caf": ["-c:a", "pcm_f32le"],
    "au-s16.au": ["-c:a", "pcm_s16be"], "au-ulaw.au": ["-c:a", "pcm_mulaw"], "au-f32.au": ["-c:a", "pcm_f32be"],
}.items():
    ffmpeg("-i", master, *args, path(name))
    exact(name)
run("sox", master, "-b", "24", path("wav-extensible-s24-sox.wav"))
exact("wav-extensible-s24-sox.wav")
patch("bw64-s16.wav", "rf64-s16.wav", lambda b: b"BW64" + b[4:])
refs["bw64-s16.wav"] = dict(refs["rf64-s16.wav"], by="ffmpeg, of the RF64 twin")

for rate, ch, name in [(8000, 1, "wav-8k-mono.wav"), (192000, 2, "wav-192k.wav"), (48000, 6, "wav-51.wav")]:
    write_f64("wide.wav", signal(rate, ch, 0.05), rate)
    ffmpeg("-i", path("wide.wav"), "-c:a", "pcm_s16le", path(name))
    os.remove(path("wide.wav"))
    exact(name)

# 24 valid bits, left-justified in 32-bit containers.
ints = np.round(x * 2**23).astype(np.int64)
body = (ints << 8).astype("<i4").tobytes()
ext = struct.pack("<HHIIHHHHI", 0xFFFE, 2, 44100, 44100 * 8, 8, 32, 22, 24, 3) + bytes.fromhex(
    "0100000000001000800000aa00389b71")
with open(path("wav-extensible-24in32.wav"), "wb") as f:
    f.write(b"RIFF" + struct.pack("<I", 28 + 40 + len(body)) + b"WAVEfmt " + struct.pack("<I", 40) + ext)
    f.write(b"data" + struct.pack("<I", len(body)) + body)
exact("wav-extensible-24in32.wav", ((ints / 2**23).astype("<f4").ravel(), 44100, 2), by="numpy, from the source signal")


def insert_odd(b):
    at = b.index(b"data")
    odd = b"note" + struct.pack("<I", 5) + b"hello\0"
    return b[:at] + odd + b[at:]


def set_data_size(value):
    def edit(b):
        at = b.index(b"data") + 4
        b[at:at + 4] = struct.pack("<I", value)
        return b
    return edit


patch("wav-odd-chunk.wav", "wav-s16le.wav", insert_odd)
patch("wav-size-zero.wav", "wav-s16le.wav", set_data_size(0))
patch("wav-size-unknown.wav", "wav-s16le.wav", set_data_size(0xFFFFFFFF))
for name in ["wav-odd-chunk.wav", "wav-size-zero.wav", "wav-size-unknown.wav"]:
    refs[name] = dict(refs["wav-s16le.wav"], by="ffmpeg, of the file it was made from")
patch("wav-cut.wav", "wav-s16le.wav", lambda b: b[:9001])
exact("wav-cut.wav")

# --- lossless codecs --------------------------------------------------------------------------------------------
write_f64("long.wav", signal(44100, 2, 0.5), 44100)
long = path("long.wav")
ffmpeg("-i", long, "-c:a", "flac", "-sample_fmt", "s16", path("flac-s16.flac"))
ffmpeg("-i", long, "-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", path("flac-s24.flac"))
ffmpeg("-i", long, "-c:a", "flac", "-sample_fmt", "s16", "-f", "ogg", path("flac-in-ogg.oga"))
run("sox", long, "-C", "8", "-b", "16", "-r", "48000", "-c", "1", path("flac-sox-mono.flac"))
write_f64("wide.wav", signal(48000, 6, 0.1), 48000)
ffmpeg("-i", path("wide.wav"), "-c:a", "flac", "-sample_fmt", "s16", path("flac-51.flac"))
ffmpeg("-i", path("wide.wav"), "-c:a", "wavpack", "-sample_fmt", "s16p", path("wavpack-51.wv"))
ffmpeg("-i", long, "-t", "0.3", "-c:a", "wavpack", "-sample_fmt", "s16p", path("wavpack-s16.wv"))
ffmpeg("-i", long, "-t", "0.3", "-c:a", "wavpack", "-sample_fmt", "fltp", path("wavpack-f32.wv"))
ffmpeg("-i", long, "-t", "0.3", "-c:a", "alac", "-sample_fmt", "s16p", path("alac-index-behind.m4a"))
ffmpeg("-i", long, "-t", "0.3", "-c:a", "alac", "-sample_fmt", "s16p", "-movflags", "+faststart",
       path("alac-index-in-front.m4a"))
tag = b"ID3\x04\x00\x00" + bytes([0, 0, 2, 10]) + b"\0" * (2 * 128 + 10)
patch("flac-behind-id3.flac", "flac-s16.flac", lambda b: tag + b)
for name in ["flac-s16.flac", "flac-s24.flac", "flac-in-ogg.oga", "flac-sox-mono.flac", "flac-51.flac", "wavpack-51.wv",
             "wavpack-s16.wv", "wavpack-f32.wv", "alac-index-behind.m4a", "alac-index-in-front.m4a",
             "flac-behind-id3.flac"]:
    exact(name)

# --- lossy codecs -----------------------------------------------------------------------------------------------
ffmpeg("-i", long, "-c:a", "libmp3lame", "-b:a", "128k", path("mp3-cbr.mp3"))
ffmpeg("-i", long, "-ac", "1", "-c:a", "libmp3lame", "-q:a", "4", path("mp3-vbr-mono.mp3"))
ffmpeg("-i", long, "-ar", "22050", "-c:a", "libmp3lame", "-b:a", "64k", path("mp3-mpeg2.mp3"))
ffmpeg("-i", long, "-c:a", "libmp3lame", "-b:a", "128k", "-f", "wav", path("mp3-in-wav.wav"))
ffmpeg("-i", long, "-c:a", "mp2", "-b:a", "192k", path("mp2.mp2"))
ffmpeg("-i", long, "-c:a", "libvorbis", "-q:a", "4", path("vorbis.ogg"))
ffmpeg("-i", long, "-ac", "1", "-c:a", "libvorbis", "-q:a", "2", path("vorbis-mono.ogg"))
ffmpeg("-i", long, "-c:a", "libopus", "-b:a", "96k", path("opus.opus"))
ffmpeg("-i", long, "-c:a", "aac", "-aac_pns", "0", "-b:a", "128k", path("aac-index-behind.m4a"))
ffmpeg("-i", long, "-c:a", "aac", "-aac_pns", "0", "-b:a", "128k", "-movflags", "+faststart", path("aac-index-in-front.m4a"))
ffmpeg("-i", long, "-c:a", "aac", "-aac_pns", "0", "-b:a", "128k", "-f", "adts", path("aac-adts.aac"))
for name in ["mp3-cbr.mp3", "mp3-vbr-mono.mp3", "mp3-mpeg2.mp3", "mp3-in-wav.wav"]:
    lossy(name, 100)
lossy("mp2.mp2", 80)
# ffmpeg 5.1 leaves the padding of the last page of short Ogg Vorbis files; its granule position says 0.5 s.
lossy("vorbis.ogg", 120, frames=22050)
lossy("vorbis-mono.ogg", 120, frames=22050)
lossy("opus.opus", 120, "-c:a", "libopus", "-request_sample_fmt", "flt")
# ffmpeg 5.1 leaves the padding at the end of M4A files; the edit list says 0.5 s.
lossy("aac-index-behind.m4a", 90, frames=22050)
lossy("aac-index-in-front.m4a", 90, frames=22050)
lossy("aac-adts.aac", 90)

# --- left to ffmpeg ---------------------------------------------------------------------------------------------
ffmpeg("-i", long, "-t", "0.2", "-c:a", "adpcm_ms", path("adpcm.wav"))
ffmpeg("-i", long, "-t", "0.2", "-c:a", "wmav2", path("wma.wma"))

# --- loudness ---------------------------------------------------------------------------------------------------
loudness = {}


def ebur128(name):
    text = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-i", path(name), "-af", "ebur128=framelog=verbose", "-f",
                           "null", "-"], check=True, capture_output=True).stderr.decode()
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", text)[-1])


def tones(rate, levels, freqs, sec):
    t = np.arange(int(rate * sec)) / rate
    return np.concatenate([np.stack([10 ** (db / 20) * np.sin(2 * np.pi * f * t) for f in freqs], 1) for db in levels])


for name, y, rate in [
    ("loudness-gated.flac", tones(22050, [-18, -60, -24, -40, -18], [997, 600], 1.5), 22050),
    ("loudness-quiet.flac", tones(48000, [-45], [440], 3), 48000),
    ("loudness-51.flac", tones(16000, [-20, -30], [500, 700, 900, 60, 1100, 1300], 1.5), 16000),
]:
    write_f64("wide.wav", y, rate)
    ffmpeg("-i", path("wide.wav"), "-c:a", "flac", "-sample_fmt", "s16", path(name))
    loudness[name] = ebur128(name)

# --- resampling: soxr at its best -------------------------------------------------------------------------------
soxr = []
for rate in [8000, 22050, 44100, 96000, 192000]:
    t = np.arange(int(rate * 0.2)) / rate
    y = sum(0.1 * np.sin(2 * np.pi * f * t + f) for f in [110, 1000, 2750, 5000, 9000, 15000] if f < rate * 0.36)
    name = f"resample-{rate}.f32"
    y.astype("<f4").tofile(path(name))
    raw = run("ffmpeg", "-v", "error", "-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", path(name), "-af",
              "aresample=48000:resampler=soxr:precision=28", "-f", "f32le", "pipe:1")
    z = np.frombuffer(raw, "<f4")[3000:6000]
    z.tofile(path(f"resample-{rate}-soxr.f32"))
    soxr.append(dict(sampleRate=rate, excerptStart=3000, excerptFrames=len(z)))

# --- peaks: numpy on a signal that the test makes by the same formula ---------------------------------------------
def saw(n):
    i = np.arange(n, dtype=np.int64)
    return ((i * 7919) % 65536 - 32768) / 32768 * (0.2 + 0.8 * ((i * 3) % n) / n)


def peak_columns(y, most, bin_samples):
    n, c = len(y), min(most, len(y))
    rows = []
    for k in range(c):
        a = (k * n // c) // bin_samples * bin_samples
        b = -(-(-(-((k + 1) * n) // c)) // bin_samples) * bin_samples
        rows += [int(np.floor(y[a:b].min() * 127 + 0.5)), int(np.floor(y[a:b].max() * 127 + 0.5))]
    return rows


peaks = [dict(sampleCount=n, columns=c, binSamples=s, sha256=hashlib.sha256(
    np.array(peak_columns(saw(n).astype("<f4").astype(float), c, s), dtype=np.int8).tobytes()).hexdigest())
    for n, c, s in [(100, 256, 1), (24000, 256, 1), (24000, 4096, 1), (65536, 4096, 1), (200000, 256, 4), (200000, 4096, 4)]]

# --- tempo and key ----------------------------------------------------------------------------------------------
sr = 22050


def env(n, d):
    return np.exp(-np.arange(n) / sr / d)


def kick():
    n = int(0.3 * sr); t = np.arange(n) / sr
    return np.sin(2 * np.pi * (50 * t + 3 * (1 - np.exp(-t / 0.03)))) * env(n, 0.09)


def snare():
    n = int(0.2 * sr)
    return rng.normal(size=n) * env(n, 0.05) * 0.5 + np.sin(2 * np.pi * 190 * np.arange(n) / sr) * env(n, 0.06) * 0.5


def hat():
    n = int(0.06 * sr)
    return np.diff(rng.normal(size=n), prepend=0) * env(n, 0.015) * 0.25


patterns = {
    "rock": [(kick, [0, 1.5, 2]), (snare, [1, 3]), (hat, np.arange(0, 4, 0.5))],
    "four": [(kick, [0, 1, 2, 3]), (snare, [1, 3]), (hat, np.arange(0.5, 4, 1))],
    "trap": [(kick, [0, 0.75, 2.5]), (snare, [2]), (hat, np.arange(0, 4, 0.25))],
}


def drum_loop(bpm, bars, pattern):
    beat = 60 / bpm
    n = round(bars * 4 * beat * sr)
    y = np.zeros(n + sr)
    for bar in range(bars):
        for fn, positions in patterns[pattern]:
            for p in positions:
                o = int((bar * 4 + p) * beat * sr); s = fn(); y[o:o + len(s)] += s
    return y[:n]


def note(midi, sec):
    n = int(sec * sr); t = np.arange(n) / sr; f = 440 * 2 ** ((midi - 69) / 12)
    edge = np.minimum(1, np.minimum(np.arange(n) / 200, (n - np.arange(n)) / 1000))
    return sum(np.sin(2 * np.pi * f * k * t) / k ** 1.5 for k in range(1, 6)) * edge


def chords(tonic, minor):
    third = 3 if minor else 4
    rows = [(0, third), (5, third), (7, 4), (0, third)]
    return np.concatenate([sum(note(tonic + r + i, 0.75) for i in (-12, 0, th, 7)) for r, th in rows])


def write_ogg(name, y):
    write_f64("wide.wav", (y / np.abs(y).max() * 0.8)[:, None], sr)
    ffmpeg("-i", path("wide.wav"), "-c:a", "libvorbis", "-q:a", "1", path(name))


loops = []
for i, (bpm, bars, pattern) in enumerate([(90, 2, "rock"), (100, 2, "trap"), (110, 2, "four"), (120, 4, "rock"), (128, 4, "four"), (140, 4, "trap")]):
    write_ogg(f"rhythm-{i}.ogg", drum_loop(bpm, bars, pattern))
    loops.append(dict(file=f"rhythm-{i}.ogg", tempoBpm=bpm))
keys = []
for i, (tonic, minor, name) in enumerate([(60, False, "C major"), (57, True, "A minor"), (54, True, "F# minor"), (63, False, "D# major"), (55, False, "G major"), (59, True, "B minor")]):
    write_ogg(f"harmony-{i}.ogg", chords(tonic, minor))
    keys.append(dict(file=f"harmony-{i}.ogg", key=name))

for name in ["wide.wav", "long.wav"]:
    os.remove(path(name))
versions = dict(ffmpeg=run("ffmpeg", "-version").decode().split("\n")[0].split(" Copyright")[0],
                sox=run("sox", "--version").decode().strip().split("SoX ")[-1], numpy=np.__version__,
                python=sys.version.split()[0])
with open(os.path.join(here, "audio.json"), "w") as f:
    json.dump(dict(versions=versions, decoded=refs, loudnessLufs=loudness, soxr=soxr, peaks=peaks, rhythms=loops, harmonies=keys), f, indent=1)
    f.write("\n")
