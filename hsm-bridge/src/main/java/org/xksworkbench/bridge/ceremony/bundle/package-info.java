/// The evidence of a ceremony: one folder, or the same in one file `*.xkcb` (a ZIP archive).
///
/// - `transcript.jsonl` what happened, chained and signed
/// - `plan.yaml` the plan, byte for byte
/// - `environment.json` what it ran on, as the transcript's header has it
/// - `report.pdf` for people
/// - `disclosure/transcript.jsonl` the public version: names, serials and ARNs are withheld, the
///   fingerprint is the same
/// - `manifest.json` SHA-256 of each file, and of each line of the text files, signed by the key
///   that signed the transcript
///
/// A bundle is written once: to a place where nothing was, whole or not at all, and read-only from
/// then on.
@NullMarked
package org.xksworkbench.bridge.ceremony.bundle;

import org.jspecify.annotations.NullMarked;
