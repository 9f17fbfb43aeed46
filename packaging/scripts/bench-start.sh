#!/bin/sh
# How long the window takes from launch to the overview with its key stores, and how much memory its
# process has then, beside a bare JavaFX window with a table of 10,000 rows: both from the image of
# `make package`, both with an AOT cache, in alternation on this machine. Measured on a local KMS that
# runs already, which stands for AWS, and in the demo, which starts token, proxy and KMS first.
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
robots=$(packaging/scripts/robots.sh)
"$JAVA_HOME/bin/javac" --module-path build/package/javafx --add-modules javafx.controls \
  -d "$work/bare" packaging/bench/BareWindow.java
"$JAVA_HOME/bin/jar" --create --file "$work/bare.jar" -C "$work/bare" .
export XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/state" XDG_CACHE_HOME="$work/state"
bare() {
  "$java" -XX:+UseSerialGC "$1" --enable-native-access=javafx.graphics -Dprism.order=sw \
    --add-modules javafx.controls -cp "$work/bare.jar" 'BareWindow$Main' "$work/report" >/dev/null 2>&1
}
ours() {
  JAVA_TOOL_OPTIONS="-Dprism.order=sw -Dxksw.robots=$robots" "$image/bin/xks-workbench" "$@" --start-report "$work/report" \
    >/dev/null 2>&1
}
# A local KMS that runs already stands for AWS: what is measured is the window.
serve() {
  cat >"$work/console.json" <<'END'
{
  "XksProxyUriPath": "/payments/kms/xks/v1",
  "XksProxyAuthenticationCredential": {
    "AccessKeyId": "BENCHACCESSKEYIDABCD",
    "RawSecretAccessKey": "BENCHSECRETACCESSKEYBENCHSECRETACCESSKEYBENCH"
  }
}
END
  cat >"$work/seed.toml" <<'END'
[[key-store]]
name = "payments-hsm"
endpoint = "https://xks.example.com"
configuration-file = "console.json"
vpc-endpoint-service = "com.amazonaws.vpce.us-east-1.vpce-svc-0d1e2f3a4b5c6d7e8"
left-as = "disconnected"
END
  "$image/bin/hsm-bridge" local-kms --seed "$work/seed.toml" --ready-file "$work/ready" \
    >"$work/kms.log" 2>&1 &
  kms=$!
  trap 'kill $kms 2>/dev/null' EXIT
  tries=0
  until [ -s "$work/ready" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { cat "$work/kms.log" >&2; exit 1; }
    sleep 0.2
  done
  url=$(cat "$work/ready")
}
measure() {
  bare -XX:AOTCacheOutput="$work/bare.aot"
  # The first start makes the demo's token; what is measured is every other.
  ours --demo
  serve
  i=0
  while [ "$i" -lt "$runs" ]; do
    bare -XX:AOTCache="$work/bare.aot"
    sed 's/^/bare /' "$work/report"
    ours --local-kms "$url"
    sed 's/^/account /' "$work/report"
    ours --demo
    sed 's/^/demo /' "$work/report"
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
  function tell(what, times, memories, time_ratios, memory_ratios) {
    printf "%-24s %6d ms  %6d KiB  %5.2f  %5.2f\n", what, median(times, n), median(memories, n), median(time_ratios, n), median(memory_ratios, n)
  }
  $1 == "bare" { b = $2; m = $3; bt[++n] = $2; bm[n] = $3; one[n] = 1 }
  $1 == "account" { at[n] = $2; am[n] = $3; art[n] = $2 / b; arm[n] = $3 / m }
  $1 == "demo" { dt[n] = $2; dm[n] = $3; drt[n] = $2 / b; drm[n] = $3 / m }
  END {
    printf "%-24s %9s  %10s  ratios: time, memory (medians of %d pairs)\n", "", "time", "memory", n
    tell("bare window", bt, bm, one, one)
    tell("XKS Workbench", at, am, art, arm)
    tell("XKS Workbench --demo", dt, dm, drt, drm)
  }' "$work/runs"
