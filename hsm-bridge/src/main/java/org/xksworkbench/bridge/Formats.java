package org.xksworkbench.bridge;

import java.util.Locale;

/// Numbers and times are written alike on every machine, in files, logs and protocols: a port in
/// Arabic digits is none that a proxy reads again. In the window they follow its words.
public final class Formats {

  private Formats() {}

  /// For the whole program, before it writes anything.
  public static void fix() {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
  }
}
