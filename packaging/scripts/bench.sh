#!/bin/sh
# Measures the proxy beside a C program that asks the token directly, and whether callers share it
# fairly, and writes docs/benchmarks.md.
#   BENCH_ALTERNATIONS, BENCH_SECONDS, BENCH_KEYS, BENCH_FAIRNESS_SECONDS, BENCH_FAIRNESS_RUNS make
#   it shorter, for trying; what is written then says so.
set -eu
cd "$(dirname "$0")/../.."
export JAVA_HOME
JAVA_HOME=$(packaging/scripts/jdk25.sh)
packaging/scripts/need.sh \
  softhsm2="the token that is measured" \
  gcc="the floor and the load generator are C programs" \
  libc6-dev="gcc needs it" \
  libssl-dev="the load generator speaks TLS"
packaging/scripts/build.sh
"$JAVA_HOME/bin/java" hsm-bridge/src/bench/Bench.java "$PWD" \
  "${BENCH_ALTERNATIONS:-5}" "${BENCH_SECONDS:-2}" "${BENCH_KEYS:-1,100,1000}" "$@"
exec "$JAVA_HOME/bin/java" hsm-bridge/src/bench/Fairness.java "$PWD" \
  "${BENCH_FAIRNESS_SECONDS:-30}" "${BENCH_FAIRNESS_RUNS:-3}"
