#!/bin/sh
# Ten minutes of steady load with a credential rotation, a flood of bad signatures, a new certificate, a
# log that is renamed, a full disk (as root) and a token outage in it.
#   SOAK_SECONDS makes it shorter, for trying. Writes docs/benchmarks.md.
set -eu
cd "$(dirname "$0")/../.."
export JAVA_HOME
JAVA_HOME=$(packaging/scripts/jdk25.sh)
packaging/scripts/need.sh \
  softhsm2="the token that is measured" \
  gcc="the load generator is a C program" \
  libc6-dev="gcc needs it" \
  libssl-dev="the load generator speaks TLS"
packaging/scripts/build.sh
exec "$JAVA_HOME/bin/java" hsm-bridge/src/bench/Soak.java "$PWD" "${SOAK_SECONDS:-600}"
