#!/bin/sh
# Installs Debian packages that are missing, and says why they are needed.
#   need.sh PACKAGE=REASON...
# Without root and without sudo it prints the one command to run, and fails.
set -eu
missing=
for need in "$@"; do
  package=${need%%=*}
  if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed'; then
    missing="$missing $package"
    echo "missing: $package (${need#*=})" >&2
  fi
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
  echo "This is no Debian system. Install what corresponds to:$missing" >&2
  exit 1
fi
install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
  sudo=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  sudo=sudo
else
  echo "Run this, then try again:" >&2
  echo "  sudo $install" >&2
  exit 1
fi
echo "installing:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
# Another program that installs something, as an unattended upgrade does, is waited for.
waiting="-o DPkg::Lock::Timeout=600"
# shellcheck disable=SC2086 # a list of packages
$sudo $install $waiting >/dev/null 2>&1 ||
  { $sudo apt-get update $waiting >/dev/null && $sudo $install $waiting >/dev/null; }
