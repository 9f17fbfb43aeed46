#!/bin/sh
# The demo: opens the window on a private SoftHSM token, the XKS proxy and the local KMS. Without a
# display it drives the same window under a virtual one and leaves pictures and summary.json in
# build/demo.
set -eu
cd "$(dirname "$0")/../.."
export JAVA_HOME
JAVA_HOME=$(packaging/scripts/jdk25.sh)
packaging/scripts/need.sh \
  softhsm2="the HSM of the demo" \
  libgtk-3-0="the window is drawn with it"
packaging/scripts/build.sh

run() {
  "$@" "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED ${JAVA_FLAGS:-} \
    -cp "app/target/classes:hsm-bridge/target/classes:$(cat app/target/classpath)" \
    org.xksworkbench.app.Main --demo ${DEMO_ARGUMENTS:-}
}

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  run env
  exit
fi
packaging/scripts/need.sh \
  xvfb="there is no display here, and this is a virtual one" \
  xauth="xvfb-run uses it"
rm -rf build/demo
mkdir -p build/demo
JAVA_FLAGS="-Dprism.order=sw ${JAVA_FLAGS:-}"
DEMO_ARGUMENTS="--tour build/demo ${DEMO_ARGUMENTS:-}"
run xvfb-run -a -s "-screen 0 1600x1000x24"
echo "pictures and summary.json are in build/demo:" >&2
cat build/demo/summary.json
