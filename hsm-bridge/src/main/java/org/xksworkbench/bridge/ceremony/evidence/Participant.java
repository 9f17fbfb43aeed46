package org.xksworkbench.bridge.ceremony.evidence;

import java.util.regex.Pattern;
import org.xksworkbench.bridge.ceremony.format.Base64Text;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// Who takes part, as the first line lists them. The name is a field of that line.
///
/// @param store where the private key is
public record Participant(String id, String role, VerifyingKey key, KeyPlace store) {

  /// What names a person: of several who share a role, `custodian.1`, `custodian.2`.
  static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(\\.[0-9]+)?");

  /// What no person is called, because the key of the program is.
  static final String RUN = "run";

  /// Where a private key is.
  public enum KeyPlace {
    /// Made at the table, in a file that is wiped at the end.
    FILE,
    /// In a file on the person's own medium.
    BROUGHT,
    /// On a smart card or another token.
    CARD
  }

  static Participant read(Members members) throws MalformedEvidence {
    var person =
        new Participant(
            members.text("id", ID),
            members.text("role", StepName.ID),
            VerifyingKey.of(Base64Text.read(members.text("key"))),
            members.word("store", KeyPlace.class));
    members.end();
    if (person.id.equals(RUN)) {
      throw new MalformedEvidence("A person is called \"run\", as only the program's key is.");
    }
    return person;
  }
}
