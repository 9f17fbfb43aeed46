#!/bin/sh
# Makes the start-up cache (JEP 514) of hsm-bridge/bin/hsm-bridge of a checkout: tests start it some
# hundred times. It is trained by a proxy, which loads most of what any command does. Does nothing
# where the cache is newer than the program, and is no failure where none can be made.
set -eu
cd "$(dirname "$0")/../../hsm-bridge"
if [ -n "$(find target/hsm-bridge.aot -newer target/hsm-bridge.jar 2>/dev/null)" ]; then
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# shellcheck disable=SC2012 # names of two known places
module=$(ls /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so 2>/dev/null | head -n 1)
export SOFTHSM2_CONF="$folder/softhsm2.conf" XDG_STATE_HOME="$folder" XDG_CONFIG_HOME="$folder"
mkdir "$folder/tokens"
printf 'directories.tokendir = %s\nlog.level = ERROR\n' "$folder/tokens" >"$SOFTHSM2_CONF"
(umask 077 && echo 12345678 >"$folder/pin")
train() {
  bin/hsm-bridge token init --module "$module" --label training --so-pin-file "$folder/pin" \
    --pin-file "$folder/pin" &&
    bin/hsm-bridge keys generate --module "$module" --token training --pin-file "$folder/pin" \
      --label training &&
    bin/hsm-bridge proxy init --module "$module" --token training --dir "$folder/proxy" \
      --host localhost --port 0 --path-prefix /training || return 1
  JAVA_FLAGS="-XX:AOTCacheOutput=target/hsm-bridge.aot" bin/hsm-bridge proxy run --no-warm-up \
    --config "$folder/proxy/proxy.toml" --pin-file "$folder/pin" --ready-file "$folder/ready" &
  proxy=$!
  while [ ! -e "$folder/ready" ] && kill -0 "$proxy" 2>/dev/null; do sleep 0.1; done
  kill -TERM "$proxy" 2>/dev/null
  wait "$proxy"
}
if ! train >"$folder/log" 2>&1 || [ ! -f target/hsm-bridge.aot ]; then
  cat "$folder/log" >&2
  echo "No start-up cache could be made; commands start slower." >&2
fi
