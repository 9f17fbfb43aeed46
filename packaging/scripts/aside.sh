#!/bin/sh
# Moves a file or folder to a name beside it with the date, and prints that name. Nothing is lost.
#   aside.sh PATH [FOLDER]     FOLDER: where to, if not beside it
set -eu
path=$1
base=${2:-$(dirname "$path")}/$(basename "$path").$(date +%Y-%m-%d-%H%M%S)
aside=$base
number=1
while [ -e "$aside" ] || [ -L "$aside" ]; do
  number=$((number + 1))
  aside=$base-$number
done
mv "$path" "$aside"
echo "$aside"
