package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Optional;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Token;

/// What is searched among the objects of a token: words, or a PKCS#11 URI, as other tools and this
/// one name objects by.
///
/// @param uri empty for words, and for what is meant as a URI and is none
/// @param trouble why it is none; empty if nothing is wrong
record ObjectSearch(String typed, Optional<Pkcs11Uri> uri, String trouble) {

  static ObjectSearch of(String typed) {
    if (!Pkcs11Uri.isMeant(typed)) {
      return new ObjectSearch(typed, Optional.empty(), "");
    }
    try {
      return new ObjectSearch(typed, Optional.of(Pkcs11Uri.parse(typed)), "");
    } catch (IllegalArgumentException e) {
      return new ObjectSearch(typed, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /// @param token that the object is on
  boolean finds(HsmObjectRow row, Optional<Token> token) {
    if (!trouble.isEmpty()) {
      return false;
    }
    return uri.map(named -> named.fits(row.object().ref()) && token.filter(named::fits).isPresent())
        .orElseGet(() -> row.matches(typed));
  }
}
