#!/bin/sh
# A million and more inputs for the JSON parser, the signature check and the paths of the proxy. The
# seed of a failure is printed; jqwik.seeds.whenfixed and the failing sample are in the report.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
exec ./mvnw -B -pl hsm-bridge test -Dtest='FuzzTest,RouteFuzzTest' \
  -Djqwik.tries.default="${TRIES:-350000}" "$@"
