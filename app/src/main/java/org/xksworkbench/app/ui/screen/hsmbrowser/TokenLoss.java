package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.LostKey;

/// Which KMS keys are lost with a token, as far as that is known here.
///
/// @param keys their external key is on the token
/// @param unseen what could not be seen, a sentence each
record TokenLoss(List<LostKey> keys, List<String> unseen) {

  TokenLoss {
    keys = List.copyOf(keys);
    unseen = List.copyOf(unseen);
  }

  /// @param unread why the keys of the token were not read, a sentence; empty if they were. Where
  ///   they were not, the records of this computer alone tell what is on it
  static TokenLoss of(LineageReading reading, Optional<String> unread) {
    var used = reading.lines().stream().filter(line -> line.kmsKey().isPresent()).toList();
    var onToken = used.stream().filter(TokenLoss::isOnToken).toList();
    var others = used.size() - onToken.size();
    var unseen = new ArrayList<String>();
    unread.ifPresent(why ->
        unseen.add(
            why
                + " What is on it is known from the records of this computer alone."
                + (others == 0
                    ? ""
                    : " %,d other KMS %s in an external key store and may need it, too."
                        .formatted(others, others == 1 ? "key is" : "keys are"))));
    if (reading.unknown() > 0) {
      unseen.add(
          "%,d KMS %s of the account may not be described."
              .formatted(reading.unknown(), reading.unknown() == 1 ? "key" : "keys"));
    }
    return new TokenLoss(LostKey.of(onToken), unseen);
  }

  /// AWS KMS could not be asked.
  static TokenLoss unknown(Problem problem) {
    return new TokenLoss(
        List.of(),
        List.of("Which KMS keys need the token is not known: " + problem.headline() + "."));
  }

  private static boolean isOnToken(Lineage line) {
    return !line.hsmKeys().isEmpty() || line.ceremony().isPresent() || line.backup().isPresent();
  }

  String sentences() {
    var known =
        keys.isEmpty()
            ? unseen.isEmpty() ? "No KMS key of this account and Region needs it." : ""
            : "These KMS keys lose their key material: what was encrypted under them can never be"
                + " decrypted again, unless a backup brings it back.";
    return String.join(" ", unseen) + (unseen.isEmpty() || known.isEmpty() ? "" : " ") + known;
  }
}
