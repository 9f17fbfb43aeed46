package org.xksworkbench.app.record;

import java.time.Instant;

/// A key ceremony that made a key.
///
/// @param title as people call it, such as "2026-11-21 #7"
/// @param label `CKA_LABEL` of the key
/// @param checkValue CMAC in upper-case hexadecimal as it was witnessed; empty if there was none
/// @param evidence where the bundle lies, or its fingerprint
public record CeremonyRecord(
    Instant at, String title, String token, String label, String checkValue, String evidence) {}
