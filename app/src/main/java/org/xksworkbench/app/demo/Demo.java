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
import org.xksworkbench.app.hsm.HelperModules;
import org.xksworkbench.app.opening.OpenedParts;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.ProblemException;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.proxy.ProxyProcess;
import org.xksworkbench.app.proxy.ReadConfiguration;
import org.xksworkbench.app.proxy.Restarts;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// The running demo. Closing it stops what it started and keeps the token.
///
/// @param lock unlocked at the start: nothing here is worth anything
/// @param faults what can be made to go wrong
/// @param notices what was set aside or made anew at the start, sentences for the user
/// @param parts what is closed with it
public record Demo(
    ChangeLock lock,
    AttachedHsm hsm,
    ProxyProcess proxy,
    LocalKms kms,
    DemoFaults faults,
    List<String> notices,
    OpenedParts parts)
    implements AutoCloseable {

  private static final String HOST = DemoProxyFolder.HOST;

  /// Resolves to the same proxy, whose certificate is for another name: so this store fails for a
  /// real reason.
  private static final String OTHER_HOST = "xks.branch.test";

  private static final String PAYMENTS = DemoProxyFolder.PAYMENTS;
  private static final String ARCHIVE = DemoProxyFolder.ARCHIVE;
  private static final String HELPER = "the helper process of the PKCS#11 module";
  static final String PROXY = "the XKS proxy";
  private static final Duration CONNECT_DELAY = Duration.ofSeconds(1);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /// AWS KMS waits 250 ms. A workstation that starts three programs at once is not a Region.
  private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(5);

  /// Starts the demo on what an earlier run left. Takes as long as it takes; an interrupt ends it
  /// and what it started. What is damaged and can be made anew without loss is set aside and told
  /// ([#notices]); anything else that cannot be used ends the start, and nothing is changed.
  ///
  /// @param policy of this machine; modules that do not belong to the demo obey it in full
  /// @throws ProblemException if something in the folder cannot be used
  public static Demo start(Path path, MachinePolicy policy, Opening.OpeningProgress progress) {
    return start(path, policy, progress, AgentProcess::likeThis);
  }

  /// @param helpers how helper process and proxy are started, by their environment
  public static Demo start(
      Path path,
      MachinePolicy policy,
      Opening.OpeningProgress progress,
      Function<Map<String, String>, AgentProcess> helpers) {
    policy.requireModule(DemoToken.module());
    DemoFolder folder;
    try {
      folder = DemoFolder.open(path);
    } catch (IOException e) {
      throw unusable(path, e);
    }
    try (var parts = new OpenedParts()) {
      return start(folder, policy, progress, helpers, parts);
    } catch (IOException e) {
      throw alsoTelling(folder.notices(), unusable(path, e));
    } catch (RuntimeException e) {
      throw alsoTelling(folder.notices(), e);
    }
  }

  private static ProblemException unusable(Path path, IOException why) {
    return new ProblemException(
        Problem.of(Problem.ProblemKind.INVALID, "The demo cannot use its folder")
            .because("The folder " + path + " cannot be used: " + StoreException.words(why) + ".")
            .toDo(
                "See that the folder can be written and the disk has room, or give the demo another"
                    + " folder with --demo-folder.")
            .withCode("DEMO_FOLDER"),
        why);
  }

  /// What was set aside by then would be told by nobody else: the next start finds it in order.
  private static RuntimeException alsoTelling(List<String> notices, RuntimeException failure) {
    var problem = Problems.of(failure);
    return notices.isEmpty() || problem.kind() == Problem.ProblemKind.BUG
        ? failure
        : new ProblemException(problem.because(notices), failure);
  }

  private static Demo start(
      DemoFolder folder,
      MachinePolicy policy,
      Opening.OpeningProgress progress,
      Function<Map<String, String>, AgentProcess> helpers,
      OpenedParts parts)
      throws IOException {
    var token = new DemoToken(folder);
    token.prepareFolder();
    var isNew = !token.exists();
    var helper = helpers.apply(token.environment());
    var module = DemoToken.module();
    // Before anything is started: what stands in the way is told at once.
    var configuration = DemoProxyFolder.prepare(folder, module);
    // The proxy of a token that is there already starts beside the helper.
    var early =
        isNew
            ? Optional.<EarlyProxy>empty()
            : Optional.of(
                parts.add(EarlyProxy.start(() -> startProxy(helper, configuration, progress))));
    progress.doing("Opening the SoftHSM token", HELPER);
    var lock = ChangeLock.inMemory("demo", false);
    var hsm =
        parts.add(
            HelperModules.attach(
                helper,
                policy,
                Settings.inMemory(),
                // Only the demo's own token is worth nothing.
                opened -> opened.equals(module) ? lock : policy.on(lock),
                line -> progress.log(HELPER, line)));
    var _ = hsm.open(module);
    token.initialise(hsm.module(module));
    DemoToken.logIn(hsm);
    token.makeKeys(hsm.session().orElseThrow(), isNew);
    progress.doing("Starting the XKS proxy", PROXY);
    var proxy =
        parts.add(
            early.isPresent() ? early.get().await() : startProxy(helper, configuration, progress));
    ReachedHsm.await(proxy, PAYMENTS, progress, BETWEEN_LOOKS);
    progress.doing("Starting the local KMS", "");
    var kms = parts.add(startKms(proxy));
    var faults = parts.add(new SwitchedFaults(kms.faults(), proxy, hsm, token));
    return new Demo(lock, hsm, proxy, kms, faults, folder.notices(), parts.keep());
  }

  /// The names that stand for the proxy here, and the authority of its certificate.
  public Network network() {
    return Network.with(
        Map.of(HOST, proxy.address(), OTHER_HOST, proxy.address()), proxy.authorities());
  }

  @Override
  public void close() {
    parts.close();
  }

  private static ProxyProcess startProxy(
      AgentProcess helper, ReadConfiguration configuration, Opening.OpeningProgress progress) {
    var pin = DemoToken.pin();
    try {
      return ProxyProcess.start(
          helper,
          configuration,
          pin,
          Restarts.with(DemoToken::pin),
          line -> progress.log(PROXY, line));
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
            Principal.of(Principal.PrincipalKind.USER, "alice"),
            Principal.of(Principal.PrincipalKind.USER, "bob"),
            Principal.of(Principal.PrincipalKind.ROLE, "key-administrators"),
            Principal.of(Principal.PrincipalKind.ROLE, "/service/payments-app")));
  }
}
