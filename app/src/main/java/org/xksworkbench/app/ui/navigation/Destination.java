package org.xksworkbench.app.ui.navigation;

/// Where the window can go. One per screen; a switch over it is exhaustive, so a forgotten screen
/// does not compile.
public sealed interface Destination {

  /// External key stores of the account and Region.
  record KeyStores() implements Destination {}

  /// Customer managed keys of the account and Region.
  record Keys() implements Destination {}

  /// One KMS key.
  ///
  /// @param keyId key ID or key ARN
  record KeyDetail(String keyId) implements Destination {}

  /// The form that creates a KMS key in an external key store.
  record CreateKey(String customKeyStoreId) implements Destination {}

  /// Tokens of this workstation and their keys.
  record HsmKeys() implements Destination {}

  /// What was done from here.
  record Activity() implements Destination {}
}
