#!/bin/sh
# Installs the .deb of build/package/out into a clean Debian, runs the main job in the installed
# window and hsm-bridge as a plain user, removes it, and looks what is left. Checks the .rpm likewise
# by its content. Needs root, because it changes the root of a process.
set -eu
cd "$(dirname "$0")/../.."
packaging/scripts/need.sh mmdebstrap="makes a clean Debian" rpm="reads the .rpm"
work=build/package-test
out=build/package/out
deb=$(ls "$out"/*.deb) && rpm=$(ls "$out"/*.rpm) ||
  { echo "There are no packages yet. Run: make package" >&2; exit 1; }
base=build/clean-debian.tar
if [ ! -f "$base" ]; then
  echo "making a clean Debian, once" >&2
  options=
  for file in /etc/apt/apt.conf.d/99*; do
    [ ! -f "$file" ] || options="$options --aptopt=$file"
  done
  mkdir -p build
  # shellcheck disable=SC2046,SC2086 # lists
  mmdebstrap --quiet --variant=apt --mode=root $options \
    --include=softhsm2,xvfb,xauth,fonts-dejavu-core,$(dpkg-deb -f "$deb" Depends | tr -d ' ' | sed 's/|[^,]*//g') \
    bookworm "$base" $(ls /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null)
fi
rm -rf "$work"
mkdir -p "$work/root"
tar -C "$work/root" -xf "$base"
root=$PWD/$work/root
inside() { unshare --mount --fork sh -c '
  mount -t proc proc "$1/proc"; mount --rbind /dev "$1/dev"; mount -t tmpfs tmpfs "$1/tmp" -o mode=1777
  root=$1; shift; exec chroot "$root" "$@"' sh "$root" "$@"; }
files() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./home -o -path ./var/log \
  -o -path ./var/lib/dpkg -o -path ./var/cache -o -path ./usr/share/mime -o -path ./usr/share/icons/hicolor/icon-theme.cache \
  -o -path './etc/*-' -o -path ./deb \) -prune -o -print | sort); }

inside useradd --create-home tester
files >"$work/before"
mkdir "$root/deb"
cp "$deb" "$root/deb/"
inside sh -c 'dpkg -i /deb/*.deb' >"$work/install.log" 2>&1 || { cat "$work/install.log" >&2; exit 1; }

# Everything is done on the loopback interface: the installed programs need no network.
as_user() { inside runuser -u tester -- env -i HOME=/home/tester PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"; }
as_user hsm-bridge --version

as_user xvfb-run -a -s "-screen 0 1600x1000x24" \
  xks-workbench --demo --tour /home/tester/tour >"$work/tour.log" 2>&1 || { cat "$work/tour.log" >&2; exit 1; }
grep -q '"roundTripProven" : true' "$root/home/tester/tour/summary.json"
as_user sh -c 'SOFTHSM2_CONF=$HOME/.local/state/xks-workbench/demo/hsm/softhsm2.conf hsm-bridge token list --module /usr/lib/softhsm/libsofthsm2.so' |
  grep -q demo-token

inside sh -c 'dpkg -r xks-workbench && dpkg -P xks-workbench' >"$work/remove.log" 2>&1
rm -rf "$root/deb"
files >"$work/after"
if ! diff "$work/before" "$work/after" >"$work/left"; then
  echo "removing the package left or took files:" >&2
  cat "$work/left" >&2
  exit 1
fi
[ -d "$root/home/tester/.local/state/xks-workbench" ] || { echo "the user's own files are gone" >&2; exit 1; }

list() { sed 's:/$::' | grep -v '^$' | sort -u; }
dpkg-deb -c "$deb" | awk '$1 !~ /^d/ {print $6}' | sed 's:^\.::' | list >"$work/deb-files"
rpm -qp --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' "$rpm" | awk '$1 !~ /^d/ {print $2}' | list >"$work/rpm-files"
diff "$work/deb-files" "$work/rpm-files" || { echo ".deb and .rpm hold different files" >&2; exit 1; }
for need in gtk3 libXtst fontconfig; do
  rpm -qp --requires "$rpm" | grep -qx "$need" || { echo "the .rpm does not require $need" >&2; exit 1; }
done
echo "installed, used, removed: nothing is left but the user's own files"
