#!/bin/sh
# Packages for Linux: an app image with its own run time, a .deb, an .rpm and an offline archive, in
# build/package/out, with checksums. See docs/packaging.md.
#   package.sh [--image-only]
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
packaging/scripts/need.sh \
  binutils="jlink strips the run time" \
  unzip="reads the licences inside the jars" \
  fakeroot="files in packages belong to root" \
  rpm="makes the .rpm" \
  asciidoctor="makes the manual pages of hsm-bridge" \
  softhsm2="the start-up cache is trained on the demo" \
  libgtk-3-0="the window is drawn with it" \
  fonts-dejavu-core="text in the window" \
  xvfb="the window is trained on a virtual display" \
  xauth="xvfb-run uses it"

version=$(packaging/scripts/version.sh)
# One time stamp in everything: the one that Maven puts into the jars.
stamp=$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*:\1:p' pom.xml)
SOURCE_DATE_EPOCH=$(date -u -d "$stamp" +%s)
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
umask 022

packaging/scripts/build.sh --always
work=build/package
rm -rf "$work"
mkdir -p "$work/out"

arch=$(uname -m)
[ "$arch" = aarch64 ] && system=linux-aarch64 || system=linux
packaging/scripts/gather.sh "$work" "$system"

echo "linking the run time" >&2
"$JAVA_HOME/bin/jlink" --output "$work/runtime" \
  --module-path "$work/javafx" \
  --add-modules "$(packaging/scripts/modules.sh)" \
  --strip-debug --no-header-files --no-man-pages --compress zip-6

echo "making the app image" >&2
"$JAVA_HOME/bin/jpackage" @packaging/jpackage/image.args --app-version "$version" \
  --icon icons/xks-workbench/256.png
image=$work/xks-workbench
packaging/scripts/launchers.sh "$image"
# The start-up cache knows each jar by its size and time, so the time is set before and kept after.
find "$image" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
packaging/scripts/train.sh "$image"
packaging/scripts/legal.sh "$image/lib/app"
[ "${1:-}" != --image-only ] || exit 0

echo "making the packages" >&2
packaging/scripts/tree.sh "$image" "$work/tree" "$version"
find "$work/tree" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
deb_arch=$(dpkg --print-architecture)
cp -a "$work/tree" "$work/deb"
mkdir -p "$work/deb/DEBIAN"
size=$(du -sk "$work/tree" | cut -f 1)
sed "s/@VERSION@/$version/; s/@ARCH@/$deb_arch/; s/@SIZE@/$size/" packaging/linux/deb-control \
  >"$work/deb/DEBIAN/control"
echo /etc/xks-workbench/policy.toml >"$work/deb/DEBIAN/conffiles"
(cd "$work/deb" && find . -type f ! -path './DEBIAN/*' ! -path './etc/*' -printf '%P\0' | sort -z | xargs -0 md5sum) \
  >"$work/deb/DEBIAN/md5sums"
fakeroot dpkg-deb --root-owner-group -Zxz --build "$work/deb" \
  "$work/out/xks-workbench_${version}_${deb_arch}.deb" >/dev/null

rpmbuild -bb --quiet \
  --define "_topdir $root/$work/rpm" --define "_rpmdir $root/$work/out" \
  --define "_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm" \
  --define "_buildhost localhost" --define "use_source_date_epoch_as_buildtime 1" \
  --define "clamp_mtime_to_source_date_epoch 1" --define "_build_id_links none" \
  --define "app_version $version" --define "app_tree $root/$work/tree" \
  packaging/linux/xks-workbench.spec

# For machines without a network: used where it is unpacked, or installed from there. What belongs to
# the whole machine, policy and unit, comes with the packages only.
archive=xks-workbench-$version
cp -a "$work/tree/usr" "$work/$archive"
rm -r "$work/$archive/lib/systemd" "$work/$archive/lib/sysusers.d"
cp -p packaging/linux/install.sh "$work/$archive/"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
  -C "$work" -cf - "$archive" | xz -T0 -6 >"$work/out/xks-workbench-$version-linux-$arch.tar.xz"

packaging/scripts/sign.sh "$work/out"
git rev-parse HEAD >"$work/commit" 2>/dev/null || true
cat "$work/out/SHA256SUMS"
