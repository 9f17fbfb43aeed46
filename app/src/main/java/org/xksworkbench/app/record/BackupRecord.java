package org.xksworkbench.app.record;

import java.time.Instant;

/// Somebody said that a key was backed up. A key that can never be extracted and is lost takes with
/// it all that was encrypted under it.
///
/// @param token label of the token
/// @param label `CKA_LABEL` of the key
/// @param by who said so
/// @param how such as "token cloned to two backup HSMs in the safes of Bern and Basel"
public record BackupRecord(Instant at, String token, String label, String by, String how) {}
