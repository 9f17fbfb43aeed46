package org.xksworkbench.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachinePolicyTest {

  @TempDir Path folder;

  @Test
  void a_machine_without_a_policy_allows_everything() {
    var policy = MachinePolicy.read(folder.resolve("policy.toml"));
    var lock = ChangeLock.inMemory("prod", false);
    assertThat(policy.on(lock)).isSameAs(lock);
    assertThat(policy.allowsModule(Path.of("/any.so"))).isTrue();
    assertThat(policy.allowsProfile("any")).isTrue();
    assertThat(policy.allowsRegion("any")).isTrue();
    assertThat(policy.credentialProcess()).isTrue();
    policy.requireAttach("a local KMS");
    assertThat(policy.summary()).isEmpty();
  }

  @Test
  void the_example_that_is_shipped_is_understood_setting_by_setting() throws IOException {
    var example =
        Files.readString(
            Path.of(System.getProperty("xksw.basedir"), "packaging/linux/policy.toml"));
    assertThat(policy(example).fault()).isEmpty();
    var everything = policy(example.replaceAll("(?m)^#(?=[a-z-]+ = |  \"|\\])", ""));
    assertThat(everything.fault()).isEmpty();
    assertThat(everything.readOnly()).isTrue();
    assertThat(everything.modules()).isPresent();
    assertThat(everything.profiles()).isPresent();
    assertThat(everything.regions()).isPresent();
    assertThat(everything.idleLock()).contains(Duration.ofMinutes(5));
    assertThat(everything.signIn()).isFalse();
    assertThat(everything.credentialProcess()).isFalse();
    assertThat(everything.attach()).isFalse();
  }

  @Test
  void a_read_only_machine_stays_so_whatever_the_user_unlocked() throws IOException {
    var unlocked = ChangeLock.inMemory("prod", false);
    var lock = policy("read-only = true").on(unlocked);
    assertThat(lock.readOnly()).isTrue();
    assertThat(lock.keptBy()).hasValueSatisfying(why -> assertThat(why).contains("policy.toml"));
    assertThatThrownBy(() -> lock.requireUnlocked("CreateKey"))
        .isInstanceOf(ReadOnlyException.class)
        .hasMessageContaining("This machine is read-only; CreateKey was not done")
        .hasMessageContaining(folder.resolve("policy.toml").toString());
    assertThatThrownBy(() -> lock.setReadOnly(false)).isInstanceOf(ReadOnlyException.class);
  }

  @Test
  void only_listed_modules_are_loaded_by_whatever_name(@TempDir Path elsewhere) throws IOException {
    var module = Files.createFile(elsewhere.resolve("module.so"));
    var other = Files.createFile(elsewhere.resolve("other.so"));
    var link = Files.createSymbolicLink(elsewhere.resolve("link.so"), module);
    var disguised = Files.createSymbolicLink(folder.resolve("module.so"), other);
    var policy = policy("modules = [\"" + module + "\"]");
    policy.requireModule(module);
    policy.requireModule(link);
    policy.requireModule(elsewhere.resolve("./module.so"));
    assertThatThrownBy(() -> policy.requireModule(disguised))
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith("The PKCS#11 module " + disguised + " is not used. ");
    assertThat(policy.allowsModule(elsewhere.resolve("gone.so"))).isFalse();
  }

  @Test
  void profiles_and_regions_are_those_of_the_lists() throws IOException {
    var policy = policy("profiles = [\"security\"]\nregions = [\"eu-central-1\"]");
    policy.requireProfile("security");
    policy.requireRegion("eu-central-1");
    assertThatThrownBy(() -> policy.requireProfile("Security")).isInstanceOf(PolicyException.class);
    assertThatThrownBy(() -> policy.requireRegion("us-east-1"))
        .hasMessageContaining("The Region us-east-1 is not used");
  }

  @Test
  void programs_and_services_that_run_already_are_forbidden_by_a_word() throws IOException {
    assertThat(policy("read-only = true").credentialProcess()).isTrue();
    var policy = policy("sign-in = false\ncredential-process = false\nattach = false");
    assertThat(policy.credentialProcess()).isFalse();
    assertThatThrownBy(() -> policy.requireAttach("a local KMS"))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("policy.toml");
    assertThatThrownBy(policy::requireSignIn).isInstanceOf(PolicyException.class);
    assertThat(policy.summary())
        .contains("sign-in: false", "credential-process: false", "attach: false");
    assertThat(policy("attach = 0").credentialProcess()).as("of a broken file").isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "read-only = yes | line 1",
        "read-only = true\\nreadonly = false | line 2: there is no setting readonly",
        "read-only = \"true\" | line 1: read-only must be true or false",
        "\\nmodules = [\"softhsm.so\"] | line 2: softhsm.so is not an absolute path",
        "modules = \"/a.so\" | line 1: modules must be a list of texts",
        "attach = \"no\" | line 1: attach must be true or false",
        "profiles = [1] | line 1: profiles must be a list of texts",
        "idle-lock-minutes = 0 | line 1: idle-lock-minutes must be a number from 1 to 1440",
      })
  void a_file_that_cannot_be_understood_locks_everything_and_says_where(String text, String why)
      throws IOException {
    var policy = policy(text.replace("\\n", "\n"));
    assertThat(policy.fault())
        .hasValueSatisfying(fault ->
            assertThat(fault).startsWith(folder.resolve("policy.toml").toString()).contains(why));
    assertThat(policy.on(ChangeLock.inMemory("prod", false)).readOnly()).isTrue();
    assertThatThrownBy(() -> policy.requireModule(Path.of("/usr/lib/softhsm/libsofthsm2.so")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_file_that_cannot_be_read_locks_everything() {
    // A folder in its place: root may read any file.
    assertThat(MachinePolicy.read(folder).readOnly()).isTrue();
  }

  @Test
  void a_file_that_is_a_link_to_nothing_locks_everything() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("policy.toml"), folder.resolve("unmounted"));
    assertThat(MachinePolicy.read(link).readOnly()).isTrue();
    assertThat(MachinePolicy.read(link).fault())
        .contains(
            link + " cannot be read: there is no such file (it is a link that leads nowhere)");
  }

  @Test
  void an_empty_file_locks_everything_and_says_how_to_allow_everything() throws IOException {
    for (var text : List.of("", "\n", "\uFEFF")) {
      assertThat(policy(text).readOnly()).isTrue();
      assertThat(policy(text).fault().orElseThrow())
          .contains(folder.resolve("policy.toml") + ": it is empty")
          .contains("a policy that allows everything has a comment at least, or is no file");
    }
    assertThat(policy("# nothing is forbidden here\n").readOnly()).isFalse();
  }

  @Test
  void a_byte_order_mark_is_no_mistake() throws IOException {
    var policy = policy("\uFEFFread-only = true\n");
    assertThat(policy.fault()).isEmpty();
    assertThat(policy.readOnly()).isTrue();
  }

  @Test
  void what_would_overwhelm_the_reader_locks_everything() throws IOException {
    assertThat(policy("modules = " + "[".repeat(60_000)).fault()).isPresent();
    assertThat(policy("#".repeat(70_000)).fault().orElseThrow())
        .endsWith("(more than 65536 bytes)");
    var latin1 = Files.write(folder.resolve("latin1"), new byte[] {'#', (byte) 0xe4});
    assertThat(MachinePolicy.read(latin1).fault().orElseThrow())
        .endsWith("cannot be read: it is not written in UTF-8");
  }

  @Test
  void each_system_has_it_where_only_administrators_write() {
    assertThat(MachinePolicy.location("linux")).hasToString("/etc/xks-workbench/policy.toml");
    assertThat(MachinePolicy.location("mac os x"))
        .hasToString("/Library/Application Support/xks-workbench/policy.toml");
    assertThat(MachinePolicy.location("windows 11").toString()).contains("ProgramData");
  }

  private MachinePolicy policy(String text) throws IOException {
    return MachinePolicy.read(Files.writeString(folder.resolve("policy.toml"), text));
  }
}
