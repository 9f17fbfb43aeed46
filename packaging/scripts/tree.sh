#!/bin/sh
# Lays the files of a package as they are installed.
#   tree.sh IMAGE TREE VERSION
set -eu
image=$1
tree=$2
version=$3
mkdir -p "$tree/usr/lib" "$tree/usr/bin" "$tree/usr/share/applications" "$tree/usr/share/metainfo" \
  "$tree/usr/share/mime/packages" "$tree/usr/share/doc/xks-workbench"
cp -a "$image" "$tree/usr/lib/xks-workbench"
for name in xks-workbench hsm-bridge; do
  ln -s "../lib/xks-workbench/bin/$name" "$tree/usr/bin/$name"
done
cp packaging/linux/xks-workbench.desktop "$tree/usr/share/applications/"
cp packaging/linux/org.xksworkbench.XksWorkbench.metainfo.xml "$tree/usr/share/metainfo/"
cp packaging/linux/xks-workbench-mime.xml "$tree/usr/share/mime/packages/xks-workbench.xml"
for size in 16 24 32 48 64 128 256 512; do
  icons=$tree/usr/share/icons/hicolor/${size}x$size
  mkdir -p "$icons/apps" "$icons/mimetypes"
  cp "icons/xks-workbench/$size.png" "$icons/apps/xks-workbench.png"
  cp "icons/ceremony-bundle/$size.png" "$icons/mimetypes/ceremony-bundle.png"
done
mkdir -p "$tree/usr/share/icons/hicolor/scalable/apps" "$tree/usr/share/icons/hicolor/scalable/mimetypes"
cp icons/xks-workbench.svg "$tree/usr/share/icons/hicolor/scalable/apps/"
cp icons/ceremony-bundle.svg "$tree/usr/share/icons/hicolor/scalable/mimetypes/"

packaging/scripts/manual.sh "$image/lib/app/*" "$tree" "$version"
# The policy of the machine: the administrator's own file from then on.
mkdir -p "$tree/etc/xks-workbench" "$tree/usr/lib/systemd/system" "$tree/usr/lib/sysusers.d"
cp packaging/linux/policy.toml "$tree/etc/xks-workbench/policy.toml"
# A test proxy that stays up: not enabled, and no user is made.
cp packaging/linux/xks-proxy.service "$tree/usr/lib/systemd/system/"
cp packaging/linux/xks-proxy.sysusers "$tree/usr/lib/sysusers.d/xks-proxy.conf"
cp docs/proxy-service.md docs/policy-file.md "$tree/usr/share/doc/xks-workbench/"
cp README.md LICENSE "$tree/usr/share/doc/xks-workbench/"
gzip -9n <CHANGELOG.md >"$tree/usr/share/doc/xks-workbench/changelog.gz"
cp packaging/linux/copyright "$tree/usr/share/doc/xks-workbench/copyright"
# jlink makes some files read-only for their owner too.
chmod -R u+w "$tree"
