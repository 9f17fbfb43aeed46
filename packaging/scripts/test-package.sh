#!/bin/sh
# Installs the .deb of build/package/out into a clean Debian, runs the main job in the installed
# window and hsm-bridge as a plain user, removes it, and looks what is left. Checks the .rpm likewise
# by its content. Needs root, because it changes the root of a process.
set -eu
cd "$(dirname "$0")/../.."
packaging/scripts/need.sh mmdebstrap="makes a clean Debian" rpm="reads the .rpm" \
  rpm2cpio="unpacks the .rpm" cpio="unpacks the .rpm" gnupg="signs and verifies" \
  appstream="checks the metadata" desktop-file-utils="checks the desktop entry" fish="completes commands" zsh="completes commands" python3="unpacks the diagnostics"
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
version=$(as_user hsm-bridge --version)
as_user man -w hsm-bridge xks-workbench >/dev/null 2>&1 || [ -f "$root/usr/share/man/man1/hsm-bridge.1.gz" ]
[ ! -e "$root/etc/systemd/system/multi-user.target.wants/xks-proxy.service" ] ||
  { echo "the proxy's unit was enabled" >&2; exit 1; }
if command -v systemd-analyze >/dev/null; then
  # The unit names the installed program, so it is verified where that is.
  sed "s:=/usr/\(.*\)/bin/hsm-bridge:=$root/usr/\1/bin/hsm-bridge:; s:=/usr/bin/hsm-bridge:=$root/usr/bin/hsm-bridge:" "$root/usr/lib/systemd/system/xks-proxy.service" \
    >"$work/xks-proxy.service"
  systemd-analyze verify --man=no "$work/xks-proxy.service" >"$work/unit.log" 2>&1 ||
    { cat "$work/unit.log" >&2; exit 1; }
fi

# The installed window has nothing in it that drives it.
if as_user xks-workbench --tour /home/tester/tour >"$work/no-robot.log" 2>&1; then
  echo "the product drives itself" >&2
  exit 1
fi
grep -q 'Unknown argument --tour' "$work/no-robot.log" || { cat "$work/no-robot.log" >&2; exit 1; }
cp "$(packaging/scripts/robots.sh)" "$root/home/tester/robots.jar"
as_user env JAVA_TOOL_OPTIONS=-Dxksw.robots=/home/tester/robots.jar xvfb-run -a -s "-screen 0 1600x1000x24" \
  xks-workbench --demo --tour /home/tester/tour >"$work/tour.log" 2>&1 || { cat "$work/tour.log" >&2; exit 1; }
grep -q '"roundTripProven" : true' "$root/home/tester/tour/summary.json"
as_user sh -c 'SOFTHSM2_CONF=$HOME/.local/state/xks-workbench/demo/hsm/softhsm2.conf hsm-bridge token list --module /usr/lib/softhsm/libsofthsm2.so' |
  grep -q demo-token

# Nothing of the run outside the user's own folders, and no secret in what is not the demo's own.
as_user hsm-bridge diagnostics /home/tester/diagnostics.zip
secrets=$(grep -h 'secret-access-key' "$root/home/tester/.local/state/xks-workbench/demo/proxy/proxy.toml" | sed 's/.*= *"\(.*\)".*/\1/')
[ -n "$secrets" ] || { echo "the demo has no secret to look for" >&2; exit 1; }
mkdir "$work/diagnostics"
python3 -m zipfile -e "$root/home/tester/diagnostics.zip" "$work/diagnostics"
[ -s "$root/home/tester/.local/state/xks-workbench/logs/xks-workbench.log" ] ||
  { echo "there is no log" >&2; exit 1; }
[ -d "$root/home/tester/.cache/xks-workbench/javafx" ] && [ ! -e "$root/home/tester/.openjfx" ] ||
  { echo "JavaFX did not unpack into the cache folder" >&2; exit 1; }
