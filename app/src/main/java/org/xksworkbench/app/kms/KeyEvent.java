package org.xksworkbench.app.kms;

import java.time.Instant;

/// A management event of AWS CloudTrail.
///
/// @param username who called
/// @param requestId of the call, the same as in the answer of AWS KMS; empty where it is not told
/// @param json the whole event
public record KeyEvent(
    String eventId,
    String eventName,
    Instant time,
    String username,
    String requestId,
    String json) {}
