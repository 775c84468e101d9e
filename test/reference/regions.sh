#!/usr/bin/env bash
# Sources in several formats and the parts that sox cuts from them, for test/indexer/render-region.test.ts.
# Made with sox 14.4.2 and flac 1.4.2: bash test/reference/regions.sh
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../fixtures"
rm -rf regions && mkdir regions && cd regions

# make NAME RATE CHANNELS ENCODING...: a second of pink noise, the same on every run.
make() {
  local name=$1 rate=$2 channels=$3
  shift 3
  sox -R -r "$rate" -n -c "$channels" "$@" "$name" synth 0.4 pinknoise vol 0.5
}
make int16.wav 44100 2 -b 16
make int24.wav 48000 1 -b 24
make float32.wav 96000 2 -e floating-point -b 32
make six.wav 48000 6 -b 16
make int16.aiff 44100 1 -b 16
make int24.flac 48000 2 -b 24

# cut SOURCE FIRST COUNT: samples; sox takes them exactly (the suffix `s`).
list=()
cut() {
  local source=$1 first=$2 count=$3 rate expected
  rate=$(soxi -r "$source")
  expected="${source//./-}-cut.wav"
  sox -D "$source" "$expected" trim "${first}s" "${count}s"
  list+=("$(printf '  { "source": "%s", "expected": "%s", "startSec": %s, "endSec": %s }' "$source" "$expected" \
    "$(node -p "$first / $rate")" "$(node -p "($first + $count) / $rate")")")
}
cut int16.wav 1000 5001
cut int24.wav 1 4799
cut float32.wav 12345 6789
cut six.wav 480 960
cut int16.aiff 4410 4411
cut int24.flac 4096 5000
{
  echo "["
  for i in "${!list[@]}"; do
    [ "$i" = 0 ] || echo ","
    printf '%s' "${list[$i]}"
  done
  printf '\n]\n'
} >regions.json
