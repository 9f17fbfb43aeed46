package org.xksworkbench.app.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.creation.Creation;
import org.xksworkbench.app.creation.CreationJournal;
import org.xksworkbench.app.creation.CreationStage;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.CeremonyRecord;
import org.xksworkbench.app.record.CheckValueRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.settings.TableState;
import org.xksworkbench.app.settings.WindowState;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.probe.ProbedTokens;
import org.xksworkbench.bridge.probe.TokenFingerprint;
import org.xksworkbench.bridge.store.KeptFiles;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.xks.config.KeptCredentialUses;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.CredentialUses;

/// What this version of the program leaves on a machine, with invented values. It is written by the
/// program itself, once for each version that leaves something else, and kept under
/// `src/test/resources/state`: `-Dxksw.state=0.2 -Dtest=LeftState,CeremonyUpgradeTest#write`.
class LeftState {

  static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");
  static final String STORE = "cks-1234567890abcdef0";
  static final String KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
  static final String ARN = "arn:aws:kms:eu-central-1:111122223333:key/" + KEY;
  static final TokenFingerprint TOKEN =
      new TokenFingerprint(
          "ab".repeat(32), "2.6", "SoftHSM v2 0123456789abcdef", "2.6", "cd".repeat(32), "");
  static final CredentialUses.CredentialName USED =
      new CredentialUses.CredentialName("/payments", "ABCDEFGHIJKLMNOPQ234");
  static final ModuleStart MODULE =
      new ModuleStart("configdir='sql:/invented'", Map.of("INVENTED", "yes"));
  static final KeyPlan PLAN =
      new KeyPlan(
          STORE,
          "payments-hsm",
          "payments-2026",
          "alias/payments",
          "Zahlungen, für Wien",
          Map.of("team", "payments"),
          "{\"Version\":\"2012-10-17\",\"Statement\":[]}");

  @Test
  @EnabledIfSystemProperty(named = "xksw.state", matches = "\\d+\\.\\d+")
  void write() throws Exception {
    var version = System.getProperty("xksw.state");
    var folder =
        Path.of(System.getProperty("xksw.basedir"), "app/src/test/resources/state", version);
    assertThat(folder).as("a state that was written once is never written again").doesNotExist();
    Files.createDirectories(folder);
    write(folder);
  }

  /// @param folder a place that stands for the home of a user
  static void write(Path folder) throws Exception {
    var places =
        new Places(
            folder.resolve("configuration"),
            folder.resolve("state"),
            folder.resolve("cache"),
            folder.resolve("logs"));
    var files = new KeptFiles();
    var settings = Settings.open(places.settings(), files, Runnable::run);
    settings.keepWindow(new WindowState(10, 20, 1440, 900, false));
    settings.keepTable(
        "key-stores",
        new TableState(List.of("Name", "State"), Set.of("ID"), Map.of("Name", 222.0)));
    settings.keepRegion("security", "eu-central-1");
    settings.keepModule(Path.of("/invented/module.so"), MODULE);
    var locks = places.locks();
    locks.use("security");
    locks.of("security").setReadOnly(false);

    var state = places.state();
    ActivityLog.open(state.resolve("activity.jsonl"), files)
        .add(
            new ActivityEntry(
                AT,
                "arn:aws:iam::111122223333:user/olga",
                "CreateKey",
                STORE + " payments-2026",
                "11111111-2222-3333-4444-555555555555",
                "done",
                Duration.ofMillis(123)));
    var history = ConnectionHistory.open(state.resolve("connections.jsonl"), files, Runnable::run);
    history.see(AT, store(new ConnectionState.Connected()));
    history.see(AT.plusSeconds(60), store(new ConnectionState.Failed("XKS_PROXY_TIMED_OUT")));
    var records = KeyRecords.in(state.resolve("records"), files, Runnable::run);
    records.add(new BackupRecord(AT, "payments", "payments-2026", "Olga", "two safes"));
    records.add(
        new CeremonyRecord(
            AT,
            "2026-11-21 #7",
            "payments",
            "payments-2026",
            "A1B2C3",
            "/invented/bundle",
            "ef".repeat(32),
            ARN,
            false));
    records.add(new CheckValueRecord(AT, "payments", "payments-2026", "01", "A1B2C3"));
    var journal = new CreationJournal(state.resolve("creations"));
    journal.save(creation("intended", new CreationStage.CreationIntended()));
    journal.save(creation("created", new CreationStage.KeyCreated(KEY, ARN, "request-1")));
    journal.save(
        creation(
            "finished", new CreationStage.CreationFinished(KEY, ARN, "request-1", "request-2")));
    var _ = new ProbedTokens(state.resolve(ProbedTokens.FILE)).keep(TOKEN, AT, capabilities());
    files.close();

    var demo = Files.createDirectories(places.demo());
    MadeFiles.in(demo).note("softhsm2.conf");
    MadeFiles.in(demo).note("proxy/");
    var proxy =
        ProxyFolder.init(
            folder.resolve("proxy"),
            new ProxyFolder.Request(
                Path.of("/invented/module.so"),
                "payments",
                "xks.example.test",
                List.of("/payments", "/archive"),
                "fit",
                8443,
                ""));
    var uses = new CredentialUses(InstantSource.fixed(AT));
    try (var _ = KeptCredentialUses.start(proxy, uses)) {
      uses.note(USED, AT);
    }
    // Written by whoever administers the machine, not by the program.
    Files.writeString(
        folder.resolve("policy.toml"),
        """
        read-only = false
        modules = ["/usr/lib/softhsm/libsofthsm2.so"]
        profiles = ["security"]
        regions = ["eu-central-1", "eu-west-1"]
        idle-lock-minutes = 5
        sign-in = true
        credential-process = false
        attach = false
        """);
    // Empty files that keep two windows apart, made anew wherever they are missing.
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(one -> one.toString().endsWith(".lock")).toList()) {
        Files.delete(file);
      }
    }
  }

  static Creation creation(String id, CreationStage stage) {
    return new Creation(
        id, AT, "kms.eu-central-1.amazonaws.com", "eu-central-1", "111122223333", PLAN, stage);
  }

  static ExternalKeyStore store(ConnectionState state) {
    return new ExternalKeyStore(
        STORE,
        "payments-hsm",
        state,
        new ExternalKeyStore.XksProxyConfiguration(
            ExternalKeyStore.Connectivity.PUBLIC_ENDPOINT,
            "https://xks.example.test",
            "/payments/kms/xks/v1",
            "ABCDEFGHIJKLMNOPQ234",
            Optional.empty(),
            Optional.empty()),
        AT);
  }

  static TokenCapabilities capabilities() {
    return new TokenCapabilities(
        TokenCapabilities.GcmVerdict.WORKS,
        "",
        TokenCapabilities.IvHome.CALLER,
        0x1087,
        TokenCapabilities.FULL_PARAMETERS,
        List.of("CKM_AES_GCM"),
        List.of(0x40L),
        TokenCapabilities.RandomSupply.ANY,
        32,
        false,
        true,
        false,
        false,
        Optional.empty(),
        List.of());
  }
}
