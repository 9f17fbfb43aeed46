package org.xksworkbench.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.TokenObjects;
import org.xksworkbench.bridge.store.StoreException;

class GuardTest {

  /// What reads, or uses a key without changing it. Everything else on the port is a change.
  private static final Set<String> READS =
      Set.of(
          "module",
          "slots",
          "login",
          "close",
          "token",
          "secretKeys",
          "doesAesGcm",
          "encryptGcm",
          "sealGcm",
          "decryptGcm",
          "checkValue",
          "random",
          "details",
          "mechanisms",
          "reload",
          "objects",
          "find",
          "read",
          "readWith",
          "signingKey",
          "sign",
          "probe",
          "measure");

  @Test
  void a_profile_is_read_only_until_its_user_unlocks_it(@TempDir Path folder) {
    var file = folder.resolve("new/profiles.json");
    var window = new ProfileLocks(file).of("prod");
    assertThat(window.readOnly()).isTrue();
    window.setReadOnly(false);
    assertThat(new ProfileLocks(file).of("prod").readOnly()).as("kept on disk").isFalse();
    assertThat(new ProfileLocks(file).of("other").readOnly()).isTrue();

    new ProfileLocks(file).of("prod").setReadOnly(true);
    assertThat(window.readOnly()).as("locked elsewhere, at once").isTrue();
  }

  @Test
  void what_is_unlocked_can_be_changed_by_its_owner_alone(@TempDir Path folder) throws IOException {
    var file = folder.resolve("new/profiles.json");
    new ProfileLocks(file).of("prod").setReadOnly(false);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void using_a_profile_unlocks_none_and_keeps_what_is_unlocked(@TempDir Path folder) {
    var locks = new ProfileLocks(folder.resolve("profiles.json"));
    locks.of("dev").setReadOnly(false);
    locks.use("prod");
    assertThat(locks.current()).contains("prod");
    assertThat(locks.of("prod").readOnly()).isTrue();
    assertThat(locks.of("dev").readOnly()).isFalse();
  }

  @Test
  void a_file_that_cannot_be_understood_locks_everything(@TempDir Path folder) throws IOException {
    var locks = new ProfileLocks(folder.resolve("profiles.json"));
    locks.of("dev").setReadOnly(false);
    Files.writeString(locks.file(), "{\"unlocked\":[\"dev\"");
    assertThat(locks.of("dev").readOnly()).isTrue();
  }

  @Test
  void a_file_that_cannot_be_understood_is_never_overwritten(@TempDir Path folder)
      throws IOException {
    var locks = new ProfileLocks(folder.resolve("profiles.json"));
    Files.writeString(locks.file(), "{\"version\":99,\"unlocked\":[]}");
    assertThatThrownBy(() -> locks.of("dev").setReadOnly(false))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a newer version of this program wrote it");
    assertThat(locks.trouble()).isPresent();
    assertThat(locks.file()).hasContent("{\"version\":99,\"unlocked\":[]}");
    assertThat(locks.setAside()).hasContent("{\"version\":99,\"unlocked\":[]}");
    locks.of("dev").setReadOnly(false);
    assertThat(locks.of("dev").readOnly()).isFalse();
  }

  @Test
  void the_users_folders_follow_the_xdg_specification() {
    var home = Path.of("/home/ada");
    assertThat(UserFolders.configuration(Map.of(), "linux", home))
        .isEqualTo(home.resolve(".config/xks-workbench"));
    assertThat(UserFolders.configuration(Map.of("XDG_CONFIG_HOME", "/c"), "linux", home))
        .isEqualTo(Path.of("/c/xks-workbench"));
    assertThat(UserFolders.state(Map.of("XDG_STATE_HOME", "relative"), "linux", home))
        .as("relative paths are ignored")
        .isEqualTo(home.resolve(".local/state/xks-workbench"));
    assertThat(UserFolders.cache(Map.of(), "linux", home))
        .isEqualTo(home.resolve(".cache/xks-workbench"));
    assertThat(UserFolders.logs(Map.of("XDG_STATE_HOME", "/s"), "linux", home))
        .isEqualTo(Path.of("/s/xks-workbench/logs"));
    assertThat(UserFolders.logs(Map.of(), "mac os x", home))
        .isEqualTo(home.resolve("Library/Logs/xks-workbench"));
    assertThat(UserFolders.cache(Map.of(), "mac os x", home))
        .isEqualTo(home.resolve("Library/Caches/xks-workbench"));
    assertThat(UserFolders.state(Map.of(), "mac os x", home))
        .isEqualTo(home.resolve("Library/Application Support/xks-workbench"));
  }

  @Test
  void they_are_counted_from_home_as_scripts_count_them() {
    var ofUser = Path.of("/home/ada");
    assertThat(UserFolders.home(Map.of("HOME", "/tmp/ada"), "linux", ofUser))
        .isEqualTo(Path.of("/tmp/ada"));
    assertThat(UserFolders.home(Map.of(), "linux", ofUser)).isEqualTo(ofUser);
    assertThat(UserFolders.home(Map.of("HOME", "/c/ada"), "windows 11", ofUser)).isEqualTo(ofUser);
  }

  @Test
  void what_changes_a_token_has_leave_only_while_unlocked_and_what_reads_needs_none() {
    var lock = ChangeLock.inMemory("prod", true);
    assertThat(callsOfThePort()).extracting(Method::getName).containsAll(READS);
    for (var call : callsOfThePort()) {
      if (READS.contains(call.getName())) {
        assertThat(TokenGuard.leave(call, lock)).as(call.toString()).isEmpty();
      } else {
        assertThatThrownBy(() -> TokenGuard.leave(call, lock))
            .as(call.toString())
            .isInstanceOf(ReadOnlyException.class)
            .hasMessageContaining("prod is read-only");
      }
    }
    lock.setReadOnly(false);
    assertThat(callsOfThePort())
        .filteredOn(call -> !READS.contains(call.getName()))
        .hasSizeGreaterThan(5)
        .allSatisfy(call -> assertThat(TokenGuard.leave(call, lock)).contains("prod"));
  }

  private static List<Method> callsOfThePort() {
    return Stream.of(Hsm.class, HsmSession.class, TokenObjects.class)
        .flatMap(port -> Arrays.stream(port.getMethods()))
        .toList();
  }
}
