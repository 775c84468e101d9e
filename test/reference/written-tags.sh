#!/usr/bin/env bash
# Verifies with other programs what tag-file.ts writes, and notes the bytes that they have verified in
# written-tags.json: ffprobe (and metaflac for FLAC) must read the labels, ffmpeg must decode the same samples before
# and after, sox must read WAV, AIFF and FLAC. Run with Node 24 first on the PATH. Made with ffmpeg 5.1, sox 14.4.2, flac 1.4.2.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
fixtures="$here/../fixtures/audio"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
names=(wav-s16le.wav wav-s24le.wav wav-f32le.wav wav-u8.wav wav-extensible-s24-sox.wav mp3-in-wav.wav
  aiff-s16.aiff aiff-s24.aiff aifc-f32.aifc flac-s16.flac flac-s24.flac flac-51.flac mp3-cbr.mp3 mp3-vbr-mono.mp3)
node "$here/write-tags.ts" "$folder" "${names[@]}"
pcm() { ffmpeg -v error -i "$1" -map 0:a -f md5 -c:a pcm_f32le - | cut -d= -f2; }
first=1
{
  printf '{\n  "files": {'
  for name in "${names[@]}"; do
    before=$(pcm "$fixtures/$name"); after=$(pcm "$folder/$name")
    [ "$before" = "$after" ] || { echo "$name: other samples" >&2; exit 1; }
    case "$name" in
      *.wav) tag=IKEY ;;
      *) tag=KEYWORDS ;;
    esac
    # One line a file; FLAC has one comment a label, which ffprobe joins with ";".
    keywords=$(ffprobe -v error -show_entries "format_tags=$tag" -of default=nw=1:nk=1 "$folder/$name")
    case "$keywords" in
      "kick; my läbel" | "kick;my läbel") ;;
      *) echo "$name: ffprobe reads \"$keywords\"" >&2; exit 1 ;;
    esac
    case "$name" in *.flac)
      [ "$(metaflac --show-tag=KEYWORDS "$folder/$name")" = $'KEYWORDS=kick\nKEYWORDS=my läbel' ] || { echo "$name: metaflac" >&2; exit 1; }
      flac -s -t "$folder/$name" ;;
    esac
    case "$name" in *.mp3 | mp3-in-wav.wav) ;; *) sox "$folder/$name" -n stat 2>/dev/null ;; esac
    [ $first = 1 ] || printf ','
    first=0
    printf '\n    "%s": { "sha256": "%s", "pcmMd5": "%s", "keywords": "%s" }' \
      "$name" "$(sha256sum "$folder/$name" | cut -d' ' -f1)" "$after" "$keywords"
  done
  printf '\n  }\n}\n'
} > "$folder/written-tags.json"
cp "$folder/written-tags.json" "$here/written-tags.json"
