/// The ceremony as it goes on.
///
/// [org.xksworkbench.bridge.ceremony.run.CeremonyRun] is what a screen drives. It blocks, throws
/// [org.xksworkbench.bridge.ceremony.CeremonyException] with a sentence for the room, and after
/// every call offers a [org.xksworkbench.bridge.ceremony.run.CeremonySnapshot].
///
/// [org.xksworkbench.bridge.ceremony.run.Progress] is the state machine. Its only input are the
/// events of the transcript, so that the state after a crash is the state that was written, and so
/// that a verifier can follow a ceremony without an HSM.
///
/// A step goes: authorise (if the plan wants it), act, review (if something is not as expected),
/// confirm. What cannot be undone is written down as an intent before it is done. If it is
/// interrupted, the token or AWS KMS is asked whether it was done; what was done is never done
/// again.
@NullMarked
package org.xksworkbench.bridge.ceremony.run;

import org.jspecify.annotations.NullMarked;
