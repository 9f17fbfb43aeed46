package org.xksworkbench.app.kms;

import java.util.Arrays;

/// `KeyState` of a KMS key.
public sealed interface KeyState {

  /// As AWS names it.
  String text();

  static KeyState of(String text) {
    return Arrays.stream(KnownKeyState.values())
        .filter(known -> known.text.equals(text))
        .<KeyState>map(known -> known)
        .findFirst()
        .orElseGet(() -> new NewerKeyState(text));
  }

  /// Those of the AWS KMS API Reference, KeyMetadata.
  enum KnownKeyState implements KeyState {
    CREATING("Creating"),
    ENABLED("Enabled"),
    DISABLED("Disabled"),
    PENDING_DELETION("PendingDeletion"),
    PENDING_IMPORT("PendingImport"),
    PENDING_REPLICA_DELETION("PendingReplicaDeletion"),
    UNAVAILABLE("Unavailable"),
    UPDATING("Updating");

    private final String text;

    KnownKeyState(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /// One that is newer than this program: shown, and nothing is concluded from it.
  record NewerKeyState(String text) implements KeyState {}
}
