/// Key ceremonies: a reviewed plan is followed step by step, people confirm by name, and what
/// happened is evidence that others can check.
///
/// - [org.xksworkbench.bridge.ceremony.plan] the reviewed file, the only script
/// - [org.xksworkbench.bridge.ceremony.transcript] what happened: an append-only file, its check
/// - [org.xksworkbench.bridge.ceremony.run] the ceremony as a state machine, and what its steps do
/// - [org.xksworkbench.bridge.ceremony.bundle] the evidence bundle, its report and its check
/// - [org.xksworkbench.bridge.ceremony.format] how evidence of version 2 is written
/// - [org.xksworkbench.bridge.ceremony.evidence] what it means, and its check
/// - [org.xksworkbench.bridge.ceremony.person] the keys by which people sign
/// - [org.xksworkbench.bridge.ceremony.writing] writes it; no ceremony does so yet
///
/// Of this program only the port to the HSM is known here. Steps that touch AWS KMS go through
/// [org.xksworkbench.bridge.ceremony.run.CeremonyKms]; nothing here opens a connection.
@NullMarked
package org.xksworkbench.bridge.ceremony;

import org.jspecify.annotations.NullMarked;
