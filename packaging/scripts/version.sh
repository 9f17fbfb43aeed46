#!/bin/sh
# Prints the version of the project, without -SNAPSHOT.
cd "$(dirname "$0")/../.." && sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1 | sed 's/-SNAPSHOT//'
