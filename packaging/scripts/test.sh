#!/bin/sh
# Every test, window tests included, in real windows on virtual displays. The tests of the two
# modules wait much of their time, so they run side by side, in two JVMs each; what the bridge's say is shown when
# both are over. Ends with 0 only if both passed.
#   test.sh [MAVEN-ARGUMENT...]
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
packaging/scripts/need.sh \
  softhsm2="the tests use real tokens" \
  python3="the reference verifier of ceremonies runs beside ours" \
  gcc="tests compile PKCS#11 modules that fail, crash and hang" \
  haproxy="a test runs two proxies behind it" \
  openssl="a test serves with a key that it made, and the reference verifier asks it for signatures" \
  libc6-dev="gcc needs it" \
  opensc="listing is timed against pkcs11-tool" \
  opensc-pkcs11="its spy stands between the command line and a token" \
  libnss3="a second PKCS#11 module" \
  libp11-kit0="its proxy module is tried, and its parser judges PKCS#11 URIs" \
  awscli="the tests run AWS's own command line against the local KMS" \
  libgtk-3-0="the window is drawn with it" \
  fonts-dejavu-core="text in the window" \
  xvfb="the window tests run on a virtual display" \
  xauth="xvfb-run uses it"
# What is started in the background may have been told to ignore signals that tests send.
maven="env --default-signal=HUP,INT,TERM ./mvnw -B"
$maven process-test-classes "$@"
packaging/scripts/train-checkout.sh
mkdir -p build
$maven test -pl hsm-bridge -Dtest.jvms=2 "$@" >build/test-bridge.log 2>&1 &
bridge=$!
trap 'kill $bridge 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
outcome=0
# Windows wait more than they work, so two JVMs have one display each, with numbers that nobody uses.
displays=70
while [ -e "/tmp/.X${displays}1-lock" ] || [ -e "/tmp/.X${displays}2-lock" ]; do displays=$((displays + 1)); done
keys=$(mktemp)
# shellcheck disable=SC2086 # a command of several words
xvfb-run -n "${displays}1" -f "$keys" -s "-screen 0 1600x1000x24" \
  xvfb-run -n "${displays}2" -f "$keys" -s "-screen 0 1600x1000x24" \
  $maven verify -Dskip.bridge.tests -Dtest.displays="$displays" "$@" || outcome=$?
rm -f "$keys"
wait "$bridge" || outcome=$?
trap - EXIT
cat build/test-bridge.log
exit "$outcome"