for secret in demo-1234 demo-so-1234 $secrets; do
  if grep -rlF -e "$secret" "$work/diagnostics" "$work/tour.log" "$root/home/tester/tour" "$root/home/tester/.cache" \
    "$root/home/tester/.local/state/xks-workbench/logs"; then
    echo "a secret is in the files above" >&2
    exit 1
  fi
done

# The policy of the machine: what the administrator sets there, the user cannot lift.
echo 'read-only = true' >"$root/etc/xks-workbench/policy.toml"
if as_user hsm-bridge profile unlock prod 2>"$work/policy.log"; then
  echo "a read-only machine was unlocked" >&2
  exit 1
fi
grep -q '/etc/xks-workbench/policy.toml' "$work/policy.log"
echo 'modules = []' >"$root/etc/xks-workbench/policy.toml"
if as_user hsm-bridge token list --module /usr/lib/softhsm/libsofthsm2.so 2>"$work/policy.log"; then
  echo "a module was loaded that is not allowed" >&2
  exit 1
fi

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
[ "$(rpm -qp --configfiles "$rpm")" = /etc/xks-workbench/policy.toml ] ||
  { echo "the policy is no configuration file of the .rpm" >&2; exit 1; }
for file in usr/share/bash-completion/completions/xks-workbench usr/bin/hsm-bridge usr/lib/systemd/system/xks-proxy.service usr/share/man/man1/hsm-bridge.1.gz \
  usr/share/man/man1/hsm-bridge-proxy-credentials-add.1.gz usr/share/zsh/site-functions/_hsm-bridge \
  usr/share/bash-completion/completions/hsm-bridge usr/lib/xks-workbench/lib/app/xks-workbench.aot; do
  grep -qx "/$file" "$work/rpm-files" || { echo "the .rpm lacks /$file" >&2; exit 1; }
done
# The content too, not the names alone.
mkdir "$work/rpm" "$work/debtree"
(cd "$work/rpm" && rpm2cpio "$OLDPWD/$rpm" | cpio -idm --quiet)
dpkg-deb -x "$deb" "$work/debtree"
diff -r "$work/rpm" "$work/debtree" || { echo ".deb and .rpm hold different content" >&2; exit 1; }

