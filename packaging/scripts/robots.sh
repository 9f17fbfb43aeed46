#!/bin/sh
# Prints the path of the jar that drives the window, from the project's folder, for `-Dxksw.robots`;
# the product is shipped without it.
set -eu
cd "$(dirname "$0")/../.."
for jar in app/target/app-*-robots.jar; do
  [ -f "$jar" ] || { echo "There are no robots yet. Run: make build" >&2; exit 1; }
  echo "$jar"
done
