#!/bin/sh
# Two hundred clients on the local KMS, with the 250 ms of AWS KMS, while its proxy answers in 5, 100,
# 300 and 5 ms: a minute, or SECONDS_OF_LOAD. For a machine with nothing else to do.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
exec ./mvnw -B -pl hsm-bridge test -Dtest=ManyClientsTest \
  -Dxksw.load.scale=1 "-Dxksw.load.seconds=${SECONDS_OF_LOAD:-60}" "$@"
