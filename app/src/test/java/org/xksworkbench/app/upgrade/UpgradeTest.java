package org.xksworkbench.app.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.creation.CreationJournal;
import org.xksworkbench.app.creation.CreationStage;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.settings.TableState;
import org.xksworkbench.app.settings.WindowState;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.probe.ProbedTokens;
import org.xksworkbench.bridge.store.Kept;
import org.xksworkbench.bridge.store.KeptFiles;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.KeptCredentialUses;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.server.CredentialUses;

/// What every earlier version left is read as it was meant; what a newer one will have written is
/// told, and stays as it is.
class UpgradeTest {

  private static final Path STATES =
      Path.of(System.getProperty("xksw.basedir"), "app/src/test/resources/state");

  @TempDir private Path folder;
  private KeptFiles files;

  static Stream<String> versions() throws IOException {
    try (var states = Files.list(STATES)) {
      return states.map(state -> state.getFileName().toString()).sorted().toList().stream();
    }
  }

  @BeforeEach
  void begin() {
    files = new KeptFiles();
  }

  @Test
  void there_is_the_state_of_each_version() throws IOException {
    assertThat(versions()).contains("0.1");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void what_the_user_chose_is_there(String version) throws IOException {
    var places = left(version);
    var settings = Settings.open(places.settings(), files, Runnable::run);
    assertThat(settings.window()).contains(new WindowState(10, 20, 1440, 900, false));
    assertThat(settings.table("key-stores"))
        .contains(new TableState(List.of("Name", "State"), Set.of("ID"), Map.of("Name", 222.0)));
    assertThat(settings.region("security")).contains("eu-central-1");
    assertThat(settings.module(Path.of("/invented/module.so"))).contains(LeftState.MODULE);
    var locks = places.locks();
    assertThat(locks.current()).contains("security");
    assertThat(locks.unlockedProfiles()).containsExactly("security");
    assertThat(locks.of("other").readOnly()).isTrue();
    assertThat(files.filesInTrouble()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void what_was_done_and_recorded_is_there(String version) throws IOException {
    var state = left(version).state();
    assertThat(ActivityLog.open(state.resolve("activity.jsonl"), files).entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.at()).isEqualTo(LeftState.AT);
          assertThat(entry.operation()).isEqualTo("CreateKey");
          assertThat(entry.took()).isEqualTo(Duration.ofMillis(123));
        });
    assertThat(
            ConnectionHistory.open(state.resolve("connections.jsonl"), files, Runnable::run)
                .of(LeftState.STORE))
        .extracting(ConnectionHistory.SeenState::state, ConnectionHistory.SeenState::errorCode)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("FAILED", "XKS_PROXY_TIMED_OUT"),
            org.assertj.core.groups.Tuple.tuple("CONNECTED", ""));
    var records = KeyRecords.in(state.resolve("records"), files, Runnable::run);
    assertThat(records.backupOf("payments", "payments-2026"))
        .contains(new BackupRecord(LeftState.AT, "payments", "payments-2026", "Olga", "two safes"));
    assertThat(records.checkValueOf("payments", "payments-2026", "01")).contains("A1B2C3");
    assertThat(records.ceremonies())
        .singleElement()
        .satisfies(ceremony -> assertThat(ceremony.kmsKeyArn()).isEqualTo(LeftState.ARN));
    var journal = new CreationJournal(state.resolve("creations")).contents();
    assertThat(journal.unreadable()).isEmpty();
    assertThat(journal.creations())
        .containsExactlyInAnyOrder(
            LeftState.creation("intended", new CreationStage.CreationIntended()),
            LeftState.creation(
                "created", new CreationStage.KeyCreated(LeftState.KEY, LeftState.ARN, "request-1")),
            LeftState.creation(
                "finished",
                new CreationStage.CreationFinished(
                    LeftState.KEY, LeftState.ARN, "request-1", "request-2")));
    var probed = new ProbedTokens(state.resolve(ProbedTokens.FILE)).find(LeftState.TOKEN);
    assertThat(probed.orElseThrow().capabilities()).isEqualTo(LeftState.capabilities());
    assertThat(files.filesInTrouble()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void the_demo_and_the_proxy_are_there(String version) throws IOException {
    var places = left(version);
    assertThat(MadeFiles.in(places.demo()).names()).containsExactly("proxy/", "softhsm2.conf");
    var proxy = ProxyConfig.read(folder.resolve("proxy/proxy.toml"));
    assertThat(proxy.toString()).contains("/payments", "/archive");
    assertThat(KeptCredentialUses.read(folder.resolve("proxy/proxy.toml")))
        .containsOnly(Map.entry(LeftState.USED, LeftState.AT));
    var policy = MachinePolicy.read(folder.resolve("policy.toml"));
    assertThat(policy.fault()).isEmpty();
    assertThat(policy.allowsProfile("security")).isTrue();
    assertThat(policy.allowsProfile("other")).isFalse();
    assertThat(policy.allowsRegion("eu-west-1")).isTrue();
  }

  /// Nothing that an older program does takes anything away from a file that it does not know.
  @Test
  void a_newer_file_is_told_and_left_as_it_is() throws IOException {
    var places = left("0.1");
    var state = places.state();
    var newer = new TreeMap<Path, byte[]>();
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(one -> one.toString().endsWith(".json")).toList()) {
        if (new ObjectMapper().readTree(file.toFile()) instanceof ObjectNode tree
            && tree.has("version")) {
          tree.put("version", 1000).put("ofTomorrow", "unknown");
          Files.writeString(file, tree.toString());
          newer.put(file, Files.readAllBytes(file));
        }
      }
    }
    assertThat(newer.keySet())
        .extracting(file -> file.getFileName().toString())
        .contains("settings.json", "profiles.json", "key-records.json", ProbedTokens.FILE)
        .hasSizeGreaterThan(6);

    var settings = Settings.open(places.settings(), files, Runnable::run);
    settings.keepRegion("security", "us-east-1");
    var records = KeyRecords.in(state.resolve("records"), files, Runnable::run);
    records.add(new BackupRecord(LeftState.AT, "a", "b", "c", "d"));
    var locks = places.locks();
    locks.tryAgain();
    files.add(locks);
    var journal = new CreationJournal(state.resolve("creations"));
    assertThat(journal.contents().creations()).isEmpty();
    journal.prune();
    var probed = new ProbedTokens(state.resolve(ProbedTokens.FILE));
    assertThat(probed.find(LeftState.TOKEN)).isEmpty();
    // The proxy goes on without it, and keeps it under another name.
    var uses = folder.resolve("proxy").resolve(KeptCredentialUses.FILE);
    var ofUses = newer.remove(uses);
    KeptCredentialUses.start(
            folder.resolve("proxy/proxy.toml"), new CredentialUses(InstantSource.system()))
        .close();
    try (var beside = Files.list(uses.getParent())) {
      assertThat(
              beside.filter(
                  one -> one.getFileName().toString().startsWith(KeptCredentialUses.FILE + ".")))
          .singleElement()
          .satisfies(aside -> assertThat(aside).hasBinaryContent(ofUses));
    }
    var told = new ArrayList<String>();
    files.filesInTrouble().stream()
        .map(Kept::trouble)
        .flatMap(Optional::stream)
        .forEach(why -> told.add(why.getMessage()));
    journal.contents().unreadable().forEach(why -> told.add(why.getMessage()));
    probed
        .keep(LeftState.TOKEN, LeftState.AT, LeftState.capabilities())
        .ifPresent(why -> told.add(why.getMessage()));
    assertThat(told)
        .hasSameSizeAs(newer.keySet())
        .allMatch(text -> text.contains("a newer version of this program wrote it (format 1000)"));
    newer.forEach((file, bytes) -> assertThat(file).hasBinaryContent(bytes));
  }

