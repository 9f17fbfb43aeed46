#!/bin/sh
# Requests to AWS through squid, as a company has it: with a ticket of a KDC (Negotiate), with NTLM,
# with a password. Installs both; all of it stays on this machine.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(packaging/scripts/jdk25.sh)
export JAVA_HOME
packaging/scripts/need.sh \
  softhsm2="the tests use a real token" \
  squid="the proxy of a company" \
  krb5-kdc="hands out tickets" \
  krb5-admin-server="makes who may have one" \
  krb5-user="gets one"
exec ./mvnw -B -pl hsm-bridge,app test -Dtest=ProxyLoginTest -Dtest.excluded.tags= \
  -Dsurefire.failIfNoSpecifiedTests=false "$@"
