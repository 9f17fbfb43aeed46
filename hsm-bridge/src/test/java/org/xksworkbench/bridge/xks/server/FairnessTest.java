package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.auth.Credential;

/// One caller asks for more than there is, and another for one thing. There is one worker, and the
/// token holds it until all have asked; so the order of the answers is that of the turns.
class FairnessTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = {};
  private static final int MANY = 40;

  /// The call that held the worker, one of the many, and one that is charged less than it took.
  private static final int SOON = 4;

  private static final ProxyLimits ONE_WORKER =
      ProxyLimits.DEFAULT.withBudget(Duration.ofSeconds(30)).withWorkers(1, 0);

  @TempDir private Path folder;
  private final TokenGate token = new TokenGate();
  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private final Credential ofQuiet = TestCredentials.fresh();
  private ServedToken served;
  private XksTestClient loud;
  private XksTestClient quiet;

  @BeforeEach
  void start() {
    start(ONE_WORKER);
  }

  private void start(ProxyLimits limits) {
    served =
        ServedToken.start(
            folder,
            DisturbedSession.before(SoftHsm.newSession(), "sealGcm", token::passWorker),
            builder ->
                builder
                    .limits(limits)
                    .listener(calls::add)
                    .prefix(new XksPrefix("/quiet", List.of(ofQuiet), new KeyAdmission.FitKeys())));
    // One connection each, which carries all that is asked at once.
    loud = served.http2Client();
    quiet = newQuiet().overHttp2(served.tls().issued().caPem());
    for (var client : List.of(loud, quiet)) {
      assertThat(client.health().status()).isEqualTo(200);
    }
    calls.clear();
  }

  private XksTestClient newQuiet() {
    return new XksTestClient(
        served.tls().issued().caPem(), served.proxy().port(), "/quiet", ofQuiet);
  }

  @AfterEach
  void stop() {
    token.open();
    served.close();
  }

  @Test
  void a_neighbour_that_asks_for_everything_leaves_another_key_store_its_turn() {
    var held = holdTheWorker();
    var flood = ask(MANY, loud, encryption(loud));
    var one = ask(1, quiet, encryption(quiet)).getFirst();
    eventually(() -> served.proxy().queuedRequests() == MANY + 1);
    token.open();
    assertThat(one.join()).isEqualTo(200);
    assertThat(flood).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
    assertThat(held.join()).isEqualTo(200);
    assertThat(turnOf("/quiet")).isLessThan(SOON);
  }

  @Test
  void a_flood_of_bad_signatures_holds_no_known_caller_up() {
    var held = holdTheWorker();
    var flood = ask(MANY, served.http2Client(), encryption(wronglySigned(quiet, ofQuiet)));
    eventually(() -> served.proxy().queuedRequests() == MANY);
    var one = ask(1, quiet, encryption(quiet)).getFirst();
    eventually(() -> served.proxy().queuedRequests() == MANY + 1);
    token.open();
    assertThat(one.join()).isEqualTo(200);
    assertThat(flood).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(401));
    assertThat(held.join()).isEqualTo(200);
    assertThat(turnOf("/quiet")).isLessThan(SOON);
  }

  @Test
  void a_flood_of_bad_signatures_holds_nobody_from_another_address_up() throws Exception {
    var held = holdTheWorker();
    var flood = ask(MANY, served.http2Client(), encryption(wronglySigned(quiet, ofQuiet)));
    eventually(() -> served.proxy().queuedRequests() == MANY);
    var newcomer =
        newQuiet().from(served.tls().issued().caPem(), InetAddress.ofLiteral("127.0.0.2"));
    var one = ask(1, newcomer, encryption(newcomer)).getFirst();
    eventually(() -> served.proxy().queuedRequests() == MANY + 1);
    token.open();
    assertThat(one.join()).isEqualTo(200);
    assertThat(flood).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(401));
    assertThat(held.join()).isEqualTo(200);
    assertThat(turnOf("/quiet")).isLessThan(SOON);
  }

  @Test
  void who_once_signed_well_and_then_does_not_is_a_stranger_again() {
    var good = served.http2Client();
    assertThat(good.health().status()).isEqualTo(200);
    var wrong = encryption(wronglySigned(loud, served.credential()));
    assertThat(loud.send(wrong).status()).isEqualTo(401);
    calls.clear();
    var held = holdTheWorker(quiet);
    var flood = ask(MANY, loud, wrong);
    eventually(() -> served.proxy().queuedRequests() == MANY);
    // Of the same key store and the same access key ID as the flood.
    var one = ask(1, good, encryption(good)).getFirst();
    eventually(() -> served.proxy().queuedRequests() == MANY + 1);
    token.open();
    assertThat(one.join()).isEqualTo(200);
    assertThat(flood).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(401));
    assertThat(held.join()).isEqualTo(200);
    var statuses = calls.stream().filter(call -> call.pathPrefix().equals("/payments")).toList();
    assertThat(statuses.subList(0, SOON)).extracting(XksCall::httpStatus).contains(200);
  }

  @Test
  void who_fills_the_queue_makes_room_for_others() {
    served.close();
    start(ONE_WORKER.withQueue(MANY));
    var held = holdTheWorker();
    var flood = ask(MANY, loud, encryption(loud));
    eventually(() -> served.proxy().queuedRequests() == MANY);
    var one = ask(1, quiet, encryption(quiet)).getFirst();
    eventually(() -> flood.stream().anyMatch(CompletableFuture::isDone));
    token.open();
    assertThat(one.join()).isEqualTo(200);
    assertThat(held.join()).isEqualTo(200);
    var statuses = flood.stream().map(CompletableFuture::join).toList();
    assertThat(Collections.frequency(statuses, 429)).isEqualTo(1);
    assertThat(Collections.frequency(statuses, 200)).isEqualTo(MANY - 1);
    assertThat(calls)
        .filteredOn(call -> call.httpStatus() == 429)
        .singleElement()
        .satisfies(call -> {
          assertThat(call.errorName()).isEqualTo("ThrottlingException");
          assertThat(call.pathPrefix()).isEqualTo("/payments");
          assertThat(call.cause()).contains("at its limit");
        });
  }

  private CompletableFuture<Integer> holdTheWorker() {
    return holdTheWorker(loud);
  }

  private CompletableFuture<Integer> holdTheWorker(XksTestClient by) {
    token.close();
    var held = by.sendAsync(encryption(by));
    eventually(() -> token.waiting() == 1 && served.proxy().queuedRequests() == 0);
    return held;
  }

  private static List<CompletableFuture<Integer>> ask(
      int times, XksTestClient client, HttpRequest request) {
    return Stream.generate(() -> client.sendAsync(request)).limit(times).toList();
  }

  /// As somebody else, whose secret is not known.
  private static XksTestClient wronglySigned(XksTestClient client, Credential as) {
    return client.signedBy(new Credential(as.accessKeyId(), "w".repeat(43)));
  }

  private static HttpRequest encryption(XksTestClient client) {
    return client.signed(
        "/keys/key-1/encrypt",
        client.encryptRequest(TEXT, NONE, false).toString().getBytes(StandardCharsets.UTF_8));
  }

  /// How many were answered before the first of this key store that was served.
  private int turnOf(String prefix) {
    return calls.stream()
        .map(call -> call.pathPrefix() + call.httpStatus())
        .toList()
        .indexOf(prefix + 200);
  }
}
