package org.xksworkbench.bridge.ceremony.evidence;

import java.util.regex.Pattern;
import org.xksworkbench.bridge.ceremony.format.Base64Text;
import org.xksworkbench.bridge.ceremony.format.Malformed;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// Who takes part, as the first line lists them. The name is a field of that line.
///
/// @param store where the private key is
public record Person(String id, String role, VerifyingKey key, Store store) {

  /// What names a person: of several who share a role, `custodian.1`, `custodian.2`.
  static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(\\.[0-9]+)?");

  /// What no person is called, because the key of the program is.
  static final String RUN = "run";

  /// Where a private key is.
  public enum Store {
    /// Made at the table, in a file that is wiped at the end.
    FILE,
    /// In a file on the person's own medium.
    BROUGHT,
    /// On a smart card or another token.
    CARD
  }

  static Person read(Members members) throws Malformed {
    var person =
        new Person(
            members.text("id", ID),
            members.text("role", Step.ID),
            VerifyingKey.of(Base64Text.read(members.text("key"))),
            members.word("store", Store.class));
    members.end();
    if (person.id.equals(RUN)) {
      throw new Malformed("A person is called \"run\", as only the program's key is.");
    }
    return person;
  }
}
