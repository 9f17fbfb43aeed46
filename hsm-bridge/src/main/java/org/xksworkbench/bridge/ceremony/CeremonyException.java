package org.xksworkbench.bridge.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.store.StoreException;

/// A ceremony says no. The message is one or two sentences for the people in the room: what
/// happened, why, what to do. It holds no secret.
public class CeremonyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CeremonyException(String message) {
    super(message);
  }

  public CeremonyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// A file of a ceremony could not be read or written: why, and what to do.
  public static CeremonyException of(StoreException.FileAct act, Path file, IOException failure) {
    return of(StoreException.of(act, file, failure));
  }

  /// The same of a folder.
  public static CeremonyException ofFolder(
      StoreException.FileAct act, Path folder, IOException failure) {
    return of(StoreException.ofFolder(act, folder, failure));
  }

  private static CeremonyException of(StoreException why) {
    return new CeremonyException(why.getMessage() + " " + why.reason().remedy(), why);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }
}
