#!/bin/sh
# Makes the pictures in icons/ from their masters. What it makes is checked in: only who changes a
# master needs the tools.
set -eu
cd "$(dirname "$0")/../.."
packaging/scripts/need.sh \
  librsvg2-bin="draws SVG" \
  icoutils="makes the icon of Windows" \
  icnsutils="makes the icon of macOS"
for master in xks-workbench ceremony-bundle; do
  folder=icons/$master
  mkdir -p "$folder"
  for size in 16 24 32 48 64 128 256 512 1024; do
    rsvg-convert -w "$size" -h "$size" "icons/$master.svg" -o "$folder/$size.png"
  done
  icotool -c -o "icons/$master.ico" "$folder/16.png" "$folder/24.png" "$folder/32.png" \
    "$folder/48.png" "$folder/64.png" "$folder/128.png" "$folder/256.png"
  png2icns "icons/$master.icns" "$folder/16.png" "$folder/32.png" "$folder/48.png" \
    "$folder/128.png" "$folder/256.png" "$folder/512.png" "$folder/1024.png" >/dev/null
done
