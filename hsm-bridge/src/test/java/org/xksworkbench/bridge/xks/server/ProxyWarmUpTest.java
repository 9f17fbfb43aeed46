package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.RawKeys;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// What happens before the port opens.
class ProxyWarmUpTest {

  private static final int ROUNDS = 5;

  /// Encrypt decrypts what it gives an integrity value for, and Decrypt does, by two protocols.
  private static final int OF_ALL_ROUNDS = ROUNDS * 2 * 2;

  /// A busy machine may take it; the rounds end it.
  private static final Duration MOST = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private HsmSession session;

  @BeforeEach
  void logIn() {
    session = SoftHsm.newSession();
  }

  @AfterEach
  void logOut() {
    session.close();
  }

  private ServedToken start(HsmSession on, Consumer<XksProxyBuilder> more) {
    return ServedToken.start(
        folder,
        on,
        builder -> {
          builder.warmUp(ROUNDS, MOST).listener(calls::add);
          more.accept(builder);
        });
  }

  @Test
  void the_port_opens_after_every_operation_was_walked_over_both_protocols() throws IOException {
    var port = freePort();
    var decrypted = new AtomicInteger();
    var openBefore = new AtomicBoolean();
    var starting = new AtomicBoolean(true);
    var watched =
        DisturbedSession.before(
            session,
            "decryptGcm",
            () -> {
              decrypted.incrementAndGet();
              if (starting.get() && isOpen(port)) {
                openBefore.set(true);
              }
            });
    try (var log = new LogLines();
        var served = start(watched, builder -> builder.bind("127.0.0.1", port))) {
      starting.set(false);
      assertThat(served.proxy().port()).isEqualTo(port);
      assertThat(isOpen(port)).isTrue();
      assertThat(openBefore).as("open while it was warmed up").isFalse();
      assertThat(decrypted.get()).isGreaterThanOrEqualTo(OF_ALL_ROUNDS);
      assertNothingFailed(log);
    }
  }

  @Test
  void nothing_of_it_is_in_the_log_of_requests_or_in_the_counts_of_keys() {
    try (var served = start(session, _ -> {})) {
      assertThat(calls).isEmpty();
      assertThat(served.proxy().encryptions()).isEmpty();
      assertThat(served.client().metadata("warm-up").errorName()).isEqualTo("KeyNotFoundException");
      assertThat(served.client().metadata("xks-health").errorName())
          .isEqualTo("KeyNotFoundException");
    }
  }

  @Test
  void the_clock_of_the_proxy_is_that_of_the_requests_it_asks_itself() {
    var late = Clock.offset(Clock.systemUTC(), Duration.ofDays(3));
    try (var log = new LogLines();
        var served = start(session, builder -> builder.clock(late))) {
      assertNothingFailed(log);
      assertThat(served.client().at(late).health().status()).isEqualTo(200);
    }
  }

  @Test
  void without_a_key_for_the_health_check_the_proxy_starts_and_serves() {
    var broken =
        DisturbedSession.before(
            session,
            "generateAesKey",
            () -> {
              throw new IllegalStateException("no key is made");
            });
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
    try (var served = start(broken, _ -> {})) {
      assertThat(served.client().encrypt("key-1", new byte[1], new byte[0], false).status())
          .isEqualTo(200);
    }
  }

  @Test
  void a_proxy_that_asks_for_client_certificates_is_warmed_up_too() throws IOException {
    var identity = TestTls.issue(folder, "clients.test");
    var authority = folder.resolve("authority.pem");
    Files.writeString(authority, identity.issued().caPem());
    var clients =
        new TlsSettings.ClientAuthentication(authority, "cks.kms.us-east-1.amazonaws.com");
    var decrypted = new AtomicInteger();
    try (var log = new LogLines();
        var _ =
            start(
                DisturbedSession.before(session, "decryptGcm", decrypted::incrementAndGet),
                builder ->
                    builder.tls(
                        new TlsSettings(
                            identity.identity(), TlsSettings.Engine.JDK, Optional.of(clients))))) {
      assertThat(decrypted.get()).isGreaterThanOrEqualTo(OF_ALL_ROUNDS);
      assertNothingFailed(log);
    }
  }

  @Test
  void one_of_two_health_keys_will_do() throws IOException {
    var token = SoftHsm.newToken();
    try (var raw = new RawKeys(token);
        var log = new LogLines()) {
      session.close();
      session = SoftHsm.login(token);
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("xks-health"));
      raw.create("xks-health", SoftHsm.importableKey());
      try (var _ = start(session, _ -> {})) {
        assertNothingFailed(log);
      }
    }
  }

  private static void assertNothingFailed(LogLines log) {
    assertThat(log.lines()).noneSatisfy(line -> assertThat(line).contains("be warmed up"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      // A port that nobody listens on may connect to itself.
      return socket.getLocalPort() != port;
    } catch (IOException e) {
      return false;
    }
  }
}
