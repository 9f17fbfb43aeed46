#!/bin/sh
# Replaces the launchers that jpackage made for Linux by scripts that start the same JVM in the same
# way. Those of jpackage ask rpm and dpkg on every start whose file they are, which costs a tenth of a
# second and more before the JVM is there, and they stay as a second process.
#   launchers.sh IMAGE
set -eu
image=$1
for cfg in "$image"/lib/app/*.cfg; do
  name=$(basename "$cfg" .cfg)
  launcher=$image/bin/$name
  {
    cat <<'TEXT'
#!/bin/sh
# Made from NAME.cfg by packaging/scripts/launchers.sh.
self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
case $self in */*) ;; *) self=./$self ;; esac
APPDIR=$(CDPATH='' cd -- "${self%/*}/../lib/app" && pwd -P) || exit 1
exec "$APPDIR/../runtime/bin/java" \
TEXT
    sed -n 's:^java-options=\(.*\)$:  "\1" \\:p' "$cfg"
    printf '  -cp "%s" \\\n' "$(sed -n 's:^app.classpath=::p' "$cfg" | paste -sd: -)"
    printf '  %s "$@"\n' "$(sed -n 's:^app.mainclass=::p' "$cfg")"
  } | sed "s:NAME.cfg:$name.cfg:" >"$launcher.new"
  chmod 755 "$launcher.new"
  mv "$launcher.new" "$launcher"
done
rm "$image/lib/libapplauncher.so"
