package org.xksworkbench.app.creation;

/// How a creation ended, if AWS KMS did not refuse it as a whole.
public sealed interface CreationOutcome {

  Creation creation();

  /// The key and its alias exist.
  record CreationDone(Creation creation) implements CreationOutcome {}

  /// Not all is done, or it is not known whether it is. The stage says which.
  record CreationLeft(Creation creation, RuntimeException cause) implements CreationOutcome {}
}
