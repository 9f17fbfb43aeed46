package org.xksworkbench.bridge.xks.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyFileTest {

  @TempDir private Path temporary;
  private Path file;
  private ProxyFile proxyFile;

  @BeforeEach
  void make() {
    file =
        ProxyFolder.init(
            temporary.resolve("proxy"),
            new ProxyFolder.Request(
                Path.of("/m.so"), "t", "h.test", List.of("/payments", "/archive"), "fit"));
    proxyFile = new ProxyFile(file);
  }

  private List<String> comments() throws IOException {
    return Files.readAllLines(file).stream().filter(line -> line.contains("#")).toList();
  }

  @Test
  void a_change_keeps_every_comment_and_every_other_line() throws IOException {
    var comments = comments();
    var before = Files.readAllLines(file);
    proxyFile.block(Optional.of("/archive"), true);
    proxyFile.blockKey(Optional.empty(), "key-1", true);
    assertThat(comments()).isEqualTo(comments);
    var after = Files.readAllLines(file);
    assertThat(after).hasSameSizeAs(before);
    assertThat(
            IntStream.range(0, before.size())
                .filter(i -> !before.get(i).equals(after.get(i)))
                .mapToObj(after::get))
        .containsExactly(
            "blocked-keys = [\"key-1\"]", "blocked = true", "blocked-keys = [\"key-1\"]");
    proxyFile.block(Optional.empty(), false);
    proxyFile.blockKey(Optional.empty(), "key-1", false);
    assertThat(Files.readAllLines(file)).isEqualTo(before);
  }

  @Test
  void a_credential_is_added_to_its_prefix_and_to_the_file_for_the_console() throws IOException {
    var comments = comments();
    var added = proxyFile.addCredential("/archive");
    var prefixes = proxyFile.read().prefixes();
    assertThat(prefixes.get(0).credentials()).hasSize(1);
    assertThat(prefixes.get(1).credentials()).hasSize(2);
    var fresh = prefixes.get(1).credentials().get(1);
    assertThat(fresh.accessKeyId()).isEqualTo(added.accessKeyId());
    var console = new ObjectMapper().readTree(Files.readString(added.consoleFile()));
    assertThat(console.path("XksProxyUriPath").asText()).isEqualTo("/archive/kms/xks/v1");
    var credential = console.path("XksProxyAuthenticationCredential");
    assertThat(credential.path("AccessKeyId").asText()).isEqualTo(fresh.accessKeyId());
    assertThat(credential.path("RawSecretAccessKey").asText()).isEqualTo(fresh.secretAccessKey());
    assertThat(comments()).isEqualTo(comments);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_removed_credential_is_gone_and_the_last_one_stays() {
    var old = proxyFile.read().prefixes().getFirst().credentials().getFirst().accessKeyId();
    assertThatThrownBy(() -> proxyFile.removeCredential(Optional.empty(), old))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("the last credential of /payments");
    var added = proxyFile.addCredential("/payments");
    proxyFile.removeCredential(Optional.empty(), old);
    assertThat(proxyFile.read().prefixes().getFirst().credentials())
        .singleElement()
        .satisfies(
            credential -> assertThat(credential.accessKeyId()).isEqualTo(added.accessKeyId()));
    assertThatThrownBy(() -> proxyFile.removeCredential(Optional.empty(), old))
        .hasMessageContaining("No prefix has the credential");
  }

  @Test
  void changes_by_many_at_once_are_all_kept() {
    try (var many = Executors.newFixedThreadPool(8)) {
      IntStream.range(0, 16)
          .mapToObj(
              i -> many.submit(() -> proxyFile.blockKey(Optional.of("/archive"), "key-" + i, true)))
          .toList()
          .forEach(done -> {
            try {
              done.get();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
    assertThat(proxyFile.read().prefixes().get(1).blockedKeys()).hasSize(16);
  }

  @Test
  void an_unknown_prefix_is_said() {
    assertThatThrownBy(() -> proxyFile.block(Optional.of("/nowhere"), true))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("no path prefix /nowhere");
  }
}
