#!/bin/sh
# How large the house and its screens are, the robots left out: main lines that are neither blank nor
# comment, view models and views (whole files: number, median, 90th percentile, largest), the files of
# the screen that creates a key, and classes over 400 lines.
#   sizes.sh [FOLDER-OF-ANOTHER-CHECKOUT]
set -eu
cd "${1:-$(dirname "$0")/../..}"
sources=$(git ls-files '*/src/main/java/*.java' ':!*/app/robot/*')

# shellcheck disable=SC2086 # file names of Java have no spaces
echo "main lines: $(cat $sources | grep -cvE '^[[:space:]]*(//.*|/?\*.*)?$')"

#   measured NAME PATTERN    of files whose name ends so
measured() {
  # shellcheck disable=SC2086
  printf '%s\n' $sources | grep -E "($2)\.java$" | xargs wc -l | grep -v ' total$' | sort -n |
    awk -v name="$1" '{ lines[NR] = $1 } END {
      median = NR % 2 ? lines[(NR + 1) / 2] : (lines[NR / 2] + lines[NR / 2 + 1]) / 2
      printf "%s: %d; median %g, 90th percentile %d, largest %d lines\n", name, NR, median,
        lines[int(NR * 0.9 + 0.999999)], lines[NR] }'
}
measured "view models" ViewModel
measured "views" 'View|Pane'
# shellcheck disable=SC2086
echo "files of the screen that creates a key: $(printf '%s\n' $sources | grep -c /ui/screen/createkey/)"

echo "over 400 lines:"
# shellcheck disable=SC2086
printf '%s\n' $sources | xargs wc -l | grep -v ' total$' | sort -rn |
  awk '$1 > 400 { sub(/.*\//, "", $2); printf "%6d %s\n", $1, $2 }'
