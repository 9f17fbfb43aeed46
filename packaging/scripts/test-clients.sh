#!/bin/sh
# Programs of others on the local KMS: each encrypts, decrypts and fails as it does on AWS. And the
# AWS CLI reads AWS files that are read here, too. Installs them first; then nothing goes further
# than this machine.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
packaging/scripts/need.sh \
  softhsm2="the tests use a real token" \
  awscli="version 2 of the AWS CLI is one of the programs"
clients=$(packaging/scripts/clients.sh)
exec ./mvnw -B -pl hsm-bridge,app test \
  -Dtest='OtherClientsTest,DocumentedExamplesTest,AwsCliTest,CliAgreementTest' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dtest.excluded.tags=aws "-Dxksw.clients=$clients" "$@"
