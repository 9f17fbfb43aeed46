#!/bin/sh
# Deletes what the demo keeps: its token, its proxy's configuration, its pictures.
set -eu
cd "$(dirname "$0")/../.."
folder=${XDG_STATE_HOME:-$HOME/.local/state}/xks-workbench/demo
rm -rf "$folder" build/demo
echo "deleted $folder"
