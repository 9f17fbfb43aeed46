package org.xksworkbench.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.problem.ProblemException;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.store.MadeFiles;

/// However the demo is broken: what somebody else put into its folder is still there, no key is
/// lost, and what is said is a sentence.
class BrokenDemoTest {

  private static final String MINE = "my own key";

  /// What may happen to a file.
  enum DemoDamage {
    MISSING {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    EMPTY {
      @Override
      void to(Path file) throws IOException {
        Files.writeString(file, "");
      }
    },
    TRUNCATED {
      @Override
      void to(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      }
    },
    GARBAGE {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, "Gr\u00fc\u00dfe \u0000\u0001".getBytes(StandardCharsets.ISO_8859_1));
      }
    };

    abstract void to(Path file) throws IOException;
  }

  @TempDir static Path parent;
  private static Path whole;

  @TempDir Path here;
  private Path folder;
  private ForeignFiles foreign;

  /// One real demo with a key of the user's; each test breaks a copy.
  @BeforeAll
  static void a_demo_with_a_key_of_the_users() {
    whole = parent.resolve("whole");
    try (var demo = Demo.start(whole, MachinePolicy.none(), Opening.OpeningProgress.toNobody())) {
      var _ =
          demo.hsm()
              .session()
              .orElseThrow()
              .generateAesKey(AesKeyTemplate.forExternalKeyStore(MINE));
      assertThat(demo.notices()).isEmpty();
    }
  }

  @BeforeEach
  void a_copy_among_files_of_others() throws Exception {
    folder = here.resolve("photos and demo");
    copy(whole, folder);
    foreign = new ForeignFiles(folder, here.resolve("outside"));
    var configuration = folder.resolve(DemoToken.CONFIGURATION);
    Files.writeString(
        configuration,
        Files.readString(configuration).replace(whole.toString(), folder.toString()));
  }

  static Stream<Arguments> pieces() {
    return Stream.concat(Stream.of(DemoToken.CONFIGURATION), DemoProxyFolder.FILES.stream())
        .flatMap(file -> Stream.of(DemoDamage.values()).map(damage -> Arguments.of(file, damage)));
  }

  /// Without the processes, which would only read these files.
  @ParameterizedTest
  @MethodSource("pieces")
  void what_can_be_made_anew_is_set_aside_and_told(String name, DemoDamage damage)
      throws Exception {
    var file = folder.resolve(name);
    damage.to(file);
    var broken = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];

    var demo = prepared();

    assertThat(prepared().notices()).as("what is prepared can be used").isEmpty();
    foreign.assertAllThere();
    if (name.endsWith(".json")) {
      // The proxy does without; only who needs it is told.
      return;
    }
    if (damage != DemoDamage.MISSING) {
      assertThat(asideOf(file))
          .hasSize(1)
          .allSatisfy(aside -> assertThat(aside).hasBinaryContent(broken));
    }
    if (damage != DemoDamage.MISSING || !name.equals(DemoToken.CONFIGURATION)) {
      assertThat(demo.notices()).singleElement().asString().contains(name).endsWith(".");
    }
  }

  @ParameterizedTest
  @EnumSource(DemoDamage.class)
  void a_list_that_cannot_be_understood_makes_everything_somebody_elses(DemoDamage damage)
      throws Exception {
    var list = folder.resolve(MadeFiles.NAME);
    damage.to(list);
    DemoFolder demo = prepared();
    assertThat(prepared().notices()).as("what is prepared can be used").isEmpty();
    if (damage == DemoDamage.EMPTY || damage == DemoDamage.GARBAGE) {
      assertThat(asideOf(list)).hasSize(1);
      assertThat(demo.notices()).singleElement().asString().contains("could not be understood");
      DemoDamage.GARBAGE.to(folder.resolve("proxy/proxy.toml"));
      assertThatThrownBy(this::prepared)
          .isInstanceOfSatisfying(
              ProblemException.class,
              told ->
                  assertThat(told.problem().causes().getFirst())
                      .contains("proxy.toml")
                      .contains("the demo did not make it"));
      assertThat(asideOf(folder.resolve("proxy/proxy.toml"))).isEmpty();
    }
    new StartOver(folder).run();
    foreign.assertAllThere();
    assertThat(prepared().notices()).isEmpty();
  }

  @Test
  void start_over_says_what_goes_and_keeps_every_key_and_all_that_others_made() throws Exception {
    var startOver = new StartOver(folder);
    assertThat(startOver.whatGoes())
        .contains("Keys of yours in its token: " + MINE + ".")
        .contains("Keys of the demo in it: 8.")
        .contains("Deleted: ")
        .contains("proxy/proxy.toml")
        .doesNotContain("photo.jpg");

    startOver.run();

    foreign.assertAllThere();
    assertThat(folder.resolve("proxy/proxy.toml")).doesNotExist();
    assertThat(folder.resolve(MadeFiles.NAME)).doesNotExist();
    assertThat(DemoToken.tokenFolders(folder)).isEmpty();
    try (var inHsm = Files.list(folder.resolve("hsm"))) {
      assertThat(inHsm.filter(one -> one.getFileName().toString().contains(".20")))
          .singleElement()
          .satisfies(aside -> assertThat(aside.resolve("token.object")).exists());
    }
    try (var again = Demo.start(folder, MachinePolicy.none(), Opening.OpeningProgress.toNobody())) {
      assertThat(again.notices()).isEmpty();
      assertThat(again.hsm().session().orElseThrow().secretKeys())
          .extracting(key -> key.label())
          .contains("payments-2025")
          .doesNotContain(MINE);
    }
    foreign.assertAllThere();
  }

  @ParameterizedTest
  @EnumSource(DemoDamage.class)
  void a_token_that_cannot_be_read_is_told_and_never_replaced(DemoDamage damage) throws Exception {
    var token = DemoToken.tokenFolders(folder).getFirst();
    damage.to(token.resolve("token.object"));
    assertThatThrownBy(
            () -> Demo.start(folder, MachinePolicy.none(), Opening.OpeningProgress.toNobody()))
        .satisfies(
            failure -> assertThat(Problems.of(failure).causes()).allMatch(one -> one.endsWith(".")))
        .satisfies(failure -> assertThat(Problems.of(failure).headline()).contains("token"));
    assertThat(DemoToken.tokenFolders(folder)).containsExactly(token);
    foreign.assertAllThere();
    new StartOver(folder).run();
    foreign.assertAllThere();
  }

  @Test
  void a_token_with_another_pin_is_told_and_keeps_its_keys() throws Exception {
    var pin = "another-99".toCharArray();
    var helper = AgentProcess.likeThis(DemoToken.environment(folder));
    try (var hsm =
        AgentHsm.open(
            helper,
            DemoToken.module(),
            ChangeLock.inMemory("test", false),
            Duration.ofMinutes(1))) {
      var slot = hsm.slots().stream().filter(DemoToken::isDemo).findFirst().orElseThrow();
      hsm.changePin(slot.id(), Role.USER, DemoToken.pin(), pin);
    }
    var files = objects();
    assertThatThrownBy(
            () -> Demo.start(folder, MachinePolicy.none(), Opening.OpeningProgress.toNobody()))
        .satisfies(failure ->
            assertThat(Problems.of(failure).headline()).isEqualTo("The PIN is not right"));
    assertThat(objects()).isEqualTo(files);
    assertThat(new StartOver(folder).whatGoes()).contains("cannot be listed");
    foreign.assertAllThere();
  }

  @Test
  void a_file_in_the_place_of_a_folder_is_told_and_set_aside_by_starting_over() throws Exception {
    var file = Files.writeString(here.resolve("file"), "mine");
    assertThatThrownBy(() -> DemoFolder.open(file))
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> assertThat(told.problem().causes().getFirst()).contains(file + " is a file."));
    assertThat(file).hasContent("mine");

    var other = Files.createDirectory(here.resolve("other"));
    Files.writeString(other.resolve("proxy"), "mine");
    Files.createSymbolicLink(other.resolve("hsm"), here.resolve("outside"));
    assertThatThrownBy(() -> new DemoToken(DemoFolder.open(other)).prepareFolder())
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> assertThat(told.problem().causes().getFirst()).contains("is a link"));
    new StartOver(other).run();
    assertThat(asideOf(other.resolve("hsm")))
        .singleElement()
        .satisfies(link -> assertThat(link).isSymbolicLink());
    assertThat(asideOf(other.resolve("proxy")))
        .singleElement()
        .satisfies(one -> assertThat(one).hasContent("mine"));
    foreign.assertAllThere();
  }

  /// As the start does it, without processes.
  private DemoFolder prepared() throws IOException {
    var demo = DemoFolder.open(folder);
    new DemoToken(demo).prepareFolder();
    var _ = DemoProxyFolder.prepare(demo, DemoToken.module());
    return demo;
  }

  private List<Path> objects() throws IOException {
    try (var files = Files.walk(folder.resolve(DemoToken.TOKENS))) {
      return files.filter(file -> file.toString().endsWith(".object")).sorted().toList();
    }
  }

  private static List<Path> asideOf(Path file) throws IOException {
    try (var beside = Files.list(file.getParent())) {
      return beside
          .filter(one -> one.getFileName().toString().startsWith(file.getFileName() + ".20"))
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
