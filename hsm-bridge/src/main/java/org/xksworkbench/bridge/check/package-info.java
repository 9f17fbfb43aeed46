/// The conformance lab: is this XKS proxy ready for AWS KMS? It knows a proxy from outside only,
/// calls it over HTTPS with requests that the AWS SDK's signer signed, and says of each rule of the
/// XKS proxy API specification whether it is kept. It shares no code with the proxy that it may be
/// judging.
@NullMarked
package org.xksworkbench.bridge.check;

import org.jspecify.annotations.NullMarked;
