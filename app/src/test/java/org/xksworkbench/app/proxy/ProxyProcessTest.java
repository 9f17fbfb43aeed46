package org.xksworkbench.app.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// The proxy in its process, when that ends.
class ProxyProcessTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path parent;
  private static Path folder;

  @BeforeAll
  static void a_proxy_folder() {
    folder = parent.resolve("proxy");
    var _ =
        ProxyFolder.init(
            folder,
            new ProxyFolder.Request(
                SoftHsm.modulePath(),
                SoftHsm.newToken().token().orElseThrow().label(),
                "xks.example.com",
                List.of("/one"),
                "all"));
  }

  @Test
  void a_crash_is_told_and_the_proxy_starts_again_at_its_address_as_often_as_it_may()
      throws Exception {
    try (var proxy = start(new Restarts(1, Duration.ofHours(1), SoftHsm::userPin))) {
      var address = proxy.address();
      var first = proxy.pid();

      kill(first);
      await(() -> proxy.alive() && proxy.pid() != first && proxy.state().ended().isPresent());
      assertThat(proxy.state().ended().orElseThrow())
          .startsWith("The XKS proxy was ended by signal 9. Its last line: ")
          .endsWith("It was started again by itself.");
      assertThat(proxy.address()).isEqualTo(address);

      kill(proxy.pid());
      await(() -> proxy.state().ended().filter(why -> why.contains("waits for you")).isPresent());
      assertThat(proxy.alive()).isFalse();

      proxy.start(SoftHsm.userPin());
      assertThat(proxy.alive()).isTrue();
      assertThat(proxy.state().ended()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "crash, crashed",
    "abort, crashed and took the XKS proxy with it (signal 6)",
    "exit, ended the XKS proxy with exit code 0"
  })
  void a_library_that_ends_it_is_named(String order, String words) throws Exception {
    var odd = OddModule.in(Files.createTempDirectory(parent, "odd"));
    odd.behave();
    var served = Files.createTempDirectory(parent, "served").resolve("proxy");
    var _ =
        ProxyFolder.init(
            served,
            new ProxyFolder.Request(
                odd.library(),
                SoftHsm.newToken().token().orElseThrow().label(),
                "xks.example.com",
                List.of("/one"),
                "all"));
    try (var proxy =
        ProxyProcess.start(
            AgentProcess.likeThis(odd.environment()),
            ReadConfiguration.of(served.resolve(ProxyFolder.CONFIGURATION)),
            SoftHsm.userPin(),
            Restarts.none(),
            _ -> {})) {
      // The next check of its health comes upon it.
      odd.order(order + " " + OddModule.ENCRYPT_INIT + (order.equals("exit") ? " 0" : ""));
      await(() -> proxy.state().ended().isPresent());
      assertThat(proxy.state().ended().orElseThrow())
          .startsWith("The PKCS#11 library " + odd.library() + " " + words);
    }
  }

  @Test
  void where_the_pin_is_a_secret_the_window_asks_and_a_stop_is_no_crash() throws Exception {
    try (var proxy = start(Restarts.none())) {
      kill(proxy.pid());
      await(() -> proxy.state().ended().isPresent());
      assertThat(proxy.state().ended().orElseThrow()).endsWith("start it under XKS proxy.");
      assertThat(proxy.alive()).isFalse();
      proxy.start(SoftHsm.userPin());
      proxy.stop();
      assertThat(proxy.state().ended()).isEmpty();
      assertThat(proxy.state().running()).isFalse();
    }
  }

  @Test
  void restarts_are_counted_within_a_time() {
    var count = new Restarts(2, Duration.ofMinutes(5), SoftHsm::userPin).newCount();
    var noon = Instant.parse("2026-11-30T12:00:00Z");
    assertThat(count.oneMore(noon)).isTrue();
    assertThat(count.oneMore(noon.plusSeconds(1))).isTrue();
    assertThat(count.oneMore(noon.plusSeconds(2))).isFalse();
    assertThat(count.oneMore(noon.plusSeconds(301))).as("the first is long ago").isTrue();
    assertThat(count.oneMore(noon.plusSeconds(301))).isFalse();
  }

  private static ProxyProcess start(Restarts restarts) {
    return ProxyProcess.start(
        AgentProcess.likeThis(SoftHsm.environment()),
        ReadConfiguration.of(folder.resolve(ProxyFolder.CONFIGURATION)),
        SoftHsm.userPin(),
        restarts,
        _ -> {});
  }

  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS, condition);
  }
}
