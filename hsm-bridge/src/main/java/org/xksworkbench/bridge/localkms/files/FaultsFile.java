package org.xksworkbench.bridge.localkms.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.localkms.faults.Fault;
import org.xksworkbench.bridge.localkms.state.ConnectionErrorCode;

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
          "The fault file " + file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private List<Fault> parse(String text) {
    try {
      var root = TomlText.parse(text);
      var read = new ArrayList<Fault>();
      root.properties()
          .forEach(entry -> {
            if (!entry.getKey().equals("fault")) {
              throw new IllegalArgumentException(
                  "there is no '" + entry.getKey() + "' in a fault file");
            }
          });
      root.path("fault").forEach(fault -> read.add(fault(fault)));
      return List.copyOf(read);
    } catch (IllegalArgumentException e) {
      throw new LocalKmsException(
          "The fault file " + file + " cannot be understood: " + e.getMessage() + ".", e);
    }
  }

  private static Fault fault(JsonNode fault) {
    var keyStore = text(fault, "key-store");
    var kind = required(fault, "kind");
    return switch (kind) {
      case "slow-proxy" -> new Fault.SlowProxy(keyStore);
      case "throttling-proxy" -> new Fault.ThrottlingProxy(keyStore);
      case "expired-certificate" -> new Fault.ExpiredCertificate(keyStore);
      case "wrong-name" -> new Fault.WrongName(keyStore);
      case "disabled-external-key" ->
          new Fault.DisabledExternalKey(keyStore, required(fault, "external-key"));
      case "connect-fails" -> new Fault.ConnectFails(keyStore, code(required(fault, "error-code")));
      case "answer" ->
          new Fault.ErrorResponse(text(fault, "operation"), required(fault, "error-code"));
      default -> throw new IllegalArgumentException("there is no fault of the kind " + kind);
    };
  }

  private static ConnectionErrorCode code(String name) {
    return Arrays.stream(ConnectionErrorCode.values())
        .filter(code -> code.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no ConnectionErrorCode " + name));
  }

  private static String required(JsonNode fault, String name) {
    return text(fault, name)
        .orElseThrow(() -> new IllegalArgumentException("a fault lacks its " + name));
  }

  private static Optional<String> text(JsonNode fault, String name) {
    return Optional.ofNullable(fault.path(name).textValue());
  }
}
