package org.xksworkbench.app.record;

import java.time.Instant;

/// A key ceremony that made a key.
///
/// @param title as people call it, such as "2026-11-21 #7"
/// @param label `CKA_LABEL` of the key
/// @param checkValue CMAC in upper-case hexadecimal as it was witnessed; empty if there was none
/// @param evidence where the bundle lies
/// @param fingerprint of the transcript, SHA-256 in hexadecimal; empty if it is not known
/// @param kmsKeyArn of the KMS key that the ceremony created for the key; empty if there was none
/// @param rehearsal true where nothing of it counts
public record CeremonyRecord(
    Instant at,
    String title,
    String token,
    String label,
    String checkValue,
    String evidence,
    String fingerprint,
    String kmsKeyArn,
    boolean rehearsal) {}
