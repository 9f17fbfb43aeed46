package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.file.Path;

/// The manifest of a folder cannot be understood, so that nobody knows what this program made
/// there. The message is a sentence.
public final class ManifestException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient Path file;
  private final String why;

  ManifestException(Path file, String why) {
    super(
        "The list of what XKS Workbench made here, "
            + file
            + ", cannot be understood: "
            + why
            + ". It was left as it is, and nothing is deleted.");
    this.file = file;
    this.why = why;
  }

  /// Without a full stop.
  public String why() {
    return why;
  }

  public Path file() {
    return file;
  }
}
