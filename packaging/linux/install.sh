#!/bin/sh
# Installs XKS Workbench from this folder, with no network, and takes it away again.
#   install.sh [--prefix FOLDER]
#   install.sh --remove [--prefix FOLDER]
# The folder is /usr/local for root and ~/.local for everybody else. Without installing it, the
# programs in bin/ work from here.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
[ "$(id -u)" = 0 ] && prefix=/usr/local || prefix=$HOME/.local
remove=
while [ $# -gt 0 ]; do
  case $1 in
    --remove) remove=yes ;;
    --prefix)
      [ $# -gt 1 ] || { echo "--prefix needs a folder." >&2; exit 2; }
      prefix=$2
      shift
      ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
# What was put where, folders with a slash at their end, so that it can be taken away.
list=$prefix/lib/xks-workbench/installed

# Desktops look into databases of their own for a type of file.
tell_desktop() {
  if command -v update-mime-database >/dev/null && [ -d "$prefix/share/mime/packages" ]; then
    update-mime-database "$prefix/share/mime" >/dev/null 2>&1 || true
  fi
}

take_away() {
  kept=$(mktemp)
  cp "$list" "$kept"
  grep -v '/$' "$kept" | while read -r file; do rm -f "$prefix/$file"; done
  rm -f "$list"
  tell_desktop
  # The database of a folder that was not there before, once nothing but it is left.
  if grep -qx 'share/mime/' "$kept" && [ -z "$(ls -A "$prefix/share/mime/packages" 2>/dev/null)" ]; then
    rm -rf "$prefix/share/mime"
  fi
  grep '/$' "$kept" | sort -r | while read -r folder; do
    rmdir "$prefix/$folder" 2>/dev/null || true
  done
  rm -f "$kept"
}

if [ -n "$remove" ]; then
  [ -f "$list" ] || { echo "XKS Workbench is not installed in $prefix by this script." >&2; exit 1; }
  take_away
  echo "removed from $prefix; your settings, records and logs are kept"
  exit 0
fi

case $here/ in "$prefix"/*) echo "Unpack the archive outside $prefix first." >&2; exit 1 ;; esac
if [ -e "$prefix/lib/xks-workbench" ] && [ ! -f "$list" ]; then
  echo "$prefix/lib/xks-workbench is there already and was not put there by this script." >&2
  exit 1
fi
[ ! -f "$list" ] || take_away
mkdir -p "$prefix"
cd "$here"
installed=$(mktemp)
find bin lib share -type d | while read -r folder; do
  [ -d "$prefix/$folder" ] || echo "$folder/"
done >"$installed"
find bin lib share ! -type d >>"$installed"
# Before the first file: what is cut short can be taken away, or installed again.
mkdir -p "$prefix/lib/xks-workbench"
mv "$installed" "$list"
chmod 644 "$list"
# Times are kept, by which the start-up caches know the jars; owners are not: what root installs
# belongs to root.
cp -R --preserve=mode,timestamps,links bin lib share "$prefix/"
entry=$prefix/share/applications/xks-workbench.desktop
sed "s:^Exec=xks-workbench:Exec=\"$prefix/bin/xks-workbench\":" share/applications/xks-workbench.desktop >"$entry"
tell_desktop
echo "installed in $prefix; start $prefix/bin/xks-workbench"
