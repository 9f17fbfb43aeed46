package org.xksworkbench.bridge.agent;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.xksworkbench.bridge.hsm.ForeignText;

/// A helper process ended that nobody had asked to.
///
/// @param why a clause, such as "crashed (signal 11)"
/// @param logins labels of the tokens whose login is lost
public record HelperLoss(Instant at, Path module, String why, List<String> logins) {

  public HelperLoss {
    logins = List.copyOf(logins);
  }

  /// What happened and what was lost.
  public String sentence() {
    return "The process that held %s %s. %s Keys on the token, other modules and the XKS proxy are not touched."
        .formatted(
            module.getFileName(),
            why,
            logins.isEmpty()
                ? "Nobody was logged in through it, so nothing is lost."
                : "Lost: the login to " + ForeignText.printable(String.join(", ", logins)) + ".");
  }
}
