package org.xksworkbench.bridge.xks.protocol;

import java.util.Optional;

/// Who asked AWS KMS for what (specification, `requestMetadata`). Opaque: nothing of it is
/// validated beyond being there, and unknown values of `kmsOperation` are accepted.
public record RequestMetadata(
    Optional<String> awsPrincipalArn,
    Optional<String> awsSourceVpc,
    Optional<String> awsSourceVpce,
    Optional<String> kmsKeyArn,
    String kmsOperation,
    String kmsRequestId,
    Optional<String> kmsViaService) {}
