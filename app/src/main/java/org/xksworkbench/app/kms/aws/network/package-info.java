/// The one way out of the process to AWS: one decision on the proxy, one on whom to trust, and a
/// net for clients that the SDK makes by itself.
///
/// The connections are those of the JDK. A proxy's password goes into CONNECT, by an authenticator
/// of the connection: the SDK's own setting for it sends the password to the origin, inside of TLS,
/// and never to the proxy (seen in 2.40.2 and 2.59.1).
@NullMarked
package org.xksworkbench.app.kms.aws.network;

import org.jspecify.annotations.NullMarked;
