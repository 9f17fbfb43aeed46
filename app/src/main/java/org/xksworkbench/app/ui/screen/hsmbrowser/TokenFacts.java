package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.SlotDetails;

/// All that a token tells of itself and can do.
public record TokenFacts(SlotDetails details, List<MechanismDetails> mechanisms) {

  public TokenFacts {
    mechanisms = List.copyOf(mechanisms);
  }
}
