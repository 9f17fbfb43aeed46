package org.xksworkbench.app.activity;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.bridge.store.KeptFiles;
import org.xksworkbench.bridge.store.KeptLog;
import org.xksworkbench.bridge.store.LineLog;

/// The connection states of key stores as this workstation saw them: AWS KMS keeps no history that
/// could be asked. Only changes are kept. Safe for use by several threads.
public final class ConnectionHistory {

  /// A state, and when it was first seen.
  ///
  /// @param state such as `CONNECTED`
  /// @param errorCode `ConnectionErrorCode`, only with `FAILED`
  public record SeenState(Instant at, String storeId, String state, String errorCode) {}

  private static final int MOST = 5_000;
  private static final long FILE_BYTES = 1024 * 1024;

  private final Consumer<SeenState> keep;
  private final List<SeenState> seen = new ArrayList<>();

  private ConnectionHistory(List<SeenState> before, Consumer<SeenState> keep) {
    this.seen.addAll(before);
    this.keep = keep;
  }

  public static ConnectionHistory inMemory() {
    return new ConnectionHistory(List.of(), _ -> {});
  }

  /// @param writer on which states are written
  public static ConnectionHistory open(Path file, KeptFiles files, Executor writer) {
    var log = KeptLog.open(new LineLog<>(file, SeenState.class, FILE_BYTES), MOST, files, writer);
    return new ConnectionHistory(log.entries(), log::add);
  }

  /// Keeps a state if it is another than the last.
  public synchronized void see(Instant at, ExternalKeyStore store) {
    var now =
        switch (store.connectionState()) {
          case ConnectionState.Connected _ -> new SeenState(at, store.id(), "CONNECTED", "");
          case ConnectionState.Connecting _ -> new SeenState(at, store.id(), "CONNECTING", "");
          case ConnectionState.Disconnected _ -> new SeenState(at, store.id(), "DISCONNECTED", "");
          case ConnectionState.Disconnecting _ ->
              new SeenState(at, store.id(), "DISCONNECTING", "");
          case ConnectionState.Failed(var code) -> new SeenState(at, store.id(), "FAILED", code);
        };
    var last = last(store.id());
    if (last.isPresent()
        && last.get().state().equals(now.state())
        && last.get().errorCode().equals(now.errorCode())) {
      return;
    }
    seen.add(now);
    keep.accept(now);
  }

  /// The states of one key store, newest first.
  public synchronized List<SeenState> of(String storeId) {
    return seen.reversed().stream().filter(one -> one.storeId().equals(storeId)).toList();
  }

  private Optional<SeenState> last(String storeId) {
    return of(storeId).stream().findFirst();
  }
}
