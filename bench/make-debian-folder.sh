#!/usr/bin/env bash
# Makes a folder of real sounds with real names from Debian's packages of games, desktops and telephones:
#   bench/make-debian-folder.sh FOLDER [FILES]
# Each package lands in a folder of its own; archives inside packages (0ad, openarena, warzone2100, ...) are unpacked.
# Stops when FILES sound files (default 20000) are there. Needs apt-get, dpkg-deb, bsdtar or unzip, and the network.
set -euo pipefail
folder=${1:?usage: make-debian-folder.sh FOLDER [FILES]}
wanted=${2:-20000}

# Small packages of many sounds first.
packages=(
  asterisk-core-sounds-{en,es,fr,it,ru}-wav asterisk-moh-opsound-wav gcin-voice sonic-pi-samples
  fillets-ng-data fillets-ng-data-nl fillets-ng-data-cs klettres-data colobot-common-sounds
  hydrogen-drumkits hydrogen-drumkits-effects hydrogen-data tuxpaint-stamps-default tuxpaint-data
  ktuberling-data gcompris-qt-data khangman kanagram parley-data lomiri-sounds deepin-sound-theme
  oxygen-sounds yaru-theme-sound sound-icons sound-theme-freedesktop eiskaltdcpp-sounds psi-plus-sounds
  linphone-common mumble scratch minetest-data teeworlds-data pingus-data frozen-bubble-data bzflag-data
  pokerth-data lugaru-data extremetuxracer-data ufoai-sound xblast-tnt-sounds wordwarvi-sound
  heroes-sound-effects openttd-opensfx simutrans-pak64 tuxmath-data tuxtype-data ardentryst freeciv-data
  lordsawar-data lincity-ng-data enigma-data xmoto-data scorched3d-data neverball-data openclonk-data
  wesnoth-1.16-data wesnoth-1.16-music wesnoth-1.16-ei wesnoth-1.16-nr wesnoth-1.16-utbs
  openarena-data openarena-081-maps openarena-081-misc openarena-081-players openarena-081-players-mature
  openarena-085-data openarena-088-data openarena-oacmp1 hedgewars-data supertux-data warzone2100-data
  warzone2100-music freedroidrpg-data megaglest-data unknown-horizons boswars-data warmux-data freecol
  naev-data widelands-data nexuiz-data torcs-data cube2-data supertuxkart-data redeclipse-data 0ad-data
  berusky2-data flightgear-data-base trigger-rally-data renpy-thequestion marsshooter-data krank
)
names='.*\.\(wav\|wave\|aif\|aiff\|aifc\|flac\|mp3\|ogg\|oga\|opus\|wv\|m4a\|au\|snd\|caf\)'

mkdir -p "$folder"
folder=$(realpath "$folder")
work=$(mktemp -d "$folder/.work-XXXXXX")
trap 'rm -rf "$work"' EXIT
count() { find "$folder" -path "$work" -prune -o -type f -iregex "$names" -print | wc -l; }

for package in "${packages[@]}"; do
  [ -d "$folder/$package" ] && continue
  have=$(count)
  [ "$have" -ge "$wanted" ] && break
  rm -rf "$work/x" "$work"/*.deb
  if ! (cd "$work" && apt-get download -qq "$package" >/dev/null 2>&1); then
    echo "$package: not to be had" >&2
    continue
  fi
  mkdir -p "$work/x"
  dpkg-deb -x "$work"/*.deb "$work/x"
  find "$work/x" -type f \( -iname '*.zip' -o -iname '*.pk3' -o -iname '*.wz' -o -iname '*.sb2' -o -iname '*.ocd' -o -iname '*.jar' \) \
    -exec sh -c 'unzip -qo "$1" -d "$1.unpacked" >/dev/null 2>&1 || true' _ {} \;
  find "$work/x" -type f ! -iregex "$names" -delete
  find "$work/x" -type l -delete
  find "$work/x" -type d -empty -delete
  if [ -d "$work/x" ]; then mv "$work/x" "$folder/$package"; else mkdir "$folder/$package"; fi
  echo "$package: $(($(count) - have)) files" >&2
done
echo "$(count) sound files in $folder"
