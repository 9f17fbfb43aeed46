#!/bin/sh
# Unpacks the image of build/container as a container engine does, digests checked, and runs it as the
# user that it names, in a root and mounts of its own: a program encrypts with the key of its key
# store and decrypts again. Needs root, because it changes the root of a process.
set -eu
cd "$(dirname "$0")/../.."
packaging/scripts/need.sh \
  jq="reads the image's description" \
  skopeo="a reader of images that others wrote" \
  awscli="the program that encrypts"
archive=$(ls build/container/*.oci.tar) ||
  { echo "There is no image yet. Run: make container" >&2; exit 1; }
work=build/container-test
rm -rf "$work"
mkdir -p "$work/layout" "$work/root"
tar -C "$work/layout" -xf "$archive"
skopeo --insecure-policy copy --quiet "oci-archive:$archive" "docker-archive:$PWD/$work/docker.tar:xks-workbench"
blob() {
  file=$work/layout/blobs/sha256/${1#sha256:}
  [ "$(sha256sum "$file" | cut -d ' ' -f 1)" = "${1#sha256:}" ] ||
    { echo "the digest of $1 is another" >&2; exit 1; }
  echo "$file"
}
manifest=$(blob "$(jq -r '.manifests[0].digest' "$work/layout/index.json")")
config=$(blob "$(jq -r .config.digest "$manifest")")
layer=$(blob "$(jq -r '.layers[0].digest' "$manifest")")
[ "sha256:$(gzip -dc "$layer" | sha256sum | cut -d ' ' -f 1)" = "$(jq -r '.rootfs.diff_ids[0]' "$config")" ] ||
  { echo "the layer is not the one that the image names" >&2; exit 1; }
tar -C "$work/root" -xzf "$layer"
mkdir -p "$work/root/proc" "$work/root/dev"

# Engines read the same description: user, entry point, command.
user=$(jq -r .config.User "$config")
jq -r '(.config.Entrypoint + .config.Cmd)[]' "$config" >"$work/command"
set --
while read -r word; do set -- "$@" "$word"; done <"$work/command"
# shellcheck disable=SC2016 # the inner shell expands it
unshare --mount sh -c '
  mount -t proc proc "$1/proc"; mount --rbind /dev "$1/dev"; mount -t tmpfs tmpfs "$1/tmp" -o mode=1777
  root=$1; user=$2; shift 2
  exec env -i "$(command -v chroot)" --userspec="$user" "$root" "$@"' sh "$PWD/$work/root" "$user" "$@" \
  >"$work/log" 2>&1 &
running=$!
trap 'kill "$running" 2>/dev/null || true' EXIT
tries=0
until grep -q "not AWS" "$work/log"; do
  tries=$((tries + 1))
  if [ $tries -gt 300 ] || ! kill -0 "$running" 2>/dev/null; then
    cat "$work/log" >&2
    echo "it does not serve" >&2
    exit 1
  fi
  sleep 0.2
done
kms() {
  env AWS_ENDPOINT_URL= AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \
    AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true AWS_PAGER= \
    /usr/bin/aws --endpoint-url http://127.0.0.1:4599 --output text kms "$@"
}
printf 'attack at dawn' >"$work/text"
kms encrypt --key-id alias/test --plaintext "fileb://$work/text" --query CiphertextBlob |
  base64 -d >"$work/blob"
[ "$(kms decrypt --ciphertext-blob "fileb://$work/blob" --query Plaintext | base64 -d)" = "attack at dawn" ] ||
  { echo "what was encrypted does not come back" >&2; exit 1; }
grep -q '"proxy":\["Encrypt 200' "$work/log" || { echo "no proxy was asked" >&2; exit 1; }
# It is the process that an engine stops.
kill "$running"
trap - EXIT
wait "$running" || { echo "it did not end well when it was told to stop" >&2; exit 1; }
echo "The image serves as $user; its key store's key encrypts and decrypts."
