#!/bin/sh
# Checksums, and with SIGNING_KEY set to a key of your gpg a detached signature for each file.
#   sign.sh FOLDER
set -eu
cd "$1"
rm -f ./*.asc SHA256SUMS
sha256sum -- *.deb *.rpm *.tar.xz >SHA256SUMS
if [ -z "${SIGNING_KEY:-}" ]; then
  echo "not signed: set SIGNING_KEY to a key of your gpg" >&2
  exit 0
fi
for file in *.deb *.rpm *.tar.xz SHA256SUMS; do
  gpg --batch --yes --local-user "$SIGNING_KEY" --armor --detach-sign "$file"
done
