/// The wire of AWS services, as far as the stand-in speaks it, and nothing of what the services do:
/// JSON 1.1 (AWS KMS, CloudTrail) and the query protocol with XML answers (STS, IAM), both over
/// HTTP on loopback.
///
/// An [org.xksworkbench.bridge.localkms.wire.Api] lists its operations; each says by a
/// [org.xksworkbench.bridge.localkms.wire.Shape] what it takes. So the constraints stand in tables,
/// are checked before anything else, and all that are violated are told at once, as AWS does.
///
/// Netty serves HTTP/1.1 on loopback; a request is answered by a thread that may wait.
@NullMarked
package org.xksworkbench.bridge.localkms.wire;

import org.jspecify.annotations.NullMarked;
