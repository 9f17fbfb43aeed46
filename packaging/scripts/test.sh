#!/bin/sh
# Every test, window tests included, in a real window on a virtual display.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
packaging/scripts/need.sh \
  softhsm2="the tests use real tokens" \
  gcc="a test compiles a PKCS#11 module that fails on command" \
  libc6-dev="gcc needs it" \
  libgtk-3-0="the window is drawn with it" \
  fonts-dejavu-core="text in the window" \
  xvfb="the window tests run on a virtual display" \
  xauth="xvfb-run uses it"
exec xvfb-run -a -s "-screen 0 1600x1000x24" ./mvnw -B verify "$@"
