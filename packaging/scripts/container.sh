#!/bin/sh
# A container image of hsm-bridge, the local KMS and the XKS proxy, as an OCI archive in
# build/container: xks-workbench-VERSION-ARCH.oci.tar. No container engine is needed. It holds the C
# library of this Debian, a run time with the modules that are used, and the jars; no shell.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
packaging/scripts/need.sh \
  binutils="jlink strips the run time" \
  unzip="reads the licences inside the jars" \
  jq="writes the image's description"
command -v apt-get >/dev/null || {
  echo "The image is made of Debian's C library, and this is no Debian system." >&2
  exit 1
}
version=$(packaging/scripts/version.sh)
stamp=$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*:\1:p' pom.xml)
epoch=$(date -u -d "$stamp" +%s)
arch=$(dpkg --print-architecture)
[ "$arch" = arm64 ] && native=linux-aarch_64 || native=linux-x86_64
umask 022

packaging/scripts/build.sh
work=build/container
rm -rf "$work"
root=$work/root
mkdir -p "$root/opt/xks-workbench/lib" "$root/tmp" "$root/data" "$root/etc" "$work/packages" \
  "$work/layout/blobs/sha256"

echo "fetching the C library" >&2
(cd "$work/packages" && apt-get -qq -o APT::Sandbox::User=root download libc6 libgcc-s1 libstdc++6 >/dev/null)
for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$root"; done
# What only a shell or a compiler would use.
find "$root/usr" -path '*/gconv' -prune -exec rm -r {} +
echo "nobody:x:65532:65532::/data:/nonexistent" >"$root/etc/passwd"
echo "hosts: files dns" >"$root/etc/nsswitch.conf"
chmod 1777 "$root/tmp"

echo "linking the run time" >&2
"$JAVA_HOME/bin/jlink" --output "$root/opt/xks-workbench/runtime" \
  --add-modules "$(packaging/scripts/modules.sh | tr ',' '\n' | grep -v '^javafx\.' | paste -sd,)" \
  --strip-debug --no-header-files --no-man-pages --compress zip-6
cp hsm-bridge/target/hsm-bridge.jar "$root/opt/xks-workbench/lib/hsm-bridge.jar"
tr ':' '\n' <hsm-bridge/target/classpath | while read -r jar; do
  case ${jar##*/} in
    *-"$native".jar) cp "$jar" "$root/opt/xks-workbench/lib/" ;;
    *-windows-x86_64.jar | *-osx-*.jar | *-linux-x86_64.jar | *-linux-aarch_64.jar) ;;
    jspecify-* | error_prone_annotations-*) ;;
    *) cp "$jar" "$root/opt/xks-workbench/lib/" ;;
  esac
done
packaging/scripts/legal.sh "$root/opt/xks-workbench/lib"

blob() { # FILE: puts it under its digest and prints "digest size"
  digest=$(sha256sum "$1" | cut -d ' ' -f 1)
  size=$(stat -c %s "$1")
  mv "$1" "$work/layout/blobs/sha256/$digest"
  echo "sha256:$digest $size"
}
echo "packing the image" >&2
tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner -C "$root" -cf "$work/layer.tar" .
layer=$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)
gzip -n "$work/layer.tar"
layer_blob=$(blob "$work/layer.tar.gz")
jq -n --arg arch "$arch" --arg layer "sha256:$layer" --arg created "$stamp" --arg version "$version" '{
  created: $created, architecture: $arch, os: "linux",
  config: {
    User: "65532:65532",
    WorkingDir: "/data",
    Entrypoint: ["/opt/xks-workbench/runtime/bin/java", "-XX:+UseSerialGC",
      "-XX:-CreateCoredumpOnCrash", "-XX:+SuppressFatalErrorMessage",
      "--enable-native-access=ALL-UNNAMED", "-cp", "/opt/xks-workbench/lib/*",
      "org.xksworkbench.bridge.cli.HsmBridge"],
    Cmd: ["local-kms", "--with-key-store", "--port", "4599"],
    Labels: {"org.opencontainers.image.title": "XKS Workbench hsm-bridge",
      "org.opencontainers.image.version": $version,
      "org.opencontainers.image.licenses": "Apache-2.0"}
  },
  rootfs: {type: "layers", diff_ids: [$layer]}
}' >"$work/config.json"
config_blob=$(blob "$work/config.json")
jq -n --arg config "${config_blob% *}" --argjson config_size "${config_blob#* }" \
  --arg layer "${layer_blob% *}" --argjson layer_size "${layer_blob#* }" '{
  schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: {mediaType: "application/vnd.oci.image.config.v1+json", digest: $config, size: $config_size},
  layers: [{mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: $layer, size: $layer_size}]
}' >"$work/manifest.json"
manifest_blob=$(blob "$work/manifest.json")
jq -n --arg manifest "${manifest_blob% *}" --argjson size "${manifest_blob#* }" --arg version "$version" '{
  schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json",
  manifests: [{mediaType: "application/vnd.oci.image.manifest.v1+json", digest: $manifest, size: $size,
    annotations: {"org.opencontainers.image.ref.name": $version,
      "io.containerd.image.name": ("docker.io/library/xks-workbench:" + $version)}}]
}' >"$work/layout/index.json"
echo '{"imageLayoutVersion":"1.0.0"}' >"$work/layout/oci-layout"
archive=$work/xks-workbench-$version-$arch.oci.tar
tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner -C "$work/layout" -cf "$archive" .
echo "$archive" >&2
