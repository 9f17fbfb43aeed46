package org.xksworkbench.app.creation;

/// How a creation ended, if AWS KMS did not refuse it as a whole.
public sealed interface Outcome {

  Creation creation();

  /// The key and its alias exist.
  record Done(Creation creation) implements Outcome {}

  /// Not all is done, or it is not known whether it is. The stage says which.
  record Left(Creation creation, RuntimeException cause) implements Outcome {}
}
