/// The control socket of a running proxy, and what commands do by it or by the files alone.
@NullMarked
package org.xksworkbench.bridge.xks.admin;

import org.jspecify.annotations.NullMarked;
