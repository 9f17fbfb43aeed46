#!/bin/sh
# The next demo starts over. Its keys, ceremonies and records are set aside under names with the
# date; of the rest only what the demo made is deleted, by the lists that it keeps.
set -eu
cd "$(dirname "$0")/../.."
folder=${XDG_STATE_HOME:-$HOME/.local/state}/xks-workbench/demo

aside() {
  if [ -e "$1" ] && [ ! -L "$1" ]; then
    echo "set aside: $(packaging/scripts/aside.sh "$@")"
  fi
}

if [ ! -L "$folder/hsm" ] && [ ! -L "$folder/hsm/tokens" ]; then
  for token in "$folder"/hsm/tokens/*-*-*-*-*; do
    aside "$token" "$folder/hsm"
  done
  aside "$folder/hsm/tokens-away"
fi
aside "$folder/ceremonies"
aside "$folder/records"
for made in "$folder" build/demo; do
  packaging/scripts/made-files.sh "$made"
done
echo "the next demo starts over in $folder"
