#!/bin/sh
# Takes the start-up caches out of the launchers of an app image that was not trained: a JVM that is
# pointed to a cache that is not there says so on every start.
#   untrained.sh IMAGE
set -eu
find "$1" -name '*.cfg' | while read -r launcher; do
  grep -v -e 'AOTCache' -e 'xksw.helper.caches' "$launcher" >"$launcher.new"
  mv "$launcher.new" "$launcher"
done
