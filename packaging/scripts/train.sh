#!/bin/sh
# Trains the start-up caches of an app image: what the window loads on its way through the demo, what
# its helper processes load meanwhile, and what hsm-bridge loads on its own.
#   train.sh IMAGE
set -eu
image=$(cd "$1" && pwd)
robots=$(cd "$(dirname "$0")/../.." && echo "$PWD/$(packaging/scripts/robots.sh)")
app=$image/lib/app
java=$image/lib/runtime/bin/java
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT

# The class path and the options of a launcher, as its .cfg has them: a cache is for these alone.
class_path() { sed -n 's:^app.classpath=\$APPDIR/::p' "$app/$1.cfg" | sed "s:^:$app/:" | paste -sd: -; }
options() { sed -n 's:^java-options=::p' "$app/$1.cfg" | grep -v -e AOTCache -e jpackage.app -e helper.caches; }

echo "training the start-up caches" >&2
export XDG_STATE_HOME=$state XDG_CONFIG_HOME=$state XDG_CACHE_HOME=$state HOME=$state
window() {
  # shellcheck disable=SC2046 # options are words
  xvfb-run -a -s "-screen 0 1600x1000x24" "$java" $(options xks-workbench) -Dprism.order=sw \
    "-Dxksw.robots=$robots" "$@" \
    >"$state/log" 2>&1 || { cat "$state/log" >&2; exit 1; }
}
# The first start makes the demo's token and certificates. What does that must not be in the cache:
# the JVM would load the signed jars it needs, and check their signatures, before every start.
window -cp "$(class_path xks-workbench)" org.xksworkbench.app.Main --demo \
  --start-report "$state/start"
window -XX:AOTCacheOutput="$app/xks-workbench.aot" -Dxksw.helper.record="$state" \
  -cp "$(class_path xks-workbench)" org.xksworkbench.app.Main --demo --tour "$state/tour"
# A class that the cache lacks and a class in it needs is read from its jar before every start.
# shellcheck disable=SC2046
"$java" -XX:AOTCache="$app/xks-workbench.aot" -Xlog:class+load:file="$state/loaded" \
  $(options xks-workbench) -cp "$(class_path xks-workbench)" org.xksworkbench.app.Main --version
if grep 'source: file:' "$state/loaded" >&2; then
  echo "The classes above are not in the start-up cache of the window, which needs them." >&2
  exit 1
fi
# The options of AgentProcess.
for command in agent proxy; do
  "$java" -XX:AOTMode=create -XX:AOTConfiguration="$state/$command.aotconf" \
    -XX:AOTCache="$app/$command.aot" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
    -XX:TieredStopAtLevel=1 -cp "$(class_path xks-workbench)" >"$state/log" 2>&1 ||
    { cat "$state/log" >&2; exit 1; }
done
# A command of a second lists keys more often than it does anything else, and loads most on its way.
module=$(ls /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so 2>/dev/null | head -n 1)
bridge() {
  # shellcheck disable=SC2046
  "$java" $trained $(options hsm-bridge) -cp "$(class_path hsm-bridge)" \
    org.xksworkbench.bridge.cli.HsmBridge "$@" >"$state/log" 2>&1 || { cat "$state/log" >&2; exit 1; }
}
export SOFTHSM2_CONF="$state/softhsm2.conf"
mkdir "$state/tokens"
printf 'directories.tokendir = %s\nlog.level = ERROR\n' "$state/tokens" >"$SOFTHSM2_CONF"
(umask 077 && echo 12345678 >"$state/pin")
trained=
bridge token init --module "$module" --label training --so-pin-file "$state/pin" \
  --pin-file "$state/pin"
bridge keys generate --module "$module" --token training --pin-file "$state/pin" --label training \
  --count 20
trained=-XX:AOTCacheOutput=$app/hsm-bridge.aot
bridge keys list --module "$module" --token training --pin-file "$state/pin"
ls -l "$app"/*.aot >&2
