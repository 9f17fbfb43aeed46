#!/bin/sh
# Deletes what XKS Workbench made in a folder, by the list that it keeps there (bridge.store,
# MadeFiles), and then the list. Nothing else: no link, nothing behind a link, no folder that holds
# anything else.
#   made-files.sh FOLDER
set -eu
LC_ALL=C
export LC_ALL
folder=$1
list=$folder/made-by-xks-workbench.txt
if [ -L "$list" ] || [ ! -f "$list" ]; then
  exit 0
fi

refuse() {
  echo "$list cannot be understood: $1. It was left as it is, and nothing was deleted." >&2
  exit 1
}

# Whether a folder above a file is a link.
behind_link() {
  above=${1%/}
  while :; do
    case $above in
      */*) above=${above%/*} ;;
      *) return 1 ;;
    esac
    if [ -L "$folder/$above" ]; then
      return 0
    fi
  done
}

# A line that was not written to its end names nothing: read leaves it out.
names() {
  while IFS= read -r name; do printf '%s\n' "$name"; done <"$list"
}

head=$(names | head -n 1)
if [ "$head" != "# Made by XKS Workbench in this folder. It deletes nothing else here." ]; then
  refuse "its first line is not the one that it begins with"
fi
if names | tail -n +2 |
  grep -q -e '^/' -e '[\]' -e ':' -e '//' -e '^\.\.\{0,1\}$' -e '^\.\.\{0,1\}/' -e '/\.\.\{0,1\}/' \
    -e '/\.\.\{0,1\}$'; then
  refuse "it names something outside its folder"
fi

# From the last name to the first: what is in a folder goes before it.
names | tail -n +2 | sort -r | while IFS= read -r name; do
  path=$folder/${name%/}
  if [ -z "$name" ] || [ -L "$path" ] || behind_link "$name"; then
    continue
  fi
  case $name in
    */) if [ -d "$path" ]; then rmdir "$path" 2>/dev/null || true; fi ;;
    *) if [ -f "$path" ]; then rm -f "$path"; fi ;;
  esac
done
rm -f "$list"
