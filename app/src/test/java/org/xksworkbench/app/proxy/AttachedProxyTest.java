package org.xksworkbench.app.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.PolicyException;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// The window beside a proxy that somebody else runs: a real one, in a process of its own.
class AttachedProxyTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SOCKET = "# socket = \"/run/xks-proxy/control.sock\"";

  @TempDir static Path parent;
  private static Path withSocket;
  private static Path without;
  private static ProxyProcess somebodys;
  private static ProxyProcess silent;

  @BeforeAll
  static void two_proxies_run() throws IOException {
    withSocket = configuration("told", 0, "socket = \"control.sock\"");
    somebodys = run(withSocket);
    without = configuration("silent", freePort(), SOCKET);
    silent = run(without);
  }

  @AfterAll
  static void they_end() {
    somebodys.close();
    silent.close();
  }

  private static Path configuration(String name, int port, String socket) throws IOException {
    var folder = parent.resolve(name);
    var file =
        ProxyFolder.init(
            folder,
            new ProxyFolder.Request(
                SoftHsm.modulePath(),
                SoftHsm.newToken().token().orElseThrow().label(),
                "xks.example.com",
                List.of("/one"),
                "all"));
    var text = Files.readString(file);
    assertThat(text).contains(SOCKET);
    Files.writeString(
        file, text.replaceFirst("port = \\d+", "port = " + port).replace(SOCKET, socket));
    return file;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static ProxyProcess run(Path configuration) {
    return ProxyProcess.start(
        AgentProcess.likeThis(SoftHsm.environment()),
        ReadConfiguration.of(configuration),
        SoftHsm.userPin(),
        Restarts.none(),
        _ -> {});
  }

  private static AttachedProxy attach(Path configuration) {
    return new AttachedProxy(ReadConfiguration.of(configuration));
  }

  private static XksProxyConfiguration storeAt(Path configuration) {
    var known = known(configuration);
    return new XksProxyConfiguration(
        ExternalKeyStore.Connectivity.PUBLIC_ENDPOINT,
        known.url(),
        known.paths().getFirst().uriPath(),
        known.paths().getFirst().accessKeyIds().getFirst(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void its_state_its_health_and_its_requests_are_seen_by_its_control_socket() throws Exception {
    try (var attached = attach(withSocket)) {
      var port = somebodys.address().getPort();
      assertThat(attached.state().running()).isTrue();
      assertThat(attached.state().listens()).isEqualTo("127.0.0.1:" + port);
      assertThat(attached.limits().orElseThrow()).doesNotContain("requests");

      var seen = new CopyOnWriteArrayList<XksCall>();
      attached.onCall(seen::add);
      assertThat(attached.health("/one").available()).isTrue();
      assertThat(attached.health("/one").available()).isTrue();
      await(() -> seen.size() >= 2);
      assertThat(attached.health("/one").available()).isTrue();
      await(() -> seen.size() >= 3);
      assertThat(seen).hasSize(3).doesNotHaveDuplicates();
      assertThat(seen).extracting(XksCall::pathPrefix).containsOnly("/one");
      assertThat(attached.recentCalls()).containsAll(seen).doesNotHaveDuplicates();
      assertThat(attached.calls(storeAt(withSocket))).containsAll(seen);
    }
  }

  @Test
  void what_is_changed_from_here_the_proxy_follows() throws Exception {
    try (var attached = attach(withSocket)) {
      attached.block("/one", true);
      assertThat(attached.state().paths()).singleElement().matches(path -> path.blocked());
      await(() -> somebodys.state().paths().getFirst().blocked());
      attached.block("/one", false);
    }
  }

  @Test
  void it_is_neither_started_nor_stopped_from_here_and_its_end_and_its_return_are_told()
      throws Exception {
    try (var attached = attach(without)) {
      assertThat(attached.runsHere()).isFalse();
      assertThatThrownBy(attached::stop).isInstanceOf(ProxyException.class);
      assertThat(silent.alive()).isTrue();

      silent.stop();
      await(() -> !attached.state().running());
      assertThat(attached.state().ended().orElseThrow())
          .startsWith("Nothing answers at its address");
      assertThatThrownBy(() -> attached.health("/one"))
          .isInstanceOf(ProxyException.class)
          .hasMessageContaining("does not answer");

      silent.start(SoftHsm.userPin());
      await(() -> attached.state().running());
      assertThat(attached.state().ended()).isEmpty();
      assertThat(attached.health("/one").available()).isTrue();
    }
  }

  @Test
  void who_may_not_read_its_files_sees_it_by_its_control_socket_alone() throws Exception {
    try (var attached = new SocketProxy(socket())) {
      assertThat(attached.state().running()).isTrue();
      assertThat(attached.state().listens()).isEqualTo("port " + somebodys.address().getPort());
      assertThat(attached.knownProxy()).contains(known(withSocket));
      assertThat(attached.serves(storeAt(withSocket))).isTrue();
      assertThat(attached.health("/one").available()).isTrue();

      var seen = new CopyOnWriteArrayList<XksCall>();
      attached.onCall(seen::add);
      assertThat(somebodys.health("/one").available()).isTrue();
      await(() -> seen.size() == 1);
      assertThat(attached.calls(storeAt(withSocket))).containsAll(seen);
      assertThat(attached.missedCalls()).isZero();

      attached.block("/one", true);
      assertThat(attached.state().paths()).singleElement().matches(path -> path.blocked());
      await(() -> somebodys.state().paths().getFirst().blocked());
      attached.block("/one", false);
      attached.blockKey("/one", "key-1", true);
      assertThat(attached.state().paths().getFirst().blockedKeys()).containsExactly("key-1");
      attached.blockKey("/one", "key-1", false);
      var added = attached.addCredential("/one");
      assertThat(attached.state().paths().getFirst().accessKeyIds())
          .hasSize(2)
          .contains(added.accessKeyId());
      attached.removeCredential("/one", added.accessKeyId());
      assertThat(attached.state().paths().getFirst().accessKeyIds()).hasSize(1);
    }
  }

  @Test
  void by_its_control_socket_alone_it_is_asked_for_no_key_and_the_reason_is_told() {
    try (var attached = new SocketProxy(socket())) {
      var store = storeAt(withSocket);
      assertThat(attached.holdsCredential(store)).isFalse();
      assertThat(attached.credential(store)).isEmpty();
      assertThat(attached.selfTestTarget("/one")).isEmpty();
      assertThatThrownBy(() -> attached.keyMetadata(store, "key-1"))
          .isInstanceOf(ProxyException.class)
          .hasMessageContaining("has no credential");
      assertThatThrownBy(attached::stop).isInstanceOf(ProxyException.class);
      assertThat(attached.limits().orElseThrow()).contains("its credential");
    }
  }

  @Test
  void a_control_socket_is_told_from_a_configuration_and_its_end_and_return_are_seen()
      throws Exception {
    var file = configuration("ends", 0, "socket = \"control.sock\"");
    var place = file.resolveSibling("control.sock");
    try (var proxy = new WorkstationProxy(MachinePolicy.none(), _ -> {});
        var theirs = run(file)) {
      proxy.attach(place);
      var control = proxy.control().orElseThrow();
      assertThat(control).isInstanceOf(SocketProxy.class);
      theirs.stop();
      await(() -> !control.state().running());
      assertThat(control.state().ended().orElseThrow()).contains(place.toString());
      theirs.start(SoftHsm.userPin());
      await(() -> control.state().running());
      assertThat(control.state().ended()).isEmpty();
    }
    try (var next = new WorkstationProxy(MachinePolicy.none(), _ -> {})) {
      next.attachAgain(place);
      assertThat(next.notices()).singleElement().asString().contains(place.toString());
    }
  }

  private static Path socket() {
    return withSocket.resolveSibling("control.sock");
  }

  private static KnownProxy known(Path configuration) {
    return KnownProxy.of(configuration, ReadConfiguration.of(configuration).config());
  }

  @Test
  void without_a_control_socket_it_says_that_its_requests_are_not_seen() {
    try (var attached = attach(without)) {
      assertThat(attached.state().running()).isTrue();
      assertThat(attached.limits().orElseThrow()).contains("Its requests are not seen");
    }
  }

  @Test
  void the_window_goes_from_one_to_another_and_lets_go_and_it_is_remembered() {
    var remembered = new ArrayList<Optional<Path>>();
    try (var proxy = new WorkstationProxy(MachinePolicy.none(), remembered::add)) {
      assertThat(proxy.control()).isEmpty();
      proxy.attach(withSocket);
      assertThat(proxy.serves(storeAt(withSocket))).isTrue();
      proxy.attach(without);
      assertThat(proxy.serves(storeAt(withSocket))).isFalse();
      assertThat(proxy.serves(storeAt(without))).isTrue();
      proxy.detach();
      assertThat(proxy.control()).isEmpty();
      assertThat(remembered)
          .containsExactly(Optional.of(withSocket), Optional.of(without), Optional.empty());
    }
    assertThat(somebodys.alive()).isTrue();
    assertThat(silent.alive()).isTrue();
  }

  @Test
  void what_is_no_configuration_is_refused_and_the_present_one_stays() throws IOException {
    var garbage = parent.resolve("garbage.toml");
    OwnerOnly.write(garbage, "[listen\n");
    try (var proxy = new WorkstationProxy(MachinePolicy.none(), _ -> {})) {
      proxy.attach(withSocket);
      assertThatThrownBy(() -> proxy.attach(garbage))
          .isInstanceOf(ProxyConfigException.class)
          .hasMessageContaining("garbage.toml");
      assertThat(proxy.serves(storeAt(withSocket))).isTrue();
    }
    try (var next = new WorkstationProxy(MachinePolicy.none(), _ -> {})) {
      next.attachAgain(garbage);
      assertThat(next.notices()).singleElement().asString().contains("garbage.toml");
      assertThat(next.control()).isEmpty();
    }
  }

  @Test
  void where_the_policy_of_this_machine_forbids_it_nothing_is_attached() throws IOException {
    var file = parent.resolve("policy.toml");
    Files.writeString(file, "attach = false\n");
    try (var proxy = new WorkstationProxy(MachinePolicy.read(file), _ -> {})) {
      assertThatThrownBy(() -> proxy.attach(withSocket)).isInstanceOf(PolicyException.class);
      proxy.attachAgain(withSocket);
      assertThat(proxy.notices()).hasSize(1);
      assertThat(proxy.control()).isEmpty();
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS, condition);
  }
}
