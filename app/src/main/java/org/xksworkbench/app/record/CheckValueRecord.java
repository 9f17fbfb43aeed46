package org.xksworkbench.app.record;

import java.time.Instant;

/// The check value that a token computed when it made a key: afterwards the key may not sign, and
/// cannot be asked again.
///
/// @param cmac the first 3 bytes of the CMAC over zeros, upper-case hexadecimal
public record CheckValueRecord(Instant at, String token, String label, String id, String cmac) {}
