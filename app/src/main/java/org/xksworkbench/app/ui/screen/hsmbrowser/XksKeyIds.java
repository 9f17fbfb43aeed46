package org.xksworkbench.app.ui.screen.hsmbrowser;

import org.xksworkbench.bridge.hsm.ExternalKeyFitness;

/// A label of a secret key is an XKS key ID, and has to look like one.
final class XksKeyIds {

  private static final String RULE =
      "1 to 128 letters, digits, dots, hyphens and underscores are allowed.";

  private XksKeyIds() {}

  /// What is wrong with a label, a sentence; empty if nothing is.
  static String fault(String label) {
    return ExternalKeyFitness.isLegalXksKeyId(label) ? "" : "This cannot be an XKS key ID: " + RULE;
  }

  /// Tells why, if it does.
  static boolean refuses(String label, MessagesViewModel messages) {
    if (ExternalKeyFitness.isLegalXksKeyId(label)) {
      return false;
    }
    messages.refuse("“" + label + "” cannot be an XKS key ID", RULE, "Choose another label.");
    return true;
  }
}
