#!/bin/sh
# Measures the proxy beside a C program that asks the token directly, and writes docs/benchmarks.md.
#   BENCH_ALTERNATIONS, BENCH_SECONDS, BENCH_KEYS make it shorter, for trying; what is written then
#   says so.
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
exec "$JAVA_HOME/bin/java" hsm-bridge/src/bench/Bench.java "$PWD" \
  "${BENCH_ALTERNATIONS:-5}" "${BENCH_SECONDS:-2}" "${BENCH_KEYS:-1,100,1000}" "$@"
