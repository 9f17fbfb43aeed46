package org.xksworkbench.app.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// What is known of our proxy follows its file, and a damaged file takes nothing of it away.
class ProxyFileWatchTest {

  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private Path file;
  private ProxyFileWatch watch;

  @BeforeEach
  void a_proxy() {
    file =
        ProxyFolder.init(
            folder.resolve("proxy"),
            new ProxyFolder.Request(
                Path.of("/module.so"), "token", "xks.example.com", List.of("/one", "/two"), "all"));
    watch = new ProxyFileWatch(ReadConfiguration.of(file), INTERVAL);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void a_change_by_somebody_else_is_known_soon() throws Exception {
    assertThat(path("/one").blocked()).isFalse();
    new ProxyFile(file).block(Optional.of("/one"), true);
    awaitThat(() -> path("/one").blocked());
    assertThat(path("/two").blocked()).isFalse();
  }

  @Test
  void a_value_that_somebody_holds_does_not_change() {
    var held = watch.knownProxy();
    new ProxyFile(file).block(Optional.of("/one"), true);
    watch.refresh();
    assertThat(held.paths().getFirst().blocked()).isFalse();
    assertThat(watch.knownProxy().paths().getFirst().blocked()).isTrue();
  }

  @Test
  void a_damaged_file_is_told_with_its_line_and_what_was_valid_last_stays() throws Exception {
    var good = Files.readString(file);
    Files.writeString(file, "[listen]\nhost = nonsense\n" + good);
    awaitThat(() -> watch.knownProxy().fault().isPresent());
    assertThat(watch.knownProxy().fault().orElseThrow())
        .startsWith(file + ", line 2")
        .endsWith(".");
    assertThat(watch.knownProxy().url()).isEqualTo("https://xks.example.com");
    assertThat(watch.knownProxy().paths()).hasSize(2);

    Files.writeString(file, good);
    awaitThat(() -> watch.knownProxy().fault().isEmpty());
  }

  @Test
  void a_file_that_is_gone_or_names_no_certificate_is_told_too() throws Exception {
    Files.writeString(folder.resolve("proxy/tls-certificate.pem"), "nonsense");
    awaitThat(() -> watch.knownProxy().fault().isPresent());
    assertThat(watch.knownProxy().fault().orElseThrow()).contains("tls-certificate.pem");
    Files.delete(file);
    awaitThat(() -> watch.knownProxy().fault().orElseThrow().contains("there is no such file"));
    assertThat(watch.knownProxy().fault().orElseThrow()).contains(file.toString());
    assertThat(watch.knownProxy().paths()).hasSize(2);
  }

  @Test
  void without_a_valid_file_nothing_is_known() throws Exception {
    Files.writeString(file, "nonsense");
    assertThatThrownBy(() -> ReadConfiguration.of(file))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void what_is_told_holds_no_secret() {
    var secret = watch.config().prefixes().getFirst().credentials().getFirst().secretAccessKey();
    assertThat(watch.knownProxy().toString()).doesNotContain(secret);
  }

  private static void awaitThat(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS, condition);
  }

  private KnownProxy.KnownPath path(String name) {
    return watch.knownProxy().paths().stream()
        .filter(path -> path.path().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
