#!/bin/sh
# What is inside, as an SBOM (CycloneDX) and a list; fails where a library has a licence that nobody
# has read yet (the list stands in the root pom).
#   sbom.sh FOLDER    makes sbom.cdx.json and THIRD-PARTY.txt in it
set -eu
mkdir -p "$1"
to=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
./mvnw -B -q -Dspotless.check.skip org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom \
  org.codehaus.mojo:license-maven-plugin:aggregate-add-third-party
cp target/sbom.json "$to/sbom.cdx.json"
cp target/generated-sources/license/THIRD-PARTY.txt "$to/"
