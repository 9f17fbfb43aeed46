#!/bin/sh
# Every shell script of the tree, read by ShellCheck.
set -eu
cd "$(dirname "$0")/../.."
packaging/scripts/need.sh shellcheck="reads the shell scripts"
git ls-files -z | xargs -0 grep -lZ '^#!/bin/\(sh\|bash\)' | xargs -0 shellcheck --severity=warning
