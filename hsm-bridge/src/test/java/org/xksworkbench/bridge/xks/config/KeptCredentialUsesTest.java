package org.xksworkbench.bridge.xks.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.xks.server.CredentialUses;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;

/// When a credential was last used outlives the proxy that saw it.
class KeptCredentialUsesTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final CredentialName NAME = new CredentialName("/payments", "AKIAEXAMPLE");

  @TempDir private Path folder;

  @Test
  void a_use_is_known_to_the_proxy_that_follows_and_to_who_asks_without_one() {
    var before = new CredentialUses(InstantSource.fixed(NOON));
    try (var _ = KeptCredentialUses.start(configuration(), before)) {
      before.note(NAME, NOON);
    }
    assertThat(KeptCredentialUses.read(configuration())).isEqualTo(Map.of(NAME, NOON));
    var after = new CredentialUses(InstantSource.fixed(NOON));
    try (var _ = KeptCredentialUses.start(configuration(), after)) {
      assertThat(after.lastUse(NAME)).contains(NOON);
    }
  }

  @Test
  void a_file_that_cannot_be_understood_is_not_lost() throws IOException {
    var file = folder.resolve(KeptCredentialUses.FILE);
    Files.writeString(file, "{\"uses\": [");
    assertThat(KeptCredentialUses.read(configuration())).isEmpty();
    assertThat(file).as("who only asks changes nothing").hasContent("{\"uses\": [");
    var uses = new CredentialUses(InstantSource.fixed(NOON));
    try (var _ = KeptCredentialUses.start(configuration(), uses)) {
      uses.note(NAME, NOON);
    }
    assertThat(KeptCredentialUses.read(configuration())).isEqualTo(Map.of(NAME, NOON));
    try (var files = Files.list(folder)) {
      assertThat(files)
          .filteredOn(
              other -> other.getFileName().toString().startsWith(KeptCredentialUses.FILE + "."))
          .singleElement()
          .satisfies(aside -> assertThat(aside).hasContent("{\"uses\": ["));
    }
  }

  private Path configuration() {
    return folder.resolve("proxy.toml");
  }
}
