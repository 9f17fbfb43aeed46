package org.xksworkbench.app.activity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.bridge.guard.AtomicFile;

/// The connection states of key stores as this workstation saw them: AWS KMS keeps no history that
/// could be asked. One line of JSON for each change, the oldest go first. Safe for use by several
/// threads.
public final class ConnectionHistory {

  /// A state, and when it was first seen.
  ///
  /// @param state such as `CONNECTED`
  /// @param errorCode `ConnectionErrorCode`, only with `FAILED`
  public record Seen(Instant at, String storeId, String state, String errorCode) {}

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionHistory.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 5_000;

  private final @Nullable Path file;
  private final List<Seen> seen = new ArrayList<>();

  private ConnectionHistory(@Nullable Path file) {
    this.file = file;
  }

  public static ConnectionHistory inMemory() {
    return new ConnectionHistory(null);
  }

  public static ConnectionHistory open(Path file) {
    var history = new ConnectionHistory(file);
    history.read(file);
    return history;
  }

  /// Keeps a state if it is another than the last.
  public synchronized void see(Instant at, ExternalKeyStore store) {
    var now =
        switch (store.connectionState()) {
          case ConnectionState.Connected _ -> new Seen(at, store.id(), "CONNECTED", "");
          case ConnectionState.Connecting _ -> new Seen(at, store.id(), "CONNECTING", "");
          case ConnectionState.Disconnected _ -> new Seen(at, store.id(), "DISCONNECTED", "");
          case ConnectionState.Disconnecting _ -> new Seen(at, store.id(), "DISCONNECTING", "");
          case ConnectionState.Failed(var code) -> new Seen(at, store.id(), "FAILED", code);
        };
    var last = last(store.id());
    if (last.isPresent()
        && last.get().state().equals(now.state())
        && last.get().errorCode().equals(now.errorCode())) {
      return;
    }
    seen.add(now);
    append(now);
  }

  /// The states of one key store, newest first.
  public synchronized List<Seen> of(String storeId) {
    return seen.reversed().stream().filter(one -> one.storeId().equals(storeId)).toList();
  }

  private Optional<Seen> last(String storeId) {
    return of(storeId).stream().findFirst();
  }

  private void read(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (var line : Files.readAllLines(file)) {
        parse(line).ifPresent(seen::add);
      }
      if (seen.size() > MOST) {
        seen.subList(0, seen.size() - MOST).clear();
        var text = new StringBuilder();
        seen.forEach(one -> text.append(line(one)));
        AtomicFile.replace(file, text.toString());
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
    }
  }

  /// A line that was cut off by a crash is left out.
  private static Optional<Seen> parse(String line) {
    try {
      var node = JSON.readTree(line);
      return Optional.of(
          new Seen(
              Instant.parse(node.path("at").asText()),
              node.path("storeId").asText(),
              node.path("state").asText(),
              node.path("errorCode").asText()));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private void append(Seen one) {
    if (file == null) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(
          file,
          line(one).getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }

  private static String line(Seen one) {
    return JSON.createObjectNode()
            .put("at", one.at().toString())
            .put("storeId", one.storeId())
            .put("state", one.state())
            .put("errorCode", one.errorCode())
        + "\n";
  }
}
