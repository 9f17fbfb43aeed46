#!/bin/sh
# How long the window takes from launch to a usable list of key stores, and how much memory its
# process has then, beside a bare JavaFX window with a table of 10,000 rows: both from the image of
# `make package`, both with an AOT cache, in alternation on this machine.
#   bench-start.sh [RUNS]
set -eu
cd "$(dirname "$0")/../.."
runs=${1:-7}
image=$PWD/build/package/xks-workbench
[ -f "$image/lib/app/xks-workbench.aot" ] || { echo "There is no image yet. Run: make package" >&2; exit 1; }
JAVA_HOME=$(packaging/scripts/jdk25.sh)
work=$PWD/build/bench-start
rm -rf "$work"
mkdir -p "$work/bare" "$work/state"
java=$image/lib/runtime/bin/java
"$JAVA_HOME/bin/javac" --module-path build/package/javafx --add-modules javafx.controls \
  -d "$work/bare" packaging/bench/BareWindow.java
"$JAVA_HOME/bin/jar" --create --file "$work/bare.jar" -C "$work/bare" .
export XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/state" XDG_CACHE_HOME="$work/state"
bare() {
  "$java" -XX:+UseSerialGC "$1" --enable-native-access=javafx.graphics -Dprism.order=sw \
    --add-modules javafx.controls -cp "$work/bare.jar" 'BareWindow$Main' "$work/report" >/dev/null 2>&1
}
ours() {
  JAVA_TOOL_OPTIONS=-Dprism.order=sw "$image/bin/xks-workbench" --demo --start-report "$work/report" \
    >/dev/null 2>&1
}
measure() {
  bare -XX:AOTCacheOutput="$work/bare.aot"
  # The first start makes the demo's token; what is measured is every other.
  ours
  i=0
  while [ "$i" -lt "$runs" ]; do
    bare -XX:AOTCache="$work/bare.aot"
    sed 's/^/bare /' "$work/report"
    ours
    sed 's/^/ours /' "$work/report"
    i=$((i + 1))
  done >"$work/runs"
}
if [ -z "${BENCH_DISPLAY:-}" ]; then
  BENCH_DISPLAY=1 exec xvfb-run -a -s "-screen 0 1600x1000x24" "$0" "$runs"
fi
measure
awk '
  function median(values, count,   i, j, t) {
    for (i = 2; i <= count; i++)
      for (j = i; j > 1 && values[j] < values[j - 1]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
    return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
  }
  $1 == "bare" { b = $2; m = $3; bt[++n] = $2; bm[n] = $3 }
  $1 == "ours" { ot[n] = $2; om[n] = $3; rt[n] = $2 / b; rm[n] = $3 / m }
  END {
    printf "bare window   %6d ms  %6d KiB   (medians of %d)\n", median(bt, n), median(bm, n), n
    printf "XKS Workbench %6d ms  %6d KiB\n", median(ot, n), median(om, n)
    printf "ratio         %6.2f     %6.2f       (medians of the pairs)\n", median(rt, n), median(rm, n)
  }' "$work/runs"
