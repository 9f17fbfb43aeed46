#!/bin/sh
# Everything that can be run without an AWS account: the tests of `make test` and those that take
# longer (tag "slow"), programs of others on the local KMS, the fuzzer, the demo and the rehearsal
# without a display, and PKCS#11 modules of others, the packages and the container image where this is
# root. Says how long each took; ends at the first that fails.
set -eu
cd "$(dirname "$0")/../.."
begun=$(date +%s)
part() {
  name=$1
  shift
  from=$(date +%s)
  "$@" || { echo "$name failed" >&2; exit 1; }
  took=$(($(date +%s) - from))
  echo "$name passed after $((took / 60)) min $((took % 60)) s" >&2
}
undisplayed() { env -u DISPLAY -u WAYLAND_DISPLAY "$@"; }
part "tests, slow ones too" packaging/scripts/test.sh -Dtest.excluded.tags=aws,pictures,clients
part "programs of others" packaging/scripts/test-clients.sh
part "logins at a proxy" packaging/scripts/test-proxy-login.sh
part "fuzzer" packaging/scripts/fuzz.sh
part "demo" undisplayed packaging/scripts/demo.sh
part "rehearsal" undisplayed packaging/scripts/rehearsal.sh
if [ "$(id -u)" = 0 ]; then
  part "modules of others" packaging/scripts/test-modules.sh
  part "packages" packaging/scripts/package.sh
  part "installed package" packaging/scripts/test-package.sh
  part "container image" packaging/scripts/container.sh
  part "image that runs" packaging/scripts/test-container.sh
else
  echo "left out: make test-modules package test-package container test-container, which need root" >&2
fi
took=$(($(date +%s) - begun))
echo "everything passed after $((took / 60)) min $((took % 60)) s" >&2
