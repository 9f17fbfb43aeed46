package org.xksworkbench.app.kms;

import java.util.Arrays;

/// `Origin` of a KMS key: where its key material comes from.
public sealed interface KeyOrigin {

  /// As AWS names it.
  String text();

  static KeyOrigin of(String text) {
    return Arrays.stream(KnownKeyOrigin.values())
        .filter(known -> known.name().equals(text))
        .<KeyOrigin>map(known -> known)
        .findFirst()
        .orElseGet(() -> new NewerKeyOrigin(text));
  }

  /// Those of the AWS KMS API Reference, KeyMetadata.
  enum KnownKeyOrigin implements KeyOrigin {
    AWS_KMS,
    EXTERNAL,
    AWS_CLOUDHSM,
    EXTERNAL_KEY_STORE;

    @Override
    public String text() {
      return name();
    }
  }

  /// One that is newer than this program: shown, and nothing is concluded from it.
  record NewerKeyOrigin(String text) implements KeyOrigin {}
}
