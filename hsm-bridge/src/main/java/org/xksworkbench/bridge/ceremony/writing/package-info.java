/// Writes the evidence of a ceremony, version 2: signed lines that are on the disk before anything
/// follows from them, and at the end a bundle under a seal.
///
/// - [org.xksworkbench.bridge.ceremony.writing.TranscriptWriter] the transcript of a ceremony that
///   runs: composed, signed, held to the rules, written, or never
/// - [org.xksworkbench.bridge.ceremony.writing.BundleSealing] what is handed over at the end
///
/// What a line must be is known in [org.xksworkbench.bridge.ceremony.evidence]; a line is read by
/// it before it is written. Who has to sign what, and when, is the ceremony's matter.
@NullMarked
package org.xksworkbench.bridge.ceremony.writing;

import org.jspecify.annotations.NullMarked;
