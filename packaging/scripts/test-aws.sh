#!/bin/sh
# Asks AWS KMS itself what the local KMS is tested for. Read-only. Uses the profile and Region of
# your own AWS files or environment, and does nothing in any account but the named one.
set -eu
cd "$(dirname "$0")/../.."
case "${1:-}" in
[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]) ;;
*)
  echo "Name the account: make test-aws ACCOUNT=<12 digits>" >&2
  exit 2
  ;;
esac
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
exec ./mvnw -B -Paws -pl hsm-bridge test -Dtest=AwsContractTest "-Dxksw.aws.account=$1"
