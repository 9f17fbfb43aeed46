/// The other side of the XKS proxy API: calls a proxy over HTTPS as AWS KMS does. Requests are
/// signed by the AWS SDK's own signer, and nothing here is shared with the server that verifies
/// them: two sides that share code would share its mistakes.
@NullMarked
package org.xksworkbench.bridge.xks.client;

import org.jspecify.annotations.NullMarked;
