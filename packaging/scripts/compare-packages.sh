#!/bin/sh
# Builds the packages of the present commit a second time, from a clone elsewhere, and says what
# differs from build/package. Fails if anything does but the start-up caches and what holds them.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
first=$root/build/package
[ -d "$first/out" ] || { echo "There are no packages yet. Run: make package" >&2; exit 1; }
[ -z "$(git status --porcelain)" ] ||
  { echo "Commit first: the second build is made from the last commit." >&2; exit 1; }
[ "$(cat "$first/commit" 2>/dev/null)" = "$(git rev-parse HEAD)" ] ||
  { echo "build/package is of another commit. Run: make package" >&2; exit 1; }
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
git clone -q "$root" "$again/second-build"
"$again/second-build/packaging/scripts/package.sh" >"$again/log" 2>&1 || { cat "$again/log" >&2; exit 1; }
second=$again/second-build/build/package

sums() { (cd "$1" && find tree out -type f -exec sha256sum {} + | sort -k 2); }
sums "$first" >"$again/first"
sums "$second" >"$again/second"
count=$(wc -l <"$again/first")
diff "$again/first" "$again/second" | awk '/^[<>]/ {print $3}' | sort -u >"$again/differs" || true
# The JVM writes addresses and orders of its own into a cache; the packages hold the caches, and
# SHA256SUMS the sums of the packages.
grep -v -E '\.aot$|^out/|/usr/share/doc/xks-workbench/SHA256SUMS$' "$again/differs" >"$again/unexplained" || true
echo "$count files, of which these differ:"
sed 's/^/  /' "$again/differs"
if [ -s "$again/unexplained" ]; then
  echo "not explained:" >&2
  cat "$again/unexplained" >&2
  exit 1
fi
echo "Everything else is the same, byte for byte: jars, run time, launchers, documents."
