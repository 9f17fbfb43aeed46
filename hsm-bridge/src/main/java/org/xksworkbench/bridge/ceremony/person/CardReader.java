package org.xksworkbench.bridge.ceremony.person;

import java.nio.file.Path;
import org.xksworkbench.bridge.hsm.Hsm;

/// Where people put their cards.
@FunctionalInterface
public interface CardReader {

  /// Loads a PKCS#11 library apart from any that is in use, so that no login of another lasts.
  ///
  /// @return closed by the caller
  Hsm open(Path module);
}
