#!/bin/sh
# Gathers the jars of an app image: JavaFX goes into the run time, what belongs to other systems
# stays behind.
#   gather.sh FOLDER [linux|linux-aarch64|mac|mac-aarch64|win]
set -eu
cd "$(dirname "$0")/../.."
folder=$1
case ${2:-linux} in
  linux) native='linux-x86_64' ;;
  linux-aarch64) native='linux-aarch_64' ;;
  mac) native='osx-x86_64' ;;
  mac-aarch64) native='osx-aarch_64' ;;
  win) native='windows-x86_64' ;;
  *) echo "unknown system: $2" >&2; exit 2 ;;
esac
mkdir -p "$folder/input" "$folder/javafx"
cp app/target/app-*-SNAPSHOT.jar "$folder/input/xks-workbench.jar"
cp hsm-bridge/target/hsm-bridge.jar "$folder/input/hsm-bridge.jar"
# Windows separates a class path by semicolons, and its paths have colons.
case $(cat app/target/classpath) in
  *\;*) tr ';' '\n' <app/target/classpath ;;
  *) tr ':' '\n' <app/target/classpath ;;
esac | tr '\\' '/' | while read -r jar; do
  case ${jar##*/} in
    hsm-bridge-*) ;;
    javafx-*-linux*.jar | javafx-*-mac*.jar | javafx-*-win.jar) cp "$jar" "$folder/javafx/" ;;
    javafx-*) ;;
    *-"$native".jar) cp "$jar" "$folder/input/" ;;
    *-windows-x86_64.jar | *-osx-*.jar | *-linux-x86_64.jar | *-linux-aarch_64.jar) ;;
    jspecify-* | error_prone_annotations-*) ;;
    *) cp "$jar" "$folder/input/" ;;
  esac
done
