#!/bin/sh
# Makes build/pictures/<screen>-light.png and -dark.png from the real window on the real demo, and
# those in docs/pictures anew.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
packaging/scripts/need.sh \
  softhsm2="the window shows real tokens" \
  libgtk-3-0="the window is drawn with it" \
  fonts-dejavu-core="text in the window" \
  xvfb="the window is drawn on a virtual display" \
  xauth="xvfb-run uses it"
exec xvfb-run -a -s "-screen 0 1600x1000x24" ./mvnw -B -q test -pl hsm-bridge,app \
  -Dgroups=pictures -Dtest.excluded.tags= -Dsurefire.failIfNoSpecifiedTests=false "$@"