  /// Lines of logs carry no version: one that is not understood stays where it is.
  @Test
  void lines_of_a_newer_log_stay_and_the_log_goes_on() throws IOException {
    var log = left("0.1").state().resolve("activity.jsonl");
    Files.writeString(log, Files.readString(log) + "{\"of\":\"tomorrow\"}\n");
    var before = Files.readString(log);
    var activity = ActivityLog.open(log, files);
    activity.add(activity.entries().getFirst());
    assertThat(activity.entries()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(Files.readString(log)).startsWith(before);
  }

  /// Settings of tomorrow in a file that people write: what they forbid must not be overlooked.
  @Test
  void a_newer_setting_of_a_proxy_or_a_machine_is_refused_by_its_name() throws IOException {
    left("0.1");
    var proxy = folder.resolve("proxy/proxy.toml");
    Files.writeString(proxy, "of-tomorrow = true\n" + Files.readString(proxy));
    var before = Files.readAllBytes(proxy);
    assertThatThrownBy(() -> ProxyConfig.read(proxy))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("of-tomorrow");
    assertThat(proxy).hasBinaryContent(before);
    var policy = folder.resolve("policy.toml");
    Files.writeString(policy, "of-tomorrow = true\n" + Files.readString(policy));
    var broken = MachinePolicy.read(policy);
    assertThat(broken.fault().orElseThrow()).contains("of-tomorrow");
    assertThat(broken.allowsModule(Path.of("/usr/lib/softhsm/libsofthsm2.so"))).isFalse();
  }

  @Test
  void a_manifest_that_is_none_of_this_version_is_left_alone() throws IOException {
    var manifest = left("0.1").demo().resolve(MadeFiles.NAME);
    Files.writeString(manifest, "# Made by a program of tomorrow, format 2\nproxy/\n");
    var before = Files.readAllBytes(manifest);
    assertThatThrownBy(() -> MadeFiles.in(manifest.getParent()))
        .hasMessageContaining(MadeFiles.NAME);
    assertThat(manifest).hasBinaryContent(before);
  }

  /// The folder of a user, as this version left it.
  private Places left(String version) throws IOException {
    var from = STATES.resolve(version);
    try (var all = Files.walk(from)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> {
            var to = folder.resolve(from.relativize(file).toString());
            try {
              // Git keeps no rights, and what others may read is refused.
              if (!Files.isDirectory(to.getParent())) {
                OwnerOnly.createFolder(to.getParent());
              }
              Files.copy(file, to);
              to.toFile().setReadable(false, false);
              to.toFile().setWritable(false, false);
              to.toFile().setReadable(true, true);
              to.toFile().setWritable(true, true);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return new Places(
        folder.resolve("configuration"),
        folder.resolve("state"),
        folder.resolve("cache"),
        folder.resolve("logs"));
  }
}
