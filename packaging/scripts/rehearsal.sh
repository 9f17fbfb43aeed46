#!/bin/sh
# A rehearsal of the shipped plan, on a private SoftHSM token, XKS proxy and local KMS. With a display
# it opens the window on key ceremonies; people act and confirm. Without one it drives the same window
# under a virtual display. Either way the evidence is in build/ceremony/bundle, and this ends with 0
# only if our verifier and the one in Python, which shares no code with ours, both take it, and both
# tell the same fingerprint.
set -eu
cd "$(dirname "$0")/../.."
export JAVA_HOME
JAVA_HOME=$(packaging/scripts/jdk25.sh)
packaging/scripts/need.sh \
  softhsm2="the HSM of the rehearsal" \
  libgtk-3-0="the window is drawn with it" \
  fonts-dejavu-core="text in the window" \
  python3="the reference verifier is written in it" \
  openssl="the reference verifier checks signatures with it"
packaging/scripts/build.sh

if [ -e build/ceremony ]; then
  echo "the earlier rehearsal is now $(packaging/scripts/aside.sh build/ceremony)" >&2
fi
mkdir -p build/ceremony
ceremonies=build/ceremony/demo/ceremonies
set -- --demo --demo-folder "$PWD/build/ceremony/demo" --ceremony "$@"

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  echo "Follow the plan in the window, and close the window at the end." >&2
  app/bin/xks-workbench "$@"
else
  packaging/scripts/need.sh \
    xvfb="there is no display here, and this is a virtual one" \
    xauth="xvfb-run uses it"
  robots=$(packaging/scripts/robots.sh)
  JAVA_FLAGS="-Dprism.order=sw -Dxksw.robots=$robots ${JAVA_FLAGS:-}" \
    xvfb-run -a -s "-screen 0 1600x1000x24" \
    app/bin/xks-workbench "$@" --tour build/ceremony/pictures
  echo "pictures are in build/ceremony/pictures" >&2
fi

bundle=$(find "$ceremonies" -mindepth 2 -maxdepth 2 -name bundle 2>/dev/null | sort | tail -1)
if [ -z "$bundle" ]; then
  echo "No ceremony came to its end: there is no evidence in $ceremonies." >&2
  exit 1
fi
cp -R "$bundle" build/ceremony/bundle
# The fingerprint is the link of the last line: what people wrote on paper. Here it is taken from what
# the reference verifier computed, so that ours is compared with other code.
said=$(python3 docs/verify2.py build/ceremony/bundle) || [ $? -eq 3 ]
fingerprint=$(printf '%s\n' "$said" | sed -n 's/.*fingerprint \([0-9a-f]\{64\}\).*/\1/p')
hsm-bridge/bin/hsm-bridge ceremony verify build/ceremony/bundle --fingerprint "$fingerprint"
python3 docs/verify2.py build/ceremony/bundle "fingerprint=$fingerprint"
echo "the evidence is in build/ceremony/bundle" >&2
