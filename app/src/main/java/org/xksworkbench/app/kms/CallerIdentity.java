package org.xksworkbench.app.kms;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Who asks (STS GetCallerIdentity).
///
/// @param expires when the credentials end; empty for those that do not
/// @param clockSkew how far the clock of AWS is ahead of the one here; negative if it is behind
public record CallerIdentity(
    String account, String arn, Optional<Instant> expires, Duration clockSkew) {}
