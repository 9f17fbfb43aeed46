package org.xksworkbench.bridge.localkms.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.localkms.faults.Fault;
import org.xksworkbench.bridge.store.StoreException;

/// A TOML file of faults, read again whenever its content changed. docs/local-kms.md describes it.
public final class FaultsFile implements Supplier<List<Fault>> {

  private static final Logger LOG = LoggerFactory.getLogger(FaultsFile.class);

  private final Path file;
  private String content = "";
  private List<Fault> faults = List.of();

  private FaultsFile(Path file) {
    this.file = file;
  }

  /// Reads the file. One that is not there yet holds no faults.
  ///
  /// @throws LocalKmsException if it cannot be understood
  public static FaultsFile open(Path file) {
    var opened = new FaultsFile(file);
    opened.content = opened.read();
    opened.faults = opened.parse(opened.content);
    return opened;
  }

  /// The faults of the file as it is now. If it cannot be understood any more, the last ones stay,
  /// and the log says why.
  @Override
  public synchronized List<Fault> get() {
    try {
      var now = read();
      if (!now.equals(content)) {
        content = now;
        faults = parse(now);
        LOG.info("{} fault(s) are switched on by {}", faults.size(), file);
      }
    } catch (LocalKmsException e) {
      LOG.warn("{} The faults stay as they were.", e.getMessage());
    }
    return faults;
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new LocalKmsException(
          "The fault file " + file + " cannot be read: " + StoreException.words(e) + ".", e);
    }
  }

  private List<Fault> parse(String text) {
    try {
      return FaultsToml.parse(text);
    } catch (IllegalArgumentException e) {
      throw new LocalKmsException(
          "The fault file " + file + " cannot be understood: " + e.getMessage() + ".", e);
    }
  }
}
