package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javafx.animation.AnimationTimer;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.app.bootstrap.Desktop;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.shell.FileTroublesPane;
import org.xksworkbench.app.ui.shell.FileTroublesViewModel;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.ProfileLocks;
import org.xksworkbench.bridge.store.KeptFiles;
import org.xksworkbench.bridge.store.Volume;

/// The window on files that somebody broke: each is told with its path and what to do, nothing else
/// is lost, and the window works.
class DamagedFilesWindowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A file that the window reads when it opens.
  enum WindowFile {
    SETTINGS(
        "config/settings.json",
        """
        {"profiles":{"other":{"region":"eu-west-1"}},
         "tables":{"keys":{"order":["Alias"],"hidden":[],"widths":{"Alias":210.0}}}}
        """),
    PROFILES("config/profiles.json", "{\"current\":\"default\",\n \"unlocked\":[\"other\"]}\n"),
    KEY_RECORDS(
        "state/records/key-records.json",
        """
        {"backups":[{"at":"2026-11-21T10:00:00Z","token":"token","label":"payments",
         "by":"Ada","how":"two cards"}],"ceremonies":[],"checkValues":[]}
        """),
    ACTIVITY("state/activity.jsonl", activity("CreateKey") + activity("CreateAlias")),
    PREDECESSOR("state/activity.jsonl.1", activity("ConnectStore") + activity("DeleteAlias")),
    CONNECTIONS("state/connections.jsonl", connection("FAILED") + connection("CONNECTED")),
    CREATION(
        "state/creations/a.json",
        """
        {"version":1,"id":"a","begun":"2026-11-24T10:00:00Z","kms":"local","region":"us-east-1",
         "account":"0","plan":{"customKeyStoreId":"cks-1","customKeyStoreName":"payments",
         "xksKeyId":"hsm-key","alias":"alias/a","description":"","policy":"{}","tags":{}},
         "stage":{"name":"intended"}}
        """);

    private final String path;
    private final String text;

    WindowFile(String path, String text) {
      this.path = path;
      this.text = text;
    }

    void writeInto(Path home) throws IOException {
      var file = home.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }

    boolean isLog() {
      return path.contains(".jsonl");
    }

    private static String activity(String operation) {
      return "{\"at\":\"2026-11-24T12:00:00Z\",\"who\":\"arn\",\"operation\":\"%s\",\"target\":\"k\",\"requestId\":\"\",\"outcome\":\"done\",\"tookMillis\":1}\n"
          .formatted(operation);
    }

    private static String connection(String state) {
      return "{\"at\":\"2026-11-24T12:00:00Z\",\"storeId\":\"cks-1\",\"state\":\"%s\",\"errorCode\":\"\"}\n"
          .formatted(state);
    }
  }

  /// What is done to a file.
  private enum FileDamage {
    TRUNCATED("it is damaged (", "1 line; the other 1 are used") {
      @Override
      void strike(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
      }
    },
    EMPTY("it is damaged (it is empty)", "") {
      @Override
      void strike(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    GARBAGE("it is damaged (line 1)", "2 lines; the other 0 are used") {
      @Override
      void strike(Path file) throws IOException {
        Files.writeString(file, "PK\u0003\u0004 is no file of ours\n<html>\n");
      }
    },
    ANOTHER_SHAPE("it is damaged (it is no JSON object)", "1 line; the other 0 are used") {
      @Override
      void strike(Path file) throws IOException {
        Files.writeString(file, "[1, 2, 3]\n");
      }
    },
    A_FOLDER("something else is in its place", "") {
      @Override
      void strike(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
      }
    },
    NOT_UTF_8("it is not written in UTF-8", "1 line; the other 1 are used") {
      @Override
      void strike(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 4] = (byte) 0xff;
        Files.write(file, bytes);
      }
    },
    NEWER("a newer version of this program wrote it", "1 line; the other 0 are used") {
      @Override
      void strike(Path file) throws IOException {
        Files.writeString(file, "{\"version\":99,\"whatever\":true}\n");
      }
    };

    /// A newer version is told of files that have one.
    static final Set<FileDamage> OF_ANY_FILE = EnumSet.complementOf(EnumSet.of(NEWER));

    private final String words;
    private final String ofLines;

    /// @param words for a file that is one record; each damage has others than the one before
    /// @param ofLines for a file that is a record a line
    FileDamage(String words, String ofLines) {
      this.words = words;
      this.ofLines = ofLines;
    }

    abstract void strike(Path file) throws IOException;

    String words(WindowFile file) {
      return file.isLog() && !ofLines.isEmpty() ? "it is damaged (" + ofLines + ")" : words;
    }

    /// A log without a line, and a line of a newer version, are no damage.
    boolean applies(WindowFile file) {
      return !(file.isLog() && this == EMPTY);
    }
  }

  @TempDir private Path home;
  private final FxRobot robot = new FxRobot();
  private @Nullable Desktop desktop;

  @BeforeEach
  void everythingIsInOrder() throws IOException {
    for (var kept : WindowFile.values()) {
      kept.writeInto(home);
    }
  }

  @AfterEach
  void close() throws Exception {
    var open = desktop;
    if (open != null) {
      onWindow(() -> {
        open.close();
        return true;
      });
    }
  }

  /// One window a file: begun with the first damage, told of the others by its own button.
  @ParameterizedTest
  @EnumSource(WindowFile.class)
  void each_damage_is_told_and_costs_nothing_else_and_the_last_is_set_aside(WindowFile kept)
      throws Exception {
    var file = home.resolve(kept.path);
    for (var damage : FileDamage.values()) {
      if (!damage.applies(kept)) {
        continue;
      }
      put(damage, kept);
      var before = contents();
      if (desktop == null) {
        start(MachinePolicy.none());
      } else {
        click("#try-file-again");
      }
      await(
          "the note of " + damage,
          () -> told().contains(file + " cannot be read: " + damage.words(kept)));
      assertThat(told()).contains("What to do: ");
      assertThatNothingElseIsLost(kept, before);
    }
    worksByKeyboard();
    assertThat(told()).contains(file + " cannot be read");

    var damaged = Files.readString(file);
    var before = contents();
    click("#set-aside");
    await("what was done", () -> told().contains("A new file was begun"));
    assertThat(DemoWindow.find("#file-trouble")).isNull();
    var aside = aside(file);
    assertThat(told()).contains("What could not be read is kept as " + aside);
    assertThat(aside).hasContent(damaged);
    before.remove(kept.path);
    assertThatNothingElseIsLost(kept, before);
    worksByKeyboard();
    assertThatAFreshFileIsUsed(kept);
  }

  /// What the window chose by its start is written at once, the rest with the next change.
  private void assertThatAFreshFileIsUsed(WindowFile kept) {
    var file = home.resolve(kept.path);
    switch (kept) {
      case SETTINGS -> assertThat(file).content().contains("us-east-1");
      case PROFILES -> assertThat(file).content().contains("default").doesNotContain("other");
      default -> assertThat(file).doesNotExist();
    }
    assertThat(DemoWindow.find("#file-trouble")).isNull();
  }

  /// Under its name with the date.
  private static Path aside(Path file) throws IOException {
    try (var beside = Files.list(file.getParent())) {
      var found =
          beside
              .filter(one ->
                  one.getFileName()
                      .toString()
                      .matches(
                          Pattern.quote(file.getFileName().toString())
                              + "\\.\\d{4}-\\d\\d-\\d\\d-\\d{6}"))
              .toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  @Test
  void lines_that_can_be_read_go_into_the_fresh_file() throws Exception {
    var file = home.resolve(WindowFile.ACTIVITY.path);
    put(FileDamage.TRUNCATED, WindowFile.ACTIVITY);
    var damaged = Files.readString(file);
    start(MachinePolicy.none());
    await("the note", () -> told().contains("1 line; the other 1 are used"));
    click("#set-aside");
    await("what was done", () -> told().contains("A new file was begun"));
    assertThat(aside(file)).hasContent(damaged);
    assertThat(file).content().contains("CreateKey").doesNotContain("CreateAlias");
    click("#close-done");
    await("that it is over", () -> DemoWindow.find("#file-troubles") == null);
  }

  /// A key that is held down is pressed again and again: the button that follows in the order of
  /// the focus took it once, and set a file aside that nobody had asked to be.
  @Test
  void no_key_that_is_held_down_reaches_the_note() throws Exception {
    var file = home.resolve(WindowFile.KEY_RECORDS.path);
    FileDamage.TRUNCATED.strike(file);
    start(MachinePolicy.none());
    await("the note", () -> told().contains(file + " cannot be read"));
    assertThatTheNoteHasNoFocus();
    click("#try-file-again");
    robot.push(KeyCode.CONTROL, KeyCode.K);
    await("the palette", () -> DemoWindow.find("#palette-search") != null);
    robot.push(KeyCode.ESCAPE);
    await("its end", () -> DemoWindow.find("#palette-search") == null);
    await("the focus where it was", () -> "try-file-again".equals(focusOwner().getId()));

    onWindow(() -> {
      DemoWindow.find("#set-aside").requestFocus();
      return true;
    });
    robot.push(KeyCode.CONTROL, KeyCode.K);
    await("the palette", () -> DemoWindow.find("#palette-search") != null);
    robot.write("activity");
    for (var i = 0; i < 5; i++) {
      pressEnter(KeyEvent.KEY_PRESSED);
    }
    pressEnter(KeyEvent.KEY_RELEASED);
    await("the screen", () -> DemoWindow.find("#activity") != null);
    assertThat(told()).contains(file + " cannot be read");
    assertThat(DemoWindow.find("#file-set-aside")).isNull();
  }

  private void assertThatTheNoteHasNoFocus() throws Exception {
    assertThat(onWindow(DamagedFilesWindowTest::focusOwner).getId())
        .isNotIn("set-aside", "try-file-again", "open-folder", "close-trouble");
  }

  /// To whatever has the focus by now.
  private static void pressEnter(EventType<KeyEvent> type) throws Exception {
    onWindow(() -> {
      Event.fireEvent(
          focusOwner(), new KeyEvent(type, "\r", "", KeyCode.ENTER, false, false, false, false));
      return true;
    });
    // JavaFX moves the focus with the next frame.
    var frames = new AtomicInteger();
    var timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            frames.incrementAndGet();
          }
        };
    timer.start();
    await("two frames", () -> frames.get() > 1);
    timer.stop();
  }

  private static Node focusOwner() {
    return DemoWindow.find(".root").getScene().getFocusOwner();
  }

  /// At once: the window may read and write at any moment.
  private void put(FileDamage damage, WindowFile kept) throws IOException {
    var struck = Files.writeString(home.resolve("struck"), kept.text);
    damage.strike(struck);
    move(struck, home.resolve(kept.path));
  }

  private static void move(Path struck, Path to) throws IOException {
    if (Files.isDirectory(struck) || Files.isDirectory(to)) {
      Files.deleteIfExists(to);
    }
    if (Files.isDirectory(struck)) {
      // Between file systems JDK moves a folder that is empty only.
      Files.delete(struck);
      Files.createDirectory(to);
    } else {
      Files.move(struck, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void assertThatNothingElseIsLost(WindowFile kept, Map<String, String> before)
      throws IOException {
    var after = contents();
    before.forEach((path, bytes) -> {
      // Both are written at every start; what was in them is asked below.
      if (path.equals(kept.path) || !path.startsWith("config/")) {
        assertThat(after.get(path)).as(path).isEqualTo(bytes);
      }
    });
    for (var other : List.of(WindowFile.SETTINGS, WindowFile.PROFILES)) {
      if (other != kept) {
        assertThat(after.get(other.path)).contains("other");
      }
    }
  }

  @Test
  void mended_meanwhile_the_file_is_used_again() throws Exception {
    var file = home.resolve(WindowFile.KEY_RECORDS.path);
    FileDamage.TRUNCATED.strike(file);
    start(MachinePolicy.none());
    await("the note", () -> told().contains(file.toString()));
    Files.writeString(file, WindowFile.KEY_RECORDS.text);
    click("#try-file-again");
    await("that it is over", () -> DemoWindow.find("#file-troubles") == null);
  }

  @Test
  void a_home_that_cannot_be_written_is_told_and_the_window_works() throws Exception {
    try (var volume = Volume.on(home.resolve("volume"), "1m")) {
      volume.readOnly(true);
      start(MachinePolicy.none(), volume.folder());
      await("the note", () -> told().contains("its file system is read-only"));
      assertThat(told())
          .contains("2 files of this program cannot be written")
          .contains(volume.folder().resolve("config/settings.json").toString())
          .contains(volume.folder().resolve("config/profiles.json").toString())
          .contains("It stays in memory")
          .doesNotContain("set aside");
      worksByKeyboard();

      volume.readOnly(false);
      click("#try-file-again");
      await("that it is over", () -> DemoWindow.find("#file-troubles") == null);
      assertThat(volume.folder().resolve("config/profiles.json")).content().contains("default");
      close();
      desktop = null;
    }
  }

  @Test
  void a_full_disk_is_told_nothing_is_lost_and_all_is_written_when_there_is_room()
      throws Exception {
    try (var volume = Volume.on(home.resolve("volume"), "256k")) {
      for (var kept : WindowFile.values()) {
        kept.writeInto(volume.folder());
      }
      Files.createFile(volume.folder().resolve("config/.settings.json.lock"));
      Files.createFile(volume.folder().resolve("config/.profiles.json.lock"));
      volume.fill();
      start(MachinePolicy.none(), volume.folder());
      await("the note", () -> told().contains("settings.json cannot be written: the disk is full"));
      worksByKeyboard();
      for (var kept : WindowFile.values()) {
        assertThat(volume.folder().resolve(kept.path)).hasContent(kept.text);
      }

      volume.makeRoom();
      click("#try-file-again");
      await("that it is over", () -> DemoWindow.find("#file-troubles") == null);
      assertThat(volume.folder().resolve(WindowFile.SETTINGS.path))
          .content()
          .contains("us-east-1", "eu-west-1");
      close();
      desktop = null;
    }
  }

  /// What AWS alone would have the window write is written here by hand.
  @ParameterizedTest
  @ValueSource(strings = {"its file system is read-only", "the disk is full"})
  void every_file_that_cannot_be_written_is_told_and_written_when_it_can_be(String why)
      throws Exception {
    try (var volume = Volume.on(home.resolve("volume"), "256k");
        var files = new KeptFiles()) {
      var folder = volume.folder();
      for (var kept : WindowFile.values()) {
        Files.createDirectories(folder.resolve(kept.path).getParent());
        Files.writeString(folder.resolve(kept.path), kept.text);
      }
      var settings = Settings.open(folder.resolve(WindowFile.SETTINGS.path), files, Runnable::run);
      var locks = new ProfileLocks(folder.resolve(WindowFile.PROFILES.path));
      files.add(locks);
      var records = KeyRecords.in(folder.resolve("state/records"), files, Runnable::run);
      var activity = ActivityLog.open(folder.resolve(WindowFile.ACTIVITY.path), files);
      var connections =
          ConnectionHistory.open(folder.resolve(WindowFile.CONNECTIONS.path), files, Runnable::run);
      var stage = FxToolkit.registerPrimaryStage();
      var tasks = new FxTasks((_, _) -> {});
      onWindow(() -> {
        stage.setScene(
            new Scene(
                new FileTroublesPane(new FileTroublesViewModel(files, tasks, _ -> {})), 900, 600));
        stage.show();
        return true;
      });

      if (why.contains("full")) {
        // What fits into the page that a log ends in is written on a full disk, too.
        fillThePage(folder.resolve(WindowFile.ACTIVITY.path), WindowFile.activity("CreateKey"));
        fillThePage(folder.resolve(WindowFile.CONNECTIONS.path), WindowFile.connection("FAILED"));
        volume.fill();
      } else {
        volume.readOnly(true);
      }
      settings.keepRegion("added", "eu-west-3");
      locks.use("added");
      files.tellListeners();
      records.add(new BackupRecord(Instant.EPOCH, "token", "added", "Ada", "cards"));
      activity.add(
          new ActivityEntry(
              Instant.EPOCH, "arn", "added", "k".repeat(300), "", "done", Duration.ZERO));
      connections.see(Instant.EPOCH, failedFor("added-" + "k".repeat(300)));
      var written =
          List.of(
              WindowFile.SETTINGS,
              WindowFile.PROFILES,
              WindowFile.KEY_RECORDS,
              WindowFile.ACTIVITY,
              WindowFile.CONNECTIONS);
      for (var kept : written) {
        await(
            "the note of " + kept,
            () -> told().contains(folder.resolve(kept.path) + " cannot be written: " + why));
      }
      assertThat(told()).contains("5 files of this program cannot be written", "What to do: ");
      assertThat(folder.resolve(WindowFile.KEY_RECORDS.path))
          .hasContent(WindowFile.KEY_RECORDS.text);

      if (why.contains("full")) {
        volume.makeRoom();
      } else {
        volume.readOnly(false);
      }
      click("#try-file-again");
      await("that it is over", () -> DemoWindow.find("#file-troubles") == null);
      for (var kept : written) {
        assertThat(folder.resolve(kept.path)).content().contains("added");
      }
      assertThat(folder.resolve(WindowFile.KEY_RECORDS.path)).content().contains("payments");
      onWindow(() -> {
        tasks.close();
        stage.hide();
        return true;
      });
    }
  }

  private static void fillThePage(Path log, String line) throws IOException {
    Files.writeString(log, line.repeat(4096 / line.length()));
  }

  private static ExternalKeyStore failedFor(String code) {
    return new ExternalKeyStore(
        "cks-1",
        "payments",
        new ConnectionState.Failed(code),
        new ExternalKeyStore.XksProxyConfiguration(
            ExternalKeyStore.Connectivity.PUBLIC_ENDPOINT,
            "https://xks.example.com",
            "/a/kms/xks/v1",
            "BETWEEN16AND64CHARSX",
            Optional.empty(),
            Optional.empty()),
        Instant.EPOCH);
  }

  @ParameterizedTest
  @EnumSource(value = FileDamage.class, mode = EnumSource.Mode.EXCLUDE, names = "NEWER")
  void a_damaged_policy_is_told_with_its_path_and_the_window_is_read_only(FileDamage damage)
      throws Exception {
    var policy = Files.writeString(home.resolve("policy.toml"), "regions = [\"us-east-1\"]\n");
    damage.strike(policy);
    start(MachinePolicy.read(policy));
    await("the reason", () -> DemoWindow.find("#policy-fault") != null);
    assertThat(DemoWindow.texts(DemoWindow.find("#policy-fault"))).contains(policy.toString());
    assertThat(DemoWindow.texts(DemoWindow.find("#change-lock"))).contains("Read-only by policy");
    worksByKeyboard();
  }

  private static final String MANIFEST =
      """
      # Made by XKS Workbench in this folder. It deletes nothing else here.
      hsm/
      hsm/softhsm2.conf
      hsm/tokens/
      proxy/
      proxy/proxy.toml
      proxy/tls-certificate.pem
      """;

  /// One window: a file that stands in the demo's way ends each start before a process begins.
  @Test
  void the_demos_list_of_what_it_made_is_told_set_aside_and_begun_anew() throws Exception {
    try (var volume = Volume.on(home.resolve("volume"), "16m")) {
      var demo = Files.createDirectory(volume.folder().resolve("demo"));
      var list = demo.resolve("made-by-xks-workbench.txt");
      var inTheWay = Files.writeString(demo.resolve("hsm"), "mine");
      for (var damage : FileDamage.OF_ANY_FILE) {
        var struck = Files.writeString(home.resolve("struck"), MANIFEST);
        damage.strike(struck);
        var bytes = Files.isDirectory(struck) ? new byte[0] : Files.readAllBytes(struck);
        move(struck, list);
        if (desktop == null) {
          startDemo(demo);
        } else {
          click("#opening-again");
        }
        await("the list, " + damage, () -> opening().contains(list + ", " + ofTheList(damage)));
        assertThat(opening()).contains("What to do: ").contains(inTheWay + " is a file");
        assertThat(inTheWay).hasContent("mine");
        if (damage == FileDamage.TRUNCATED) {
          assertThat(list).hasBinaryContent(bytes);
        } else {
          var aside = aside(list);
          assertThat(opening()).contains("It is now " + aside);
          if (damage != FileDamage.A_FOLDER) {
            assertThat(aside).hasBinaryContent(bytes);
          }
          Files.delete(aside);
        }
        Files.deleteIfExists(list);
      }

      Files.delete(inTheWay);
      volume.readOnly(true);
      click("#opening-again");
      await(
          "the reason",
          () -> opening().contains("The folder " + demo + " cannot be used: Read-only"));
      volume.readOnly(false);
      volume.fill();
      click("#opening-again");
      await(
          "the reason",
          () -> opening().contains("The folder " + demo + " cannot be used: No space"));
      assertThat(opening()).contains("See that the folder can be written and the disk has room");
      volume.makeRoom();

      Files.writeString(list, "no list of ours\n");
      click("#opening-again");
      await("the demo", () -> DemoWindow.find("#demo-notices") != null);
      assertThat(DemoWindow.texts(DemoWindow.find("#demo-notices")))
          .contains(list + ", could not be understood", "It is now " + aside(list));
      assertThat(aside(list)).hasContent("no list of ours");
      worksByKeyboard();
      close();
      desktop = null;
    }
  }

  private static String ofTheList(FileDamage damage) {
    return switch (damage) {
      case TRUNCATED -> "ends within a line";
      case EMPTY -> "could not be understood: it is empty";
      case GARBAGE, ANOTHER_SHAPE, NEWER ->
          "could not be understood: its first line is not the one that it begins with";
      case A_FOLDER -> "could not be understood: it is not a file";
      case NOT_UTF_8 -> "could not be understood: it is not text in UTF-8";
    };
  }

  private static String opening() {
    var page = DemoWindow.find("#opening");
    return page == null ? "" : DemoWindow.texts(page);
  }

  /// The files of a proxy and of a ceremony in the window of the demo, which is opened once.
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class InTheDemo {

    private Path demo;
    private DemoWindow window;
    private Volume proxyFiles;
    private Volume ceremonyFiles;
    private Volume creationFiles;

    @BeforeAll
    void open(@TempDir Path shared) throws Exception {
      demo = shared;
      proxyFiles = Volume.on(ownersAlone(demo.resolve("proxy")), "1m");
      ownersAlone(proxyFiles.folder());
      ceremonyFiles = Volume.on(demo.resolve("ceremonies"), "1m");
      ownersAlone(ceremonyFiles.folder());
      creationFiles = Volume.on(demo.resolve("creations"), "1m");
      ownersAlone(creationFiles.folder());
      window = new DemoWindow(demo);
    }

    @AfterAll
    void close() throws Exception {
      if (window != null) {
        window.close();
      }
      if (proxyFiles != null) {
        proxyFiles.close();
      }
      if (ceremonyFiles != null) {
        ceremonyFiles.close();
      }
      if (creationFiles != null) {
        creationFiles.close();
      }
    }

    @AfterEach
    void nothingWentWrongUnseen() {
      window.assertNothingReported();
    }

    @Test
    void the_proxys_configuration_is_told_and_what_was_valid_before_is_used() throws Exception {
      var file = demo.resolve("proxy/proxy.toml");
      var good = Files.readString(file);
      window.go(new Destination.XksProxyScreen());
      for (var damage : FileDamage.OF_ANY_FILE) {
        var struck = Files.writeString(demo.resolve("struck"), good);
        damage.strike(struck);
        ownersAlone(struck);
        move(struck, file);
        window.awaitText("#proxy-fault", file.toString());
        assertThat(window.textsOf("#proxy-fault")).contains("What to do: ");
        assertThat(window.textsOf("#served-paths")).contains("/payments", "/archive");
        move(ownersAlone(Files.writeString(struck, good)), file);
        window.await("that it is over, " + damage, () -> !window.isShown("#proxy-fault"));
      }

      proxyFiles.readOnly(true);
      addCredential();
      window.awaitText("#problem", file + " cannot be written: its file system is read-only");
      assertThat(window.textsOf("#problem"))
          .contains("The configuration of the XKS proxy cannot be changed", "mounted for writing");
      proxyFiles.readOnly(false);
      proxyFiles.fill();
      addCredential();
      window.awaitText("#problem", "the disk is full");
      assertThat(window.textsOf("#problem")).contains(file.toString());
      assertThat(file).hasContent(good);
      proxyFiles.makeRoom();
      addCredential();
      window.await("the credential", () -> window.isShown("#new-credential"));
      worksByKeyboard();
    }

    @Test
    void a_creation_that_cannot_be_noted_is_not_begun_and_keeps_what_was_entered()
        throws Exception {
      window.go(new Destination.KeyStoresScreen());
      window.clickRow("#key-stores", "payments-hsm");
      window.click("#create-key");
      creationFiles.readOnly(true);
      window.createKmsKey("payments-2026-11", "noted");
      window.awaitText("#problem", "could not be noted on this machine");
      assertThat(window.textsOf("#problem"))
          .contains(creationFiles.folder().toString())
          .contains("cannot be written: its file system is read-only")
          .contains("Nothing was created.");

      creationFiles.readOnly(false);
      creationFiles.fill();
      window.click("#next");
      window.awaitText("#problem", "the disk is full");
      assertThat(window.textsOf("#problem")).contains("Nothing was created.");
      try (var kms = window.client()) {
        assertThat(kms.aliases()).doesNotContainKey("alias/noted");
      }

      creationFiles.makeRoom();
      window.click("#next");
      window.awaitText("#external-key-status", "ENABLED");
      worksByKeyboard();
    }

    private void addCredential() {
      window.click("#manage-payments");
      window.clickMenuItem("Add a credential\u2026");
      window.clickMenuItem("Add");
    }

    @Test
    void a_ceremonys_folder_is_told_file_by_file_and_the_ceremony_is_resumed_when_it_is_mended()
        throws Exception {
      CeremonyWindowTest.begin(window);
      window.click("#leave-ceremony");
      window.clickMenuItem("Leave it");
      window.await("the first page", () -> window.isShown("#unfinished-ceremonies"));
      Path folder;
      try (var folders = Files.list(demo.resolve("ceremonies"))) {
        folder = folders.filter(Files::isDirectory).toList().getFirst();
      }
      for (var name : List.of("plan.yaml", "transcript.jsonl", "keys/witness.pem")) {
        var file = folder.resolve(name);
        var good = Files.readAllBytes(file);
        for (var damage : FileDamage.OF_ANY_FILE) {
          var struck = Files.write(demo.resolve("struck"), good);
          damage.strike(struck);
          move(struck, file);
          var before = contents(folder);
          window.go(new Destination.CeremoniesScreen());
          if (name.equals("plan.yaml")) {
            window.awaitText("#unfinished-ceremonies", file.toString());
            assertThat(window.textsOf("#unfinished-ceremonies"))
                .contains(folder.getFileName().toString(), "put a copy of it there");
          }
          window.click("#resume");
          window.awaitText("#problem", file.toString());
          assertThat(window.textsOf("#problem"))
              .as(name + " " + damage)
              .containsPattern("[Pp]ut (a copy|back)|Move away")
              .doesNotContain("Something went wrong inside");
          assertThat(contents(folder)).as(name + " " + damage).isEqualTo(before);
          move(Files.write(demo.resolve("struck"), good), file);
        }
      }

      var whole = contents(folder);
      ceremonyFiles.readOnly(true);
      window.go(new Destination.CeremoniesScreen());
      window.click("#resume");
      window.awaitText(
          "#problem",
          folder.resolve("transcript.jsonl") + " cannot be written: its file system is read-only");
      ceremonyFiles.readOnly(false);
      ceremonyFiles.fill();
      window.go(new Destination.CeremoniesScreen());
      CeremonyWindowTest.prepare(window);
      window.click("#begin");
      CeremonyWindowTest.ROLES.forEach(role -> CeremonyWindowTest.identify(window, role));
      window.awaitText("#problem", "cannot be written: the disk is full. Make room on the disk");
      assertThat(window.textsOf("#problem")).contains(demo.resolve("ceremonies").toString());
      assertThat(contents(folder)).isEqualTo(whole);
      ceremonyFiles.makeRoom();
      window.go(new Destination.CeremoniesScreen());
      window.click("#resume");
      window.awaitText("#stopped", "Interrupted");
      assertThat(contents(folder))
          .containsAllEntriesOf(
              whole.entrySet().stream()
                  .filter(one -> !one.getKey().equals("transcript.jsonl"))
                  .collect(
                      java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
      worksByKeyboard();
    }

    private Path ownersAlone(Path path) throws IOException {
      if (!Files.exists(path)) {
        Files.createDirectory(path);
      }
      return Files.setPosixFilePermissions(
          path,
          PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
  }

  private static void worksByKeyboard() throws Exception {
    var robot = new FxRobot();
    robot.push(KeyCode.CONTROL, KeyCode.K);
    await("the palette", () -> DemoWindow.find("#palette-search") != null);
    robot.write("activity");
    robot.push(KeyCode.ENTER);
    await("the screen", () -> DemoWindow.find("#activity") != null);
  }

  /// Where it is drawn by now: a note that was just put in its place has no place yet.
  private void click(String id) throws Exception {
    var before = new AtomicReference<Bounds>();
    await(
        id + " stays where it is",
        () -> {
          var node = DemoWindow.find(id);
          var now = node == null ? null : node.localToScreen(node.getLayoutBounds());
          return now != null && now.getWidth() > 0 && now.equals(before.getAndSet(now));
        });
    robot.clickOn(id);
  }

  private static String told() {
    var pane = DemoWindow.find("#file-troubles");
    return pane == null ? "" : DemoWindow.texts(pane);
  }

  /// By path, byte for byte; what keeps windows apart is left out.
  private Map<String, String> contents() throws IOException {
    return contents(home);
  }

  private static Map<String, String> contents(Path home) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var files = Files.walk(home)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".lock")) {
          contents.put(
              home.relativize(file).toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }

  private void start(MachinePolicy policy) throws Exception {
    start(policy, home);
  }

  private void start(MachinePolicy policy, Path folder) throws Exception {
    start(policy, folder, "--profile", "default", "--region", "us-east-1");
    await("the window", () -> DemoWindow.find("#change-lock") != null);
  }

  private void startDemo(Path demo) throws Exception {
    start(MachinePolicy.none(), home, "--demo", "--demo-folder", demo.toString());
  }

  private void start(MachinePolicy policy, Path folder, String... arguments) throws Exception {
    var stage = FxToolkit.registerPrimaryStage();
    desktop =
        onWindow(() -> {
          var started =
              new Desktop(
                  stage,
                  Arguments.parse(List.of(arguments)),
                  policy,
                  new Places(
                      folder.resolve("config"),
                      folder.resolve("state"),
                      folder.resolve("cache"),
                      folder.resolve("logs")),
                  _ -> {});
          started.show();
          stage.setX(0);
          stage.setY(0);
          return started;
        });
  }

  private static <T> T onWindow(Callable<T> action) throws Exception {
    return OnWindow.call(PATIENCE, action);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    OnWindow.await(what, PATIENCE, condition);
  }
}
