/// The `hsm-bridge` command, one class a subcommand. Exit codes: 0 done, 1 failed with one clear
/// sentence on standard error, 2 wrong usage.
@NullMarked
package org.xksworkbench.bridge.cli;

import org.jspecify.annotations.NullMarked;
