package org.xksworkbench.app.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.xksworkbench.app.doctor.Network;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.HelperCalls;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.ProblemException;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.proxy.ProxyProcess;
import org.xksworkbench.app.proxy.Restarts;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.GuardedHsm;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// The running demo. Closing it stops what it started and keeps the token.
public final class Demo implements AutoCloseable {

  private static final String HOST = DemoProxyFolder.HOST;

  /// Resolves to the same proxy, whose certificate is for another name: so this store fails for a
  /// real reason.
  private static final String OTHER_HOST = "xks.branch.test";

  private static final String PAYMENTS = DemoProxyFolder.PAYMENTS;
  private static final String ARCHIVE = DemoProxyFolder.ARCHIVE;
  private static final Duration CONNECT_DELAY = Duration.ofSeconds(1);

  /// AWS KMS waits 250 ms. A workstation that starts three programs at once is not a Region.
  private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(5);

  private final ChangeLock lock;
  private final AttachedHsm hsm;
  private final ProxyProcess proxy;
  private final LocalKms kms;
  private final SwitchedFaults faults;
  private final List<String> notices;

  private Demo(
      ChangeLock lock,
      AttachedHsm hsm,
      ProxyProcess proxy,
      LocalKms kms,
      SwitchedFaults faults,
      List<String> notices) {
    this.lock = lock;
    this.hsm = hsm;
    this.proxy = proxy;
    this.kms = kms;
    this.faults = faults;
    this.notices = notices;
  }

  /// Starts the demo on what an earlier run left. Takes as long as it takes; an interrupt ends it
  /// and what it started. What is damaged and can be made anew without loss is set aside and told
  /// ([#notices]); anything else that cannot be used ends the start, and nothing is changed.
  ///
  /// @param policy of this machine; modules that do not belong to the demo obey it in full
  /// @throws ProblemException if something in the folder cannot be used
  public static Demo start(Path path, MachinePolicy policy, DemoProgress progress) {
    return start(path, policy, progress, AgentProcess::likeThis);
  }

  /// @param helpers how helper process and proxy are started, by their environment
  public static Demo start(
      Path path,
      MachinePolicy policy,
      DemoProgress progress,
      Function<Map<String, String>, AgentProcess> helpers) {
    policy.requireModule(DemoToken.module());
    DemoFolder folder;
    try {
      folder = DemoFolder.open(path);
    } catch (IOException e) {
      throw unusable(path, e);
    }
    try {
      return start(folder, policy, progress, helpers);
    } catch (IOException e) {
      throw alsoTelling(folder.notices(), unusable(path, e));
    } catch (RuntimeException e) {
      throw alsoTelling(folder.notices(), e);
    }
  }

  private static ProblemException unusable(Path path, IOException why) {
    return new ProblemException(
        new Problem(
            Problem.Kind.INVALID,
            "The demo cannot use its folder",
            List.of("The folder " + path + " cannot be used: " + StoreException.words(why) + "."),
            "See that the folder can be written and the disk has room, or give the demo another"
                + " folder with --demo-folder.",
            "",
            "DEMO_FOLDER",
            ""),
        why);
  }

  /// What was set aside by then would be told by nobody else: the next start finds it in order.
  private static RuntimeException alsoTelling(List<String> notices, RuntimeException failure) {
    var problem = Problems.of(failure);
    return notices.isEmpty() || problem.kind() == Problem.Kind.BUG
        ? failure
        : new ProblemException(problem.with(notices), failure);
  }

  private static Demo start(
      DemoFolder folder,
      MachinePolicy policy,
      DemoProgress progress,
      Function<Map<String, String>, AgentProcess> helpers)
      throws IOException {
    var token = new DemoToken(folder);
    token.prepareFolder();
    var isNew = !token.exists();
    var helper = helpers.apply(token.environment());
    var module = DemoToken.module();
    var lock = ChangeLock.inMemory("demo", false);
    // Before anything is started: what stands in the way is told at once.
    var proxyFolder = DemoProxyFolder.prepare(folder, module);
    // The proxy of a token that is there already starts beside the helper.
    var early =
        isNew
            ? Optional.<EarlyProxy>empty()
            : Optional.of(EarlyProxy.start(() -> startProxy(helper, proxyFolder, progress)));
    try {
      progress.doing("Opening the SoftHSM token", DemoProgress.HELPER);
      var hsm = attach(helper, token, isNew, lock, policy, progress);
      try {
        progress.doing("Starting the XKS proxy", DemoProgress.PROXY);
        var proxy =
            early.isPresent() ? early.get().await() : startProxy(helper, proxyFolder, progress);
        try {
          progress.doing("Starting the local KMS", "");
          var kms = startKms(proxy);
          return new Demo(
              lock,
              hsm,
              proxy,
              kms,
              new SwitchedFaults(kms.faults(), proxy, hsm, token),
              folder.notices());
        } catch (RuntimeException e) {
          proxy.close();
          throw e;
        }
      } catch (RuntimeException | IOException e) {
        hsm.close();
        throw e;
      }
    } catch (RuntimeException | IOException e) {
      early.ifPresent(EarlyProxy::abandon);
      throw e;
    }
  }

  /// What was set aside or made anew at the start, sentences for the user.
  public List<String> notices() {
    return notices;
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

  private static AttachedHsm attach(
      AgentProcess helper,
      DemoToken token,
      boolean isNew,
      ChangeLock lock,
      MachinePolicy policy,
      DemoProgress progress) {
    var module = DemoToken.module();
    var self = new AttachedHsm[1];
    var attached =
        new AttachedHsm(path -> {
          policy.requireModule(path);
          var opened =
              AgentHsm.open(
                  helper,
                  path,
                  AgentHsm.DEADLINE,
                  line -> progress.logged(DemoProgress.HELPER, line));
          opened.onLoss(loss -> self[0].helperLost(path, loss.sentence()));
          opened.watchedBy(HelperCalls::watch);
          if (path.equals(module)) {
            token.initialise(opened);
          }
          // Only the demo's own token is worth nothing.
          return GuardedHsm.of(opened, path.equals(module) ? lock : policy.on(lock));
        });
    policy.idleLock().ifPresent(attached.idle()::atMost);
    self[0] = attached;
    try {
      var _ = attached.open(module);
      DemoToken.logIn(attached);
      token.makeKeys(attached.session().orElseThrow(), isNew);
      return attached;
    } catch (RuntimeException e) {
      attached.close();
      throw e;
    }
  }

  private static ProxyProcess startProxy(AgentProcess helper, Path folder, DemoProgress progress) {
    var pin = DemoToken.pin();
    try {
      return ProxyProcess.start(
          helper,
          folder,
          pin,
          Restarts.with(DemoToken::pin),
          line -> progress.logged(DemoProgress.PROXY, line));
    } finally {
      Arrays.fill(pin, '\0');
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
}
