package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.XksTestClient;

/// `hsm-bridge proxy run` in a folder of its own, on a token with the key `key-1`.
final class ServedProcess implements AutoCloseable {

  static final String HOST = "xks.example.test";

  private final Path folder;
  private final Path config;
  private BridgeScript.RunningCommand running;

  private ServedProcess(Path folder, Path config) {
    this.folder = folder;
    this.config = config;
    this.running = run();
  }

  /// @param settings changes `proxy.toml` before the start
  static ServedProcess start(Path folder, UnaryOperator<String> settings) {
    try {
      var token = SoftHsm.newToken();
      try (var session = SoftHsm.login(token)) {
        session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
      }
      OwnerOnly.write(folder.resolve("pin"), new String(SoftHsm.userPin()) + "\n");
      var config =
          ProxyFolder.init(
              folder.resolve("served"),
              new ProxyFolder.Request(
                  SoftHsm.modulePath(),
                  token.token().orElseThrow().label(),
                  HOST,
                  List.of("/payments"),
                  "fit"));
      // A machine that builds and tests at the same time is no HSM's neighbour.
      OwnerOnly.replace(
          config,
          settings.apply(
              Files.readString(config)
                  .replace("budget-ms = 150", "budget-ms = 8000")
                  .replace("handshake-seconds = 5", "handshake-seconds = 60")));
      return new ServedProcess(folder, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BridgeScript.RunningCommand run() {
    try {
      // One that was killed leaves it.
      Files.deleteIfExists(folder.resolve("ready"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return BridgeScript.serve(Map.of(), config, folder.resolve("pin"), folder.resolve("ready"));
  }

  void restart() {
    running.terminate();
    running.close();
    running = run();
  }

  Path config() {
    return config;
  }

  BridgeScript.RunningCommand running() {
    return running;
  }

  int port() {
    try {
      return URI.create(Files.readString(folder.resolve("ready")).strip()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Credential> credentials() {
    return ProxyConfig.read(config).prefixes().getFirst().credentials();
  }

  XksTestClient client(Credential credential) {
    try {
      return client(Files.readString(config.resolveSibling(ProxyFolder.CA)), credential);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  XksTestClient client(String trusted, Credential credential) {
    return new XksTestClient(trusted, port(), "/payments", credential);
  }

  @Override
  public void close() {
    running.close();
  }
}
