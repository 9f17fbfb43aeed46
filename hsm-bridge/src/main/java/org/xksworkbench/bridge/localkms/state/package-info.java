/// What AWS KMS keeps, as values that never change: key stores, keys, aliases, grants, and what may
/// be done with them in which state. [org.xksworkbench.bridge.localkms.state.Vault] alone changes
/// what holds.
@NullMarked
package org.xksworkbench.bridge.localkms.state;

import org.jspecify.annotations.NullMarked;
