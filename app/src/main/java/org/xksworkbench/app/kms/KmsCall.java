package org.xksworkbench.app.kms;

/// A request to AWS, as what stands around it sees it.
public sealed interface KmsCall permits KmsCall.KmsRead, KmsCall.KmsUse, KmsChange {

  /// As AWS names it, such as `CreateKey`.
  String operation();

  /// Changes nothing.
  record KmsRead(String operation) implements KmsCall {}

  /// Encrypt or Decrypt: changes nothing, and proves that a key works.
  record KmsUse(String operation, String keyId) implements KmsCall {}
}
