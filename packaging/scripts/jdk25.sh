#!/bin/sh
# Prints the home of a JDK 25, or says where to get one. Sourced by nobody, called by everybody:
#   JAVA_HOME=$(packaging/scripts/jdk25.sh) || exit 1
set -u
is25() { [ -x "$1/bin/javac" ] && "$1/bin/java" -version 2>&1 | grep -q '"25[."]'; }

for home in "${JAVA_HOME:-}" "${JDK_25:-}" "${JAVA_HOME_25_X64:-}" \
  /usr/lib/jvm/*25* /opt/*25* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* \
  /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
  if [ -n "$home" ] && is25 "$home"; then
    echo "$home"
    exit 0
  fi
done
cat >&2 <<'TEXT'
XKS Workbench needs a JDK 25, and none was found in JAVA_HOME, under /usr/lib/jvm, /opt,
~/.sdkman or ~/.jdks. Get one from https://adoptium.net/temurin/releases/?version=25,
unpack it, and set JAVA_HOME to its folder.
TEXT
exit 1
