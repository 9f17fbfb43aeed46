/// What the proxy did, one record a request: for the log, the proxy console and whoever listens.
/// Never a plaintext, a secret or a PIN.
@NullMarked
package org.xksworkbench.bridge.xks.audit;

import org.jspecify.annotations.NullMarked;
