#!/bin/sh
# A million and more inputs for the JSON parser, the signature check and the paths of the proxy. A
# failure says with which seed it comes again: fuzz.sh -Dfuzz.seed=SEED
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
exec ./mvnw -B -pl hsm-bridge test -Dtest='FuzzTest,RouteFuzzTest' \
  -Dfuzz.tries="${TRIES:-350000}" "$@"
