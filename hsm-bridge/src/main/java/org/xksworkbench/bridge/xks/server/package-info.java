/// The XKS proxy: an HTTPS server that answers the XKS proxy API with keys of one token. For
/// testing, rehearsal and demonstration: AWS KMS accepts only certificates of the public
/// authorities on its list.
///
/// A request is checked in this order, and the first that fails answers: path and method, size,
/// signature, JSON, authorization, key, operation. So a caller without a credential learns nothing
/// about keys.
@NullMarked
package org.xksworkbench.bridge.xks.server;

import org.jspecify.annotations.NullMarked;
