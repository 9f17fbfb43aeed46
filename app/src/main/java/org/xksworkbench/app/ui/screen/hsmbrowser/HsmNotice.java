package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;

/// Something that happened and is worth reading.
public record HsmNotice(boolean good, String headline, List<String> lines) {

  public HsmNotice {
    lines = List.copyOf(lines);
  }
}
