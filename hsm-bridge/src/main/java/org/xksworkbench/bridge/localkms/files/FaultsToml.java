package org.xksworkbench.bridge.localkms.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.localkms.faults.Fault;
import org.xksworkbench.bridge.localkms.state.ConnectFailure;

/// Faults in TOML; docs/local-kms.md describes it.
public final class FaultsToml {

  private FaultsToml() {}

  /// @throws IllegalArgumentException if it cannot be understood
  public static List<Fault> parse(String text) {
    var root = TomlText.parse(text);
    root.properties()
        .forEach(entry -> {
          if (!entry.getKey().equals("fault")) {
            throw new IllegalArgumentException(
                "there is no '" + entry.getKey() + "' in a fault file");
          }
        });
    var read = new ArrayList<Fault>();
    root.path("fault").forEach(fault -> read.add(fault(fault)));
    return List.copyOf(read);
  }

  private static Fault fault(JsonNode fault) {
    var keyStore = text(fault, "key-store");
    var kind = require(fault, "kind");
    return switch (kind) {
      case "slow-proxy" -> new Fault.SlowProxy(keyStore);
      case "throttling-proxy" -> new Fault.ThrottlingProxy(keyStore);
      case "expired-certificate" -> new Fault.ExpiredCertificate(keyStore);
      case "wrong-name" -> new Fault.WrongName(keyStore);
      case "disabled-external-key" ->
          new Fault.DisabledExternalKey(keyStore, require(fault, "external-key"));
      case "connect-fails" -> new Fault.ConnectFails(keyStore, code(require(fault, "error-code")));
      case "answer" ->
          new Fault.ErrorResponse(text(fault, "operation"), require(fault, "error-code"));
      default -> throw new IllegalArgumentException("there is no fault of the kind " + kind);
    };
  }

  private static ConnectFailure code(String name) {
    return Arrays.stream(ConnectFailure.values())
        .filter(code -> code.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no ConnectionErrorCode " + name));
  }

  private static String require(JsonNode fault, String name) {
    return text(fault, name)
        .orElseThrow(() -> new IllegalArgumentException("a fault lacks its " + name));
  }

  private static Optional<String> text(JsonNode fault, String name) {
    return Optional.ofNullable(fault.path(name).textValue());
  }
}
