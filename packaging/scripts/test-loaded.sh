#!/bin/sh
# Every test on a machine that has something else to do: a busy loop for each core, at the same
# priority, all the time. Says how long each run took; ends at the first run that fails.
#   TIMES=3 test-loaded.sh [MAVEN-ARGUMENT...]
# An argument such as -Dtest=LastingSessionTest -Dsurefire.failIfNoSpecifiedTests=false runs one class.
set -eu
cd "$(dirname "$0")/../.."
times=${TIMES:-1}
loops=
# Nobody forgets a busy machine: a loop ends with the one that started it, or after six hours.
for _ in $(seq "$(getconf _NPROCESSORS_ONLN)"); do
  timeout 21600 sh -c 'while kill -0 "$1" 2>/dev/null; do i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done; done' \
    busy-loop $$ &
  loops="$loops $!"
done
# shellcheck disable=SC2086 # a list of process IDs
trap 'kill $loops 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -p build
: >build/test-loaded.log
run=1
while [ "$run" -le "$times" ]; do
  begun=$(date +%s)
  if packaging/scripts/test.sh "$@"; then outcome=passed; else outcome=failed; fi
  took=$(($(date +%s) - begun))
  echo "run $run of $times beside $(getconf _NPROCESSORS_ONLN) busy loops: $outcome after $((took / 60)) min $((took % 60)) s" |
    tee -a build/test-loaded.log >&2
  [ "$outcome" = passed ] || exit 1
  run=$((run + 1))
done
