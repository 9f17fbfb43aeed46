#!/bin/sh
# Prints the changelog's section of a version; fails if there is none.
#   release-notes.sh VERSION
set -eu
cd "$(dirname "$0")/../.."
notes=$(awk -v version="$1" '
  index($0, "## ") == 1 { found = ($2 == version || $2 == "[" version "]"); next }
  found { print }' CHANGELOG.md)
[ -n "$notes" ] || { echo "CHANGELOG.md has no section \"## $1\"" >&2; exit 1; }
printf '%s\n' "$notes"
