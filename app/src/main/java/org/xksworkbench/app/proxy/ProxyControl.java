package org.xksworkbench.app.proxy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// The XKS proxy of this workstation, to start and stop, to configure and to watch. Every call
/// blocks but [#state], [#recentCalls], [#selfTestTarget] and those that register a listener.
public interface ProxyControl {

  /// One key store that the proxy serves.
  ///
  /// @param path such as `/payments`
  /// @param uriPath such as `/payments/kms/xks/v1`
  /// @param accessKeyIds two while a credential is being rotated
  /// @param keys which keys it serves, in words
  record ServedPath(
      String path,
      String uriPath,
      List<String> accessKeyIds,
      String keys,
      boolean blocked,
      Set<String> blockedKeys) {

    public ServedPath {
      accessKeyIds = List.copyOf(accessKeyIds);
      blockedKeys = Set.copyOf(blockedKeys);
    }
  }

  /// How it is configured and whether it runs.
  ///
  /// @param url as AWS KMS would call it, without a port; empty if it does not run
  /// @param listens address and port, empty if it does not run
  /// @param fault why its configuration cannot be read now, with the line of the file, a sentence;
  ///   the rest was valid last
  /// @param ended that it ended by itself, and what was done about it, a sentence or two
  record ProxyState(
      boolean running,
      String url,
      String listens,
      Path configuration,
      Instant certificateExpires,
      String certificateSubject,
      List<ServedPath> paths,
      String healthKey,
      Optional<String> fault,
      Optional<String> ended) {

    public ProxyState {
      paths = List.copyOf(paths);
    }
  }

  /// What the proxy answered to GetHealthStatus.
  ///
  /// @param instances host, model and health of each HSM, in words
  /// @param available whether it reaches one of them
  record ProxyHealth(
      String proxyVendor,
      String proxyModel,
      List<String> instances,
      boolean available,
      long millis) {

    public ProxyHealth {
      instances = List.copyOf(instances);
    }
  }

  /// A new credential, and where the file for the AWS console with it lies.
  record NewCredential(String accessKeyId, Path consoleFile) {}

  /// As of now, from memory.
  ProxyState state();

  /// Whether it is started and stopped from here.
  boolean runsHere();

  /// What cannot be done or seen of it from here, sentences. Told at once.
  default Optional<String> limits() {
    return Optional.empty();
  }

  /// Starts it at the address that it had, and waits until it serves, as long as that takes. An
  /// interrupt ends the start.
  ///
  /// @param pin of the token, wiped by the caller after the call
  void start(char[] pin);

  /// Lets it finish what it answers, then stops it.
  void stop();

  /// @throws ProxyException if it does not answer
  ProxyHealth health(String path);

  NewCredential addCredential(String path);

  void removeCredential(String path, String accessKeyId);

  void block(String path, boolean blocked);

  void blockKey(String path, String xksKeyId, boolean blocked);

  /// The last requests, oldest first.
  List<XksCall> recentCalls();

  /// How many of the requests that are remembered were refused. Told at once.
  long refusals();

  /// How many requests the proxy answered that could not be followed here. Told at once.
  long missedCalls();

  /// Told of every request, on a thread that must not wait.
  void onCall(Consumer<XksCall> listener);

  /// Ends what [#onCall] began.
  void forget(Consumer<XksCall> listener);

  /// Where the proxy is and how to sign for it, for a self-test that calls it from outside; empty
  /// if its files are not ours to read. The files are not looked at yet.
  Optional<SelfTestTarget> selfTestTarget(String path);

  /// @param authority PEM file of the authority that issued the certificate
  /// @param consoleFile with the URI path and the credential
  /// @param url with the port
  record SelfTestTarget(String url, Path consoleFile, Path authority) {}
}
