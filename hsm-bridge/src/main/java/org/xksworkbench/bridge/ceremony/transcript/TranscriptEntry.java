package org.xksworkbench.bridge.ceremony.transcript;

import java.time.Instant;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// One record of a transcript.
///
/// @param line counted from 1
/// @param at when it was written, to the millisecond
/// @param hash what the next record holds as `previous`
public record TranscriptEntry(int line, Instant at, Event event, Fingerprint hash) {}
