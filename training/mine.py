"""Step 2: take named sounds out of Debian packages, as listed in mined.tsv. Writes the shard `mined`.

Get the packages first, in an empty folder: cut -f1 mined.tsv | sed 1d | sort -u | xargs apt-get download
(and avldrums.lv2-soundfont). Nothing needs to be installed.
"""

import argparse
import csv
import fnmatch
import hashlib
import io
import struct
import subprocess
import tarfile
from pathlib import Path

import numpy as np
from scipy import signal

from frontend import SAMPLE_RATE
from shards import ShardWriter

LICENCES = {  # from each package's debian/copyright; the others are DFSG-free under several licences
    "openttd-opensfx": "CC-BY-SA-3.0 / CC-BY-3.0 / CC0", "scratch": "CC-BY-SA / GPL-2 (Scratch 1.4 media)", "fluid-soundfont-gs": "MIT",
    "avldrums.lv2-soundfont": "CC-BY-SA-3.0", "stk": "MIT-like (STK)", "minetest-data": "CC-BY-SA-3.0 / CC0", "trophy-data": "GPL-2",
    "madbomber-data": "GPL-2", "tuxmath-data": "GPL-3+", "gl-117-data": "GPL-2", "dustracing2d-data": "GPL-2+ / Expat", "brainparty-data": "GPL-3+ / CC-BY-SA-3.0",
    "csoundqt-examples": "LGPL-2.1+ / GPL-3+ / BSD-3-clause", "xmoto-data": "GPL-2+ / MIT", "asc-music": "GPL-2+", "davegnukem-data": "CC-BY-3.0 / Expat",
    "asterisk-core-sounds-en-wav": "CC-BY-SA-3.0 / CC-BY-3.0", "moon-lander-data": "BSD-2-Clause", "kanagram": "GPL-2+", "minetest-mod-lucky-block": "Expat",
    "dreamchess-data": "GPL-3+", "colobot-common-sounds": "GPL-3+", "wesnoth-1.16-music": "GPL-2+ / CC-BY-SA-4.0",
}
KIT_NOTES = {36: "kick drum", 37: "rimshot", 38: "snare drum", 39: "hand clap", 40: "snare drum", 41: "floor tom", 42: "closed hi-hat",
             43: "floor tom", 44: "pedal hi-hat", 45: "tom", 46: "half-open hi-hat", 47: "tom", 49: "crash cymbal", 51: "ride cymbal", 53: "ride bell",
             54: "tambourine", 55: "splash cymbal", 56: "cowbell", 57: "crash cymbal", 59: "ride cymbal", 60: "crash cymbal", 64: "maracas"}


def package_files(archive):
    """{path: bytes} of the audio files of a .deb."""
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], capture_output=True, check=True).stdout
    endings = (".wav", ".ogg", ".mp3", ".flac", ".aiff", ".raw", ".sf2", ".cat")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return {m.name: tar.extractfile(m).read() for m in tar if m.isfile() and m.name.lower().endswith(endings)}


def decode(data, raw_rate=None):
    """Any audio file to float32 mono at 48 kHz through ffmpeg; raw_rate: headerless big-endian int16 (STK)."""
    source = ["-f", "s16be", "-ar", str(raw_rate), "-ac", "1"] if raw_rate else []
    command = ["ffmpeg", "-v", "error", *source, "-i", "-", "-f", "f32le", "-ac", "1", "-ar", str(SAMPLE_RATE), "-"]
    return np.frombuffer(subprocess.run(command, input=data, capture_output=True, check=True).stdout, np.float32)


def soundfont_samples(data):
    """{name: samples at 48 kHz} of a SoundFont 2 file."""
    smpl, shdr = data.find(b"smpl"), data.find(b"shdr")
    pool = np.frombuffer(data, "<i2", count=struct.unpack_from("<I", data, smpl + 4)[0] // 2, offset=smpl + 8)
    result = {}
    for at in range(shdr + 8, shdr + 8 + struct.unpack_from("<I", data, shdr + 4)[0] - 46, 46):
        name = data[at:at + 20].split(b"\0")[0].decode("latin1").replace(" ", "_")
        start, end, _, _, rate = struct.unpack_from("<5I", data, at + 20)
        x = pool[start:end].astype(np.float64) / 32768
        result[name] = signal.resample_poly(x, SAMPLE_RATE, rate) if len(x) else x
    return result


def cat_entry(data, index):
    """The WAV file number `index` of an OpenTTD sample catalogue."""
    offset, length = struct.unpack_from("<II", data, 8 * index)
    start = (offset & 0x7FFFFFFF) + 1 + data[offset & 0x7FFFFFFF]
    return data[start:start + length]


def sounds_of(files, pattern):
    """(label, samples) of every file or container entry that a row of mined.tsv names."""
    pattern, _, entry = pattern.partition("#")
    for path, data in files.items():
        if not fnmatch.fnmatch(path, "*" + pattern):
            continue
        if path.endswith(".sf2"):
            yield path + "#" + entry, soundfont_samples(data)[entry]
        elif path.endswith(".cat"):
            yield path + "#" + entry, decode(cat_entry(data, int(entry)))
        else:
            yield path, decode(data, 22050 if path.endswith(".raw") else None)
        if entry:
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True, help="folder with the .deb files")
    parser.add_argument("--cache", type=Path, required=True)
    arguments = parser.parse_args()
    with open(Path(__file__).parent / "mined.tsv", newline="", encoding="utf-8") as file:
        wanted = list(csv.DictReader(file, delimiter="\t"))
    archives = {path.name.split("_")[0]: path for path in sorted(arguments.packages.glob("*.deb"))}
    taken = set()
    with ShardWriter(arguments.cache / "mined") as shard:
        def add(package, label, samples, name, captions):
            key = hashlib.sha256(f"{package} {label}".encode()).hexdigest()[:12]
            gap = 20 if name.endswith("music") else 5  # seconds from part to part: music is long and alike
            most = 200 if name.endswith("music") else 15
            for part in range(0, max(1, min(len(samples), most * SAMPLE_RATE) - SAMPLE_RATE // 2), gap * SAMPLE_RATE):
                if (key, part) not in taken and len(samples) > 480:
                    taken.add((key, part))
                    shard.add(samples[part:part + 5 * SAMPLE_RATE] / max(1.0, np.abs(samples).max()), {
                        "id": f"{key}-{part // SAMPLE_RATE}", "split": "train", "class": name, "captions": captions,
                        "source": f"deb:{package}", "licence": LICENCES.get(package, "DFSG-free, see the package's copyright file")})

        for package in sorted({row["package"] for row in wanted} & set(archives)):
            files = package_files(archives[package])
            for row in (row for row in wanted if row["package"] == package):
                found = list(sounds_of(files, row["file"]))
                for label, samples in found:
                    add(package, label, samples, row["class"], row["captions"])
                if not found:
                    print("missing", package, row["file"], flush=True)
        kit = "avldrums.lv2-soundfont"
        for path, data in package_files(archives[kit]).items():
            if path.endswith(".sf2") and "sounds/sf2" in path:
                for name, samples in soundfont_samples(data).items():
                    drum = KIT_NOTES.get(int(name[:2])) if name[:2].isdigit() else None
                    if drum:
                        add(kit, path + name, samples, drum, f"acoustic {drum}|a single {drum} hit")
    print(len(taken), "sounds", flush=True)


if __name__ == "__main__":
    main()
