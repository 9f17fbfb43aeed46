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
  libgtk-3-0="the window is drawn with it" \
  fonts-dejavu-core="text in the window"
packaging/scripts/build.sh

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  exec app/bin/xks-workbench --demo "$@"
fi
packaging/scripts/need.sh \
  xvfb="there is no display here, and this is a virtual one" \
  xauth="xvfb-run uses it"
# The pictures of an earlier run, and nothing else that lies there.
mkdir -p build/demo
packaging/scripts/made-files.sh build/demo
robots=$(packaging/scripts/robots.sh)
JAVA_FLAGS="-Dprism.order=sw -Dxksw.robots=$robots ${JAVA_FLAGS:-}" \
  xvfb-run -a -s "-screen 0 1600x1000x24" app/bin/xks-workbench --demo --tour build/demo "$@"
echo "pictures and summary.json are in build/demo:" >&2
cat build/demo/summary.json
