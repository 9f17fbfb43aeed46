/// The private demo: a SoftHSM token, the bridge's XKS proxy and the local KMS, all on this machine
/// and all real. Everything it makes lies in one folder of the user's, which can be deleted at any
/// time.
@NullMarked
package org.xksworkbench.app.demo;

import org.jspecify.annotations.NullMarked;
