package org.xksworkbench.app.ui.screen.createkey;

/// The two ways of AWS's page "Create a KMS key in external key stores".
public enum Method {
  /// Method 1: what is required is set, the key store is filled in and can still be changed.
  FROM_KEY_STORE,
  /// Method 2: from the list of keys, everything is chosen by hand.
  FROM_KEYS
}