desktop-file-validate "$work"/debtree/usr/share/applications/*.desktop
appstreamcli validate --no-net --pedantic "$work"/debtree/usr/share/metainfo/*.xml >"$work/metadata.log" ||
  { cat "$work/metadata.log" >&2; exit 1; }

# What completes commands, asked as the shells do.
offered=$(fish --no-config -c "source $work/debtree/usr/share/fish/vendor_completions.d/hsm-bridge.fish
  complete -C 'hsm-bridge --profile prod keys '" | cut -f 1 | tr '\n' ' ')
[ "$offered" = "delete generate list show " ] || { echo "fish offers: $offered" >&2; exit 1; }
offered=$(bash -c "source $work/debtree/usr/share/bash-completion/completions/hsm-bridge
  COMP_WORDS=(hsm-bridge keys l) COMP_CWORD=2 COMP_LINE='hsm-bridge keys l' COMP_POINT=17
  _complete_hsm-bridge 2>/dev/null; echo \"\${COMPREPLY[*]}\"")
[ "$offered" = list ] || { echo "bash offers: $offered" >&2; exit 1; }
zsh -n "$work"/debtree/usr/share/zsh/vendor-completions/_*

# Signatures, with a key that lives as long as this test.
export GNUPGHOME=$PWD/$work/gpg
mkdir -m 700 "$GNUPGHOME" "$work/signed"
gpg --batch --quiet --passphrase '' --quick-generate-key 'Package test <test@example.com>' ed25519 sign never
cp "$out"/*.deb "$out"/*.rpm "$out"/*.tar.xz "$work/signed/"
SIGNING_KEY=test@example.com packaging/scripts/sign.sh "$work/signed"
for file in "$work"/signed/*.deb "$work"/signed/*.rpm "$work"/signed/*.tar.xz "$work"/signed/SHA256SUMS; do
  gpg --batch --quiet --verify "$file.asc" "$file" 2>/dev/null || { echo "$file has no good signature" >&2; exit 1; }
done
(cd "$work/signed" && sha256sum --quiet -c SHA256SUMS)

# The offline archive, without a network: used where it is unpacked, installed by a plain user, and
# taken away again.
mkdir "$root/offline"
tar -C "$root/offline" --strip-components=1 -xf "$out"/*.tar.xz
offline() {
  inside unshare --net runuser -u tester -- env -i HOME=/home/tester PATH=/usr/bin:/bin LANG=C.UTF-8 "$@" 2>&1
}
home_files() { (cd "$root/home/tester" && find . | sort); }
said=$(offline /offline/bin/hsm-bridge --version)
home_files >"$work/home-before"
offline /offline/install.sh
said="$said;$(offline /home/tester/.local/bin/hsm-bridge --version);$(offline /home/tester/.local/bin/xks-workbench --version)"
# A cache that does not fit its jars would say so here.
[ "$said" = "$(printf '%s;%s;%s' "$version" "$version" "$version")" ] || { echo "$said" >&2; exit 1; }
desktop-file-validate "$root/home/tester/.local/share/applications/xks-workbench.desktop"
offline /offline/install.sh
offline /offline/install.sh --remove
home_files >"$work/home-after"
diff "$work/home-before" "$work/home-after" ||
  { echo "removing what the archive installed left or took files" >&2; exit 1; }

# What the unit starts, as its user, with the PIN from a file that root alone can read. The clean
# Debian has no systemd, so its hardening is verified only, not lived under.
inside useradd --system --home-dir /var/lib/xks-proxy --create-home xks-proxy
chmod 700 "$root/var/lib/xks-proxy"
echo svc-4321 >"$root/root/pin"
chmod 600 "$root/root/pin"
as_proxy() {
  inside sh -c 'exec </root/pin; exec runuser -u xks-proxy -- env -i HOME=/var/lib/xks-proxy \
    PATH=/offline/bin:/usr/bin:/bin SOFTHSM2_CONF=/var/lib/xks-proxy/softhsm2.conf "$@"' sh "$@"
}
as_proxy sh -c 'cd && umask 077 && mkdir tokens && echo so-4321 >so && echo svc-4321 >user &&
  echo "directories.tokendir = /var/lib/xks-proxy/tokens" >softhsm2.conf'
as_proxy hsm-bridge token init --module /usr/lib/softhsm/libsofthsm2.so --label payments \
  --so-pin-file /var/lib/xks-proxy/so --pin-file /var/lib/xks-proxy/user >/dev/null
rm "$root/var/lib/xks-proxy/so" "$root/var/lib/xks-proxy/user"
as_proxy hsm-bridge proxy init --dir /var/lib/xks-proxy/proxy --module /usr/lib/softhsm/libsofthsm2.so \
  --token payments --host xks.example.test --path-prefix /payments >/dev/null
start=$(sed -n 's:^ExecStart=/usr/bin/::p' packaging/linux/xks-proxy.service)
# It ends when it was told to, or after as long as a busy machine may need.
# shellcheck disable=SC2016,SC2086 # variables of that shell; words of a command
as_proxy timeout 300 sh -c 'exec 3<&0; "$@" <&3 3<&- &
  until [ -e /var/lib/xks-proxy/stop ] || ! kill -0 $!; do sleep 0.2; done; kill $!; wait $!' sh \
  $start --port 0 --ready-file /var/lib/xks-proxy/ready >"$work/proxy.log" 2>&1 &
proxy=$!
until [ -s "$root/var/lib/xks-proxy/ready" ]; do
  kill -0 "$proxy" 2>/dev/null || { cat "$work/proxy.log" >&2; exit 1; }
  sleep 0.2
done
touch "$root/var/lib/xks-proxy/stop"
wait "$proxy" || true
if grep -F svc-4321 "$work/proxy.log"; then
  echo "the PIN is in the proxy's log" >&2
  exit 1
fi

echo "installed, used, removed: nothing is left but the user's own files; .rpm, archive, signatures and proxy are good"
