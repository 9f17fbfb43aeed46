#!/bin/sh
# Builds both modules, without tests, if a source is newer than what was built.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
built=app/target/classpath
if [ "${1:-}" != --always ] && [ -f "$built" ] && [ -f hsm-bridge/target/classpath ] &&
  [ -z "$(find pom.xml hsm-bridge/pom.xml app/pom.xml hsm-bridge/src/main app/src/main -newer "$built" -print -quit)" ]; then
  exit 0
fi
echo "building (the first build fetches libraries and takes some minutes)" >&2
./mvnw -B -q -DskipTests package -pl hsm-bridge,app ||
  { echo "The build failed; its messages are above." >&2; exit 1; }
touch "$built"
