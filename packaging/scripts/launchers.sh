#!/bin/sh
# Replaces the launchers that jpackage made for Linux by scripts that start the same JVM in the same
# way. Those of jpackage ask rpm and dpkg on every start whose file they are, which costs a tenth of a
# second and more before the JVM is there. That of the window becomes the JVM. That of hsm-bridge stays
# as its parent, to tell of a crash: hsm-bridge/bin/supervise.sh.
#   launchers.sh IMAGE
set -eu
image=$1
supervise=$(dirname "$0")/../../hsm-bridge/bin
for cfg in "$image"/lib/app/*.cfg; do
  name=$(basename "$cfg" .cfg)
  launcher=$image/bin/$name
  {
    cat <<'TEXT'
#!/bin/sh
# Made from @NAME@.cfg by packaging/scripts/launchers.sh.
refuse() {
  echo "@NAME@: $1" >&2
  exit 1
}
[ . -ef "$PWD" ] || env pwd >/dev/null 2>&1 ||
  refuse "The folder that you are in does not exist any more. Go to another one."
self=$0
case $self in */*) ;; *) self=./$self ;; esac
while [ -h "$self" ]; do
  link=$(readlink "$self") || refuse "The link $self cannot be followed."
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
# -P: the folder of this file may be reached through a link.
APPDIR=$(CDPATH='' cd -P -- "${self%/*}/../lib/app" 2>/dev/null && pwd -P) ||
  refuse "There is no lib/app beside the folder of $self. Leave the program where it belongs, and link to it."
case $APPDIR in
  *:*) refuse "The path $APPDIR has a colon, which Java cannot have in its class path. Move the program elsewhere." ;;
esac
# Java takes the encoding of names and paths from here. "C" is seldom meant: it is what services and
# cron have.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX) export LC_ALL=C.UTF-8 ;;
esac
TEXT
    case $name in
      hsm-bridge)
        cat "$supervise/supervise.sh"
        printf 'run_jvm'
        ;;
      *) printf 'exec' ;;
    esac
    printf ' "$APPDIR/../runtime/bin/java" \\\n'
    sed -n 's:^java-options=\(.*\)$:  "\1" \\:p' "$cfg"
    printf '  -cp "%s" \\\n' "$(sed -n 's:^app.classpath=::p' "$cfg" | paste -sd: -)"
    printf '  %s "$@"\n' "$(sed -n 's:^app.mainclass=::p' "$cfg")"
  } | sed "s:@NAME@:$name:" >"$launcher.new"
  chmod 755 "$launcher.new"
  mv "$launcher.new" "$launcher"
done
rm "$image/lib/libapplauncher.so"
# What the unit of the proxy runs when the proxy has ended.
{
  echo '#!/bin/sh'
  echo 'set -eu'
  cat "$supervise/supervise.sh" "$supervise/ended.sh"
} >"$image/bin/hsm-bridge-ended"
chmod 755 "$image/bin/hsm-bridge-ended"
