/// The evidence of a ceremony, version 2: signed lines that are understood, checked and compared
/// with what is known from paper.
///
/// - [org.xksworkbench.bridge.ceremony.evidence.Content] what a line says, a closed list of kinds
/// - `Signers`, `ClockCheck`, `Course`, `Totals` what must hold from line to line
/// - `BundleRules`, `Seal` what must hold between the lines and the files of a bundle
/// - [org.xksworkbench.bridge.ceremony.evidence.Pins] what is compared
/// - [org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck] all of it
///
/// Nothing here writes evidence. docs/ceremony-format.md describes it for those who write a
/// verifier of their own.
@NullMarked
package org.xksworkbench.bridge.ceremony.evidence;

import org.jspecify.annotations.NullMarked;
