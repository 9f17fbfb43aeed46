package org.xksworkbench.app.ui.screen.hsmbrowser;

import org.xksworkbench.bridge.hsm.ExternalKeyFitness;

/// A label of a secret key is an XKS key ID, and has to look like one.
final class XksKeyIds {

  private XksKeyIds() {}

  /// Tells why, if it does.
  static boolean refuses(String label, MessagesViewModel messages) {
    if (ExternalKeyFitness.isLegalXksKeyId(label)) {
      return false;
    }
    messages.refuse(
        "“" + label + "” cannot be an XKS key ID",
        "1 to 128 letters, digits, dots, hyphens and underscores are allowed.",
        "Choose another label.");
    return true;
  }
}
