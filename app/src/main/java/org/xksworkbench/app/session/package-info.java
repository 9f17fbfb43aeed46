/// What the window works on: an account of AWS or its stand-in, the HSMs and the XKS proxy of this
/// workstation, and what is remembered of them. Opened as a whole on a worker, and closed in order.
@NullMarked
package org.xksworkbench.app.session;

import org.jspecify.annotations.NullMarked;
