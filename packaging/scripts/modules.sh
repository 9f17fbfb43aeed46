#!/bin/sh
# Prints the modules of the run time, as jlink wants them.
cd "$(dirname "$0")/../.." && grep -v '^#' packaging/jpackage/modules.txt | tr '\n' ',' | sed 's/,$//'
