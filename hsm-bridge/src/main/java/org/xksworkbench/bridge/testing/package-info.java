/// For people who test their own programs: a local KMS with a connected external key store behind
/// it, in one object. Proxy, TLS, signatures and encryption are real; only the token is in memory,
/// so that nothing has to be installed.
@NullMarked
package org.xksworkbench.bridge.testing;

import org.jspecify.annotations.NullMarked;
