#!/bin/sh
# What is inside and under which licence: our own, a list of all libraries, the texts that they
# carry, and an SBOM.
#   legal.sh FOLDER-OF-JARS
set -eu
cd "$(dirname "$0")/../.."
jars=$1
legal=$jars/legal
mkdir -p "$legal"
cp LICENSE "$legal/"
packaging/scripts/sbom.sh "$legal"
for jar in "$jars"/*.jar; do
  name=$(basename "$jar" .jar)
  for text in $(unzip -Z1 "$jar" | grep -iE '^(META-INF/)?(LICENSE|NOTICE|COPYING)[^/]*$' || true); do
    mkdir -p "$legal/$name"
    unzip -p "$jar" "$text" >"$legal/$name/$(basename "$text")"
  done
done
