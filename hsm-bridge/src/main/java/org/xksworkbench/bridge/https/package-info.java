/// Requests over HTTPS as AWS KMS sends them: TLS is verified against given authorities, the host
/// name checked, and there is no way to switch that off. What calls a proxy and what judges one
/// stand on it; the proxy itself shares nothing with it, so that no mistake hides on both sides.
@NullMarked
package org.xksworkbench.bridge.https;

import org.jspecify.annotations.NullMarked;
