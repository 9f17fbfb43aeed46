package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.cli.BridgeScript;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// Where the native part of the wrapper lies, and that nothing of it is left elsewhere.
class NativePartTest {

  @TempDir private Path folder;
  private Path cache;
  private Path temporary;

  @BeforeEach
  void makeFolders() throws IOException {
    cache = folder.resolve("cache");
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  private AgentHsm open(Path module, Map<String, String> environment) {
    return AgentHsm.open(
        AgentProcess.likeThis(environment).with(folders()),
        module,
        ChangeLock.inMemory("test", false),
        Duration.ofSeconds(20));
  }

  private Map<String, String> folders() {
    return Map.of(
        "XDG_CACHE_HOME",
        cache.toString(),
        "TMPDIR",
        temporary.toString(),
        "JDK_JAVA_OPTIONS",
        "-Djava.io.tmpdir=" + temporary);
  }

  private void use() {
    try (var hsm = open(SoftHsm.modulePath(), SoftHsm.environment())) {
      assertThat(hsm.slots()).isNotEmpty();
      assertThat(temporary).as("while it runs").isEmptyDirectory();
    }
  }

  private List<Path> unpacked() throws IOException {
    try (var files = Files.list(cache.resolve("xks-workbench/native"))) {
      return files.toList();
    }
  }

  @Test
  void it_is_unpacked_once_into_a_folder_of_the_user_alone() throws IOException {
    use();
    assertThat(unpacked()).hasSize(1);
    var file = unpacked().getFirst();
    assertThat(file.getFileName().toString()).matches("libpkcs11wrapper-[0-9a-f]{8}\\.so");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    var before = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(file, before);
    use();
    assertThat(unpacked()).containsExactly(file);
    assertThat(Files.getLastModifiedTime(file)).as("used again").isEqualTo(before);
  }

  @Test
  void one_that_was_changed_is_put_right() throws IOException {
    use();
    var file = unpacked().getFirst();
    var right = Files.readAllBytes(file);
    var wrong = right.clone();
    wrong[wrong.length / 2] ^= 1;
    Files.write(file, wrong);
    use();
    assertThat(file).hasBinaryContent(right);
    Files.write(file, new byte[0]);
    use();
    assertThat(file).hasBinaryContent(right);
    assertThat(unpacked()).containsExactly(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash 4", "abort 4", "exit 4 3", "signal 4 9"})
  void nothing_is_left_where_a_library_ends_the_process(String order) throws IOException {
    var odd = OddModule.in(folder);
    odd.behave();
    try (var hsm = open(odd.library(), odd.environment())) {
      odd.order(order);
      assertThatThrownBy(hsm::slots).isInstanceOf(HsmException.class);
    }
    assertThat(temporary).isEmptyDirectory();
    assertThat(unpacked()).hasSize(1);
  }

  @Test
  void where_there_is_no_folder_of_the_user_it_passes_through_a_private_one() throws IOException {
    Files.createFile(cache);
    use();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void a_link_in_the_place_of_the_folder_is_not_followed() throws IOException {
    var others = Files.createDirectory(folder.resolve("others"));
    Files.createDirectories(cache.resolve("xks-workbench"));
    Files.createSymbolicLink(cache.resolve("xks-workbench/native"), others);
    use();
    assertThat(others).isEmptyDirectory();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void a_command_leaves_nothing() {
    var environment = new HashMap<>(SoftHsm.environment());
    environment.putAll(folders());
    var ended =
        BridgeScript.run(environment, "token", "list", "--module", SoftHsm.modulePath().toString());
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(temporary).isEmptyDirectory();
    assertThat(cache.resolve("xks-workbench/native")).isNotEmptyDirectory();
  }
}
