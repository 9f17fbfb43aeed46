package org.xksworkbench.app.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.KeyOrigin;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.lineage.Mismatch;
import org.xksworkbench.app.overview.LoopConcern.ConcernLevel;
import org.xksworkbench.app.overview.LoopConcern.ConcernWay;
import org.xksworkbench.app.overview.LoopLink.LinkState;
import org.xksworkbench.app.overview.LoopReading.SeenHealth;
import org.xksworkbench.app.overview.ProxyGroup.KeyCount;
import org.xksworkbench.app.overview.ProxyGroup.StoreNode;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.proxy.ProxyControl.ServedPath;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.settings.Thresholds;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// How each link is judged, and what is said to need attention.
class OverviewTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String OWN = "https://xks.example.com";

  private final List<ExternalKeyStore> stores = new ArrayList<>();
  private final Map<String, List<XksCall>> calls = new HashMap<>();
  private final List<Lineage> lines = new ArrayList<>();
  private Optional<ProxyState> proxy = Optional.of(proxy(true, Duration.ofDays(300), ""));
  private Optional<SeenHealth> health = Optional.of(new SeenHealth(true, 3, ""));
  private int unknown;
  private int unfinished;

  @Test
  void a_loop_that_works_is_green_and_calm() {
    own("payments", new ConnectionState.Connected(), 4_000, 8_000);
    key("key-1", "payments", KeyState.KnownKeyState.ENABLED, true);
    var overview = overview();
    assertThat(overview.concerns()).isEmpty();
    assertThat(node(overview, "payments").toProxy())
        .isEqualTo(new LoopLink(LinkState.WORKS, "p99 8.0 ms"));
    assertThat(node(overview, "payments").keys()).contains(new KeyCount(1, 1));
    assertThat(overview.groups().getFirst().toToken().state()).isEqualTo(LinkState.WORKS);
    assertThat(overview.figures().slowestMillis()).hasValue(8.0);
    assertThat(overview.figures().certificateDays()).hasValue(300);
    assertThat(overview.figures().withoutBackup()).contains(0);
    assertThat(overview.groups()).noneMatch(ProxyGroup::broken);
  }

  @Test
  void of_a_hundred_requests_the_slowest_does_not_count() {
    var micros = new long[100];
    java.util.Arrays.fill(micros, 5_000);
    micros[7] = 900_000;
    own("payments", new ConnectionState.Connected(), micros);
    assertThat(overview().figures().slowestMillis()).hasValue(5.0);
    assertThat(overview().concerns()).isEmpty();
  }

  @Test
  void a_key_store_that_failed_is_broken_at_its_link_and_says_what_it_costs() {
    own("payments", new ConnectionState.Failed("XKS_PROXY_TIMED_OUT"));
    key("key-1", "payments", KeyState.KnownKeyState.UNAVAILABLE, true);
    var overview = overview();
    assertThat(node(overview, "payments").toProxy().state()).isEqualTo(LinkState.BROKEN);
    assertThat(node(overview, "payments").keys()).contains(new KeyCount(1, 0));
    assertThat(overview.concerns())
        .containsExactly(
            new LoopConcern(
                ConcernLevel.BAD,
                "payments cannot be connected",
                "The proxy was reached but did not answer within 250 milliseconds."
                    + " One KMS key cannot be used.",
                new ConcernWay.CheckConnection("cks-payments")));
  }

  @Test
  void what_is_off_on_purpose_or_on_its_way_is_no_trouble() {
    own("off", new ConnectionState.Disconnected());
    own("on", new ConnectionState.Connecting());
    var overview = overview();
    assertThat(node(overview, "off").toProxy()).isEqualTo(new LoopLink(LinkState.OFF, "off"));
    assertThat(node(overview, "on").toProxy())
        .isEqualTo(new LoopLink(LinkState.BUSY, "Connecting"));
    assertThat(overview.concerns()).isEmpty();
  }

  @Test
  void nothing_is_concluded_of_a_proxy_that_is_not_ours() {
    stores.add(store("branch", "https://xks.branch.example", new ConnectionState.Connected()));
    own("payments", new ConnectionState.Connected());
    var overview = overview();
    assertThat(overview.groups())
        .extracting(ProxyGroup::host)
        .containsExactly("xks.example.com", "xks.branch.example");
    assertThat(overview.groups().getLast().own()).isEmpty();
    assertThat(overview.groups().getLast().toToken().state()).isEqualTo(LinkState.NOT_SEEN);
    assertThat(node(overview, "branch").toProxy().state()).isEqualTo(LinkState.NOT_SEEN);
  }

  @Test
  void a_proxy_that_does_not_run_breaks_what_AWS_still_calls_connected() {
    own("payments", new ConnectionState.Connected());
    proxy = Optional.of(proxy(false, Duration.ofDays(300), "The library crashed."));
    health = Optional.empty();
    var overview = overview();
    assertThat(node(overview, "payments").toProxy())
        .isEqualTo(new LoopLink(LinkState.BROKEN, "no proxy"));
    assertThat(overview.concerns())
        .singleElement()
        .satisfies(concern -> {
          assertThat(concern.text()).isEqualTo("The library crashed.");
          assertThat(concern.way()).isEqualTo(new ConcernWay.ShowProxy());
        });
  }

  @Test
  void a_proxy_that_does_not_reach_its_token_is_broken_behind_it() {
    own("payments", new ConnectionState.Connected(), 1_000);
    health = Optional.of(new SeenHealth(false, 12, ""));
    var overview = overview();
    assertThat(node(overview, "payments").toProxy().state()).isEqualTo(LinkState.WORKS);
    assertThat(overview.groups().getFirst().toToken().state()).isEqualTo(LinkState.BROKEN);
    assertThat(headlines()).containsExactly("The XKS proxy does not reach its HSM");
  }

  @ParameterizedTest
  @CsvSource({
    "30, ",
    "29, WARNING",
    "10, WARNING",
    "9, BAD",
    "-2, BAD",
  })
  void a_certificate_is_told_of_in_time(int days, ConcernLevel level) {
    own("payments", new ConnectionState.Connected());
    proxy = Optional.of(proxy(true, Duration.ofDays(days).plusMinutes(1), ""));
    assertThat(overview().concerns().stream().map(LoopConcern::level).toList())
        .isEqualTo(level == null ? List.of() : List.of(level));
    if (days < 0) {
      assertThat(headlines()).containsExactly("The certificate of xks.example.com has ended");
    }
  }

  @Test
  void from_where_on_something_is_told_is_what_the_user_wants() {
    own("payments", new ConnectionState.Connected(), 120_000);
    proxy = Optional.of(proxy(true, Duration.ofDays(40), ""));
    assertThat(overview(new Thresholds(30, 150)).concerns()).isEmpty();
    assertThat(overview(new Thresholds(60, 150)).concerns())
        .singleElement()
        .satisfies(one -> assertThat(one.headline()).contains("xks.example.com"));
    assertThat(overview(new Thresholds(30, 100)).concerns())
        .singleElement()
        .satisfies(one -> assertThat(one.headline()).contains("120"));
  }

  @Test
  void a_key_in_use_without_a_backup_is_told_once_and_one_that_is_to_be_deleted_is_not() {
    own("payments", new ConnectionState.Connected());
    key("key-1", "payments", KeyState.KnownKeyState.ENABLED, false);
    key("key-2", "payments", KeyState.KnownKeyState.PENDING_DELETION, false);
    assertThat(overview().concerns())
        .containsExactly(
            new LoopConcern(
                ConcernLevel.WARNING,
                "No backup of key-1 is recorded",
                "If this HSM key is lost, everything under alias/key-1 is lost.",
                new ConcernWay.ShowHsmKey("key-1")));
    assertThat(overview().figures().withoutBackup()).contains(1);
  }

  @Test
  void many_of_a_kind_are_told_as_one() {
    own("payments", new ConnectionState.Connected());
    for (var i = 0; i < 4; i++) {
      key("key-" + i, "payments", KeyState.KnownKeyState.ENABLED, false);
    }
    assertThat(headlines()).containsExactly("4 keys in use have no recorded backup");
  }

  @Test
  void the_worst_comes_first() {
    own("payments", new ConnectionState.Failed("NETWORK_ERRORS"));
    key("key-1", "payments", KeyState.KnownKeyState.UNAVAILABLE, false);
    lines.add(
        disagreeing("key-2", "KMS key k uses the external key key-2, which is not on the token."));
    unknown = 3;
    unfinished = 2;
    assertThat(headlines())
        .containsExactly(
            "payments cannot be connected",
            "key-2 needs attention",
            "No backup of key-1 is recorded",
            "3 KMS keys could not be described",
            "2 KMS keys were not finished");
  }

  @Test
  void while_keys_are_counted_nothing_is_said_of_them() {
    own("payments", new ConnectionState.Connected());
    var overview = Overview.of(reading(), Optional.empty(), Thresholds.USUAL);
    assertThat(node(overview, "payments").keys()).isEmpty();
    assertThat(overview.figures().keys()).isEmpty();
    assertThat(overview.figures().withoutBackup()).isEmpty();
  }

  private List<String> headlines() {
    return overview().concerns().stream().map(LoopConcern::headline).toList();
  }

  private Overview overview() {
    return overview(Thresholds.USUAL);
  }

  private Overview overview(Thresholds thresholds) {
    return Overview.of(
        reading(), Optional.of(new LineageReading(NOW, lines, Set.of(), unknown)), thresholds);
  }

  private LoopReading reading() {
    return new LoopReading(
        NOW, "eu-central-1", stores, calls, proxy, health, Optional.empty(), unfinished);
  }

  private static StoreNode node(Overview overview, String name) {
    return overview.groups().stream()
        .flatMap(group -> group.stores().stream())
        .filter(node -> node.store().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void own(String name, ConnectionState state, long... micros) {
    stores.add(store(name, OWN, state));
    var logged = new ArrayList<XksCall>();
    for (var one : micros) {
      logged.add(call(one));
    }
    calls.put("cks-" + name, logged);
  }

  private static XksCall call(long micros) {
    return new XksCall(
        NOW,
        "request",
        "Encrypt",
        "Encrypt",
        "",
        "",
        "",
        "",
        "",
        "",
        "HTTP/1.1",
        "AKIAEXAMPLE",
        "/payments",
        "key-1",
        200,
        "",
        "",
        0,
        0,
        0,
        micros);
  }

  private static ExternalKeyStore store(String name, String endpoint, ConnectionState state) {
    return new ExternalKeyStore(
        "cks-" + name,
        name,
        state,
        new XksProxyConfiguration(
            Connectivity.PUBLIC_ENDPOINT,
            endpoint,
            "/" + name + "/kms/xks/v1",
            "AKIAEXAMPLE",
            Optional.empty(),
            Optional.empty()),
        NOW);
  }

  private void key(String label, String store, KeyState.KnownKeyState state, boolean saved) {
    var of = stores.stream().filter(one -> one.name().equals(store)).findFirst().orElseThrow();
    lines.add(
        new Lineage(
            label,
            List.of(),
            "",
            List.of(),
            Optional.of(of),
            Optional.of(kmsKey(label, of.id(), state)),
            List.of("alias/" + label),
            Optional.empty(),
            saved
                ? Optional.of(new BackupRecord(NOW, "token", label, "me", "two cards"))
                : Optional.empty(),
            List.of()));
  }

  private static KmsKey kmsKey(String label, String store, KeyState.KnownKeyState state) {
    return new KmsKey(
        label + "-kms",
        "arn:aws:kms:us-east-1:111122223333:key/" + label + "-kms",
        "111122223333",
        "",
        state,
        "SYMMETRIC_DEFAULT",
        "ENCRYPT_DECRYPT",
        KeyOrigin.KnownKeyOrigin.EXTERNAL_KEY_STORE,
        false,
        true,
        NOW,
        Optional.of(store),
        Optional.of(label),
        Optional.empty());
  }

  private static Lineage disagreeing(String label, String words) {
    return new Lineage(
        label,
        List.of(),
        "",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Mismatch(Mismatch.Side.HSM_KEY, true, words)));
  }

  private static ProxyState proxy(boolean running, Duration certificate, String ended) {
    return new ProxyState(
        running,
        OWN,
        "127.0.0.1:8443",
        Path.of("proxy.toml"),
        NOW.plus(certificate),
        "xks.example.com",
        List.of(
            new ServedPath(
                "/payments", "/payments/kms/xks/v1", List.of("AKIAEXAMPLE"), "", false, Set.of())),
        "xks-health",
        Optional.empty(),
        Optional.of(ended).filter(why -> !why.isEmpty()));
  }
}
