#!/bin/sh
# Installs programs of others that use AWS KMS into build/clients, and prints that folder: boto3, the
# AWS CLI, the AWS Encryption SDK (Python), the AWS SDK for JavaScript, sops. Their versions are
# pinned; what is there already is not fetched again.
set -eu
cd "$(dirname "$0")/../.."
sources=hsm-bridge/src/test/clients
folder=$PWD/build/clients
sops=v3.10.2
mkdir -p "$folder/bin"

set -- python3-venv="boto3 and the AWS CLI get an environment of their own"
command -v node >/dev/null || set -- "$@" nodejs="the AWS SDK for JavaScript runs on it"
command -v npm >/dev/null || set -- "$@" npm="it fetches the AWS SDK for JavaScript"
command -v go >/dev/null || set -- "$@" golang-go="sops is built with it"
packaging/scripts/need.sh "$@"

if ! cmp -s "$sources/requirements.txt" "$folder/requirements.txt"; then
  echo "fetching boto3, the AWS CLI and the AWS Encryption SDK for Python" >&2
  python=/usr/bin/python3
  [ -x "$python" ] || python=python3
  "$python" -m venv "$folder/python"
  "$folder/python/bin/pip" -q --disable-pip-version-check install -r "$sources/requirements.txt" >&2
  cp "$sources/requirements.txt" "$folder/requirements.txt"
fi
if ! cmp -s "$sources/package.json" "$folder/node/package.json"; then
  echo "fetching the AWS SDK for JavaScript" >&2
  mkdir -p "$folder/new"
  cp "$sources/package.json" "$folder/new/"
  (cd "$folder/new" && npm install --no-audit --no-fund --ignore-scripts --silent >&2)
  # Whole or not at all: an install that broke off leaves the folder "new".
  if [ -d "$folder/node" ]; then mv "$folder/node" "$folder/old-$(date +%s)"; fi
  mv "$folder/new" "$folder/node"
fi
if [ "$(cat "$folder/sops.version" 2>/dev/null)" != "$sops" ]; then
  echo "building sops $sops (some minutes)" >&2
  (cd "$folder" && env GOBIN="$folder/bin" GOFLAGS=-mod=mod \
    go install "github.com/getsops/sops/v3/cmd/sops@$sops") >&2 || {
    echo "sops could not be built: it needs Go 1.23 or later and its module proxy." >&2
    exit 1
  }
  echo "$sops" >"$folder/sops.version"
fi
echo "$folder"
