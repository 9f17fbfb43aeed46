package org.xksworkbench.app.ui.navigation;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.xksworkbench.app.inventory.OutageCause;

/// Where the window can go. One per screen; a switch over it is exhaustive, so a forgotten screen
/// does not compile.
public sealed interface Destination {

  /// The whole loop at a glance.
  record OverviewScreen() implements Destination {}

  /// External key stores of the account and Region.
  record KeyStoresScreen() implements Destination {}

  /// The form that creates an external key store.
  record CreateKeyStoreScreen() implements Destination {}

  /// The form that changes an external key store.
  record EditKeyStoreScreen(String customKeyStoreId) implements Destination {}

  /// The steps that give an external key store another credential.
  record RotateCredentialScreen(String customKeyStoreId) implements Destination {}

  /// The check of the way to an XKS proxy.
  ///
  /// @param customKeyStoreId empty to enter an endpoint by hand
  record ConnectionCheckScreen(Optional<String> customKeyStoreId) implements Destination {}

  /// Customer managed keys of the account and Region.
  record KeysScreen() implements Destination {}

  /// One KMS key.
  ///
  /// @param keyId key ID or key ARN
  record KeyDetailScreen(String keyId) implements Destination {}

  /// The form that creates a KMS key in an external key store.
  ///
  /// @param customKeyStoreId where it was started; empty if the form asks for it
  /// @param xksKeyId the external key, if it was chosen already
  record CreateKeyScreen(Optional<String> customKeyStoreId, Optional<String> xksKeyId)
      implements Destination {

    public CreateKeyScreen(String customKeyStoreId) {
      this(Optional.of(customKeyStoreId), Optional.empty());
    }

    /// From the list of keys: everything is asked.
    public static CreateKeyScreen fromKeys() {
      return new CreateKeyScreen(Optional.empty(), Optional.empty());
    }
  }

  /// KMS keys whose creation did not come to its end.
  record UnfinishedKeysScreen() implements Destination {}

  /// Tokens of this workstation and their keys.
  record HsmKeysScreen() implements Destination {}

  /// One key of the token that is logged in to.
  ///
  /// @param label `CKA_LABEL`, which is the XKS key ID
  record HsmKeyScreen(String label) implements Destination {}

  /// The token, or the object on it, that a PKCS#11 URI names.
  record HsmUriScreen(String uri) implements Destination {}

  /// Every external key through all its links.
  record LineageScreen() implements Destination {}

  /// Which KMS keys fail without a part of the loop.
  ///
  /// @param cause empty if the screen asks for it
  record WhatIfScreen(Optional<OutageCause> cause) implements Destination {}

  /// The XKS proxy of this workstation, and the self-test of any.
  record XksProxyScreen() implements Destination {}

  /// The way through the demo.
  record TourScreen() implements Destination {}

  /// The switches of the demo for what can go wrong.
  record FaultsScreen() implements Destination {}

  /// Key ceremonies: the one at work, or the start of one.
  record CeremoniesScreen() implements Destination {}

  /// A file of key ceremonies: a plan, which is opened, or evidence, which is verified.
  record CeremonyFileScreen(Path file) implements Destination {

    private static final String PLAN = "\\.(yaml|yml)";
    private static final String EVIDENCE = "\\.(xkcb|jsonl)";

    /// By the name of the file; empty for a file that is nothing of ceremonies.
    public static Optional<CeremonyFileScreen> of(Path file) {
      return named(file, PLAN) || named(file, EVIDENCE)
          ? Optional.of(new CeremonyFileScreen(file))
          : Optional.empty();
    }

    public boolean isPlan() {
      return named(file, PLAN);
    }

    private static boolean named(Path file, String ending) {
      return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).matches(".+" + ending);
    }
  }

  /// The way of the profile to AWS, step by step.
  record ConnectionToAws() implements Destination {}

  /// What was done from here.
  record ActivityScreen() implements Destination {}

  /// How the user wants the window.
  record PreferencesScreen() implements Destination {}
}
