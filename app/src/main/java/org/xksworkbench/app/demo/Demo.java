package org.xksworkbench.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.doctor.Network;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.proxy.ProxyException;
import org.xksworkbench.app.proxy.ProxyProcess;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.GuardedHsm;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// The running demo. Closing it stops what it started and keeps the token.
public final class Demo implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  private static final String HOST = "xks.demo.test";

  /// Resolves to the same proxy, whose certificate is for another name: so this store fails for a
  /// real reason.
  private static final String OTHER_HOST = "xks.branch.test";

  private static final String PAYMENTS = "/payments";
  private static final String ARCHIVE = "/archive";
  private static final Duration HSM_DEADLINE = Duration.ofSeconds(30);
  private static final Duration CONNECT_DELAY = Duration.ofSeconds(1);

  /// AWS KMS waits 250 ms. A workstation that starts three programs at once is not a Region.
  private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(5);

  /// Within the patience of the local KMS, for the same reason.
  private static final Duration PROXY_BUDGET = Duration.ofSeconds(2);

  private static final Duration CERTIFICATE_LEFT = Duration.ofDays(1);

  private final ChangeLock lock;
  private final AttachedHsm hsm;
  private final ProxyProcess proxy;
  private final LocalKms kms;
  private final SwitchedFaults faults;

  private Demo(
      ChangeLock lock, AttachedHsm hsm, ProxyProcess proxy, LocalKms kms, SwitchedFaults faults) {
    this.lock = lock;
    this.hsm = hsm;
    this.proxy = proxy;
    this.kms = kms;
    this.faults = faults;
  }

  /// Starts the demo, whatever an earlier run left behind: what cannot be used any more is made
  /// anew.
  ///
  /// @param policy of this machine; modules that do not belong to the demo obey it in full
  /// @param progress told what is being done
  public static Demo start(Path folder, MachinePolicy policy, Consumer<String> progress) {
    policy.requireModule(DemoToken.module());
    try {
      return startIn(folder, policy, progress);
    } catch (HsmException | ProxyException | ProxyConfigException e) {
      LOG.warn("The demo in {} cannot be used ({}); starting over", folder, e.getMessage());
      progress.accept("What an earlier run left cannot be used; starting over");
      try {
        delete(folder);
      } catch (IOException deleteFailure) {
        e.addSuppressed(deleteFailure);
        throw e;
      }
      return startIn(folder, policy, progress);
    }
  }

  /// Unlocked at the start: nothing here is worth anything.
  public ChangeLock lock() {
    return lock;
  }

  /// The names that stand for the proxy here, and the authority of its certificate.
  public Network network() {
    return Network.with(
        Map.of(HOST, proxy.address(), OTHER_HOST, proxy.address()), proxy.authorities());
  }

  public AttachedHsm hsm() {
    return hsm;
  }

  public ProxyProcess proxy() {
    return proxy;
  }

  public LocalKms kms() {
    return kms;
  }

  /// What can be made to go wrong.
  public DemoFaults faults() {
    return faults;
  }

  @Override
  public void close() {
    faults.close();
    kms.close();
    proxy.close();
    hsm.close();
  }

  private static Demo startIn(Path folder, MachinePolicy policy, Consumer<String> progress) {
    try {
      OwnerOnly.createFolder(folder);
      var token = new DemoToken(folder.resolve("hsm"));
      token.prepareFolder();
      var helper = AgentProcess.likeThis(token.environment());
      var module = DemoToken.module();
      var lock = ChangeLock.inMemory("demo", false);
      var proxyFolder = folder.resolve("proxy");
      // A proxy that was set up before finds its token, so it starts beside the helper.
      var early =
          token.exists() && usable(proxyFolder, module)
              ? Optional.of(started(() -> ProxyProcess.start(helper, proxyFolder, DemoToken.pin())))
              : Optional.<CompletableFuture<ProxyProcess>>empty();
      progress.accept("Opening the SoftHSM token");
      AttachedHsm hsm;
      try {
        hsm = attach(helper, module, lock, policy);
      } catch (RuntimeException e) {
        early.ifPresent(Demo::stop);
        throw e;
      }
      try {
        progress.accept("Starting the XKS proxy");
        var proxy =
            early.isPresent() ? result(early.get()) : startProxy(helper, proxyFolder, module);
        try {
          progress.accept("Starting the local KMS");
          var kms = startKms(proxy);
          return new Demo(
              lock, hsm, proxy, kms, new SwitchedFaults(kms.faults(), proxy, hsm, token));
        } catch (RuntimeException e) {
          proxy.close();
          throw e;
        }
      } catch (RuntimeException e) {
        hsm.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ProxyException("", "The demo cannot write to " + folder + ".", e);
    }
  }

  private static <T> CompletableFuture<T> started(Supplier<T> work) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(work.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /// Waits for it first: what is still starting cannot be stopped yet.
  private static void stop(CompletableFuture<ProxyProcess> starting) {
    try {
      result(starting).close();
    } catch (RuntimeException e) {
      LOG.warn("The XKS proxy did not start: {}", e.getMessage());
    }
  }

  private static AttachedHsm attach(
      AgentProcess helper, Path module, ChangeLock lock, MachinePolicy policy) {
    var self = new AttachedHsm[1];
    var attached =
        new AttachedHsm(path -> {
          policy.requireModule(path);
          var opened = AgentHsm.open(helper, path, HSM_DEADLINE);
          opened.onLoss(loss -> self[0].helperLost(path, loss.sentence()));
          if (path.equals(module)) {
            DemoToken.initialise(opened);
          }
          // Only the demo's own token is worth nothing.
          return GuardedHsm.of(opened, path.equals(module) ? lock : policy.on(lock));
        });
    policy.idleLock().ifPresent(attached.idle()::atMost);
    self[0] = attached;
    try {
      var _ = attached.open(module);
      DemoToken.logIn(attached);
      DemoToken.makeKeys(attached.session().orElseThrow());
      return attached;
    } catch (RuntimeException e) {
      attached.close();
      throw e;
    }
  }

  private static ProxyProcess startProxy(AgentProcess helper, Path folder, Path module)
      throws IOException {
    if (!usable(folder, module)) {
      delete(folder);
      ProxyFolder.init(
          folder,
          new ProxyFolder.Request(module, DemoToken.LABEL, HOST, List.of(PAYMENTS, ARCHIVE), "all"),
          PROXY_BUDGET);
    }
    return ProxyProcess.start(helper, folder, DemoToken.pin());
  }

  private static boolean usable(Path folder, Path module) {
    try {
      var config = ProxyConfig.read(folder.resolve(ProxyFolder.CONFIGURATION));
      return config.module().equals(module)
          && config.tls().identity().expires().isAfter(Instant.now().plus(CERTIFICATE_LEFT));
    } catch (ProxyConfigException | IllegalArgumentException e) {
      return false;
    }
  }

  private static LocalKms startKms(ProxyProcess proxy) {
    return LocalKms.builder()
        .trust(proxy.authorities())
        .connectTo(HOST, proxy.address())
        .connectTo(OTHER_HOST, proxy.address())
        .connectDelay(CONNECT_DELAY)
        .proxyTimeout(PROXY_TIMEOUT)
        .seed(seed(proxy))
        .start();
  }

  private static Seed seed(ProxyProcess proxy) {
    var payments = proxy.addressOf(PAYMENTS);
    return new Seed(
        List.of(
            new Seed.Store(
                "payments-hsm",
                payments,
                Optional.empty(),
                Seed.LeftAs.CONNECTED,
                List.of(
                    new Seed.ExternalKey(
                        "payments-2025", "alias/payments", "Card payments, 2025"))),
            new Seed.Store(
                "archive-hsm",
                proxy.addressOf(ARCHIVE),
                Optional.empty(),
                Seed.LeftAs.DISCONNECTED,
                List.of(
                    new Seed.ExternalKey("archive", "alias/archive", "Documents kept ten years"))),
            new Seed.Store(
                "branch-office",
                new ProxyAddress(
                    "https://" + OTHER_HOST,
                    "/branch/kms/xks/v1",
                    payments.accessKeyId(),
                    payments.secretAccessKey()),
                Optional.of("com.amazonaws.vpce.us-east-1.vpce-svc-0d1e2f3a4b5c6d7e8"),
                Seed.LeftAs.CONNECTED,
                List.of())),
        List.of(),
        List.of(
            Principal.of(Principal.Kind.USER, "alice"),
            Principal.of(Principal.Kind.USER, "bob"),
            Principal.of(Principal.Kind.ROLE, "key-administrators"),
            Principal.of(Principal.Kind.ROLE, "/service/payments-app")));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
