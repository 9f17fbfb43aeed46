package org.xksworkbench.bridge.ceremony.run;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.bundle.Papers;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.TestTls;
import org.xksworkbench.bridge.xks.server.XksPrefix;
import org.xksworkbench.bridge.xks.server.XksProxy;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/// Everything that a ceremony needs, all of it real: a SoftHSM token, the XKS proxy over TLS, the
/// local KMS with the connected key store `payments-hsm`, and the AWS SDK.
public final class CeremonyStage implements AutoCloseable {

  public static final Clock CLOCK = Clock.system(ZoneId.of("Europe/Vienna"));

  /// The program of the tests: its own classes, not the libraries, which are large.
  static final String OWN_CLASSES =
      Path.of(
              URI.create(
                  CeremonyRun.class.getProtectionDomain().getCodeSource().getLocation().toString()))
          .toString();

  /// Little work for PBKDF2: the tests ask a hundred times.
  static final int ITERATIONS = 10;

  private final Slot slot = SoftHsm.newToken();
  private final HsmSession session = SoftHsm.login(slot);
  private final XksProxy proxy;
  private final LocalKms localKms;
  private final SdkCeremonyKms kms;
  private final EnvironmentProbe environment = ownProgram();

  public CeremonyStage(Path folder) throws Exception {
    var credential = Credential.generate(new SecureRandom());
    var tls = TestTls.issue(folder, "xks.demo.test");
    proxy =
        XksProxy.builder()
            .limits(
                org.xksworkbench.bridge.xks.server.ProxyLimits.DEFAULT.withBudget(
                    java.time.Duration.ofSeconds(10)))
            .session(session)
            .tls(tls.identity())
            .prefix(new XksPrefix("/p", List.of(credential), new KeyAdmission.AllSecretKeys()))
            .start();
    localKms =
        LocalKms.builder()
            .trust(List.of(certificate(tls.issued().caPem())))
            .connectTo("xks.demo.test", new InetSocketAddress("127.0.0.1", proxy.port()))
            .connectDelay(Duration.ZERO)
            .proxyTimeout(Duration.ofSeconds(5))
            .start();
    kms = new SdkCeremonyKms(localKms.endpoint());
    connect(credential);
  }

  private void connect(Credential credential) {
    var client = kms.client();
    var id =
        client
            .createCustomKeyStore(r ->
                r.customKeyStoreName("payments-hsm")
                    .customKeyStoreType("EXTERNAL_KEY_STORE")
                    .xksProxyConnectivity(XksProxyConnectivityType.PUBLIC_ENDPOINT)
                    .xksProxyUriEndpoint("https://xks.demo.test")
                    .xksProxyUriPath("/p/kms/xks/v1")
                    .xksProxyAuthenticationCredential(c ->
                        c.accessKeyId(credential.accessKeyId())
                            .rawSecretAccessKey(credential.secretAccessKey())))
            .customKeyStoreId();
    client.connectCustomKeyStore(r -> r.customKeyStoreId(id));
    while (client
            .describeCustomKeyStores(r -> r.customKeyStoreId(id))
            .customKeyStores()
            .getFirst()
            .connectionState()
        != ConnectionStateType.CONNECTED) {
      Thread.onSpinWait();
    }
  }

  public HsmSession session() {
    return session;
  }

  public Slot slot() {
    return slot;
  }

  public SdkCeremonyKms kms() {
    return kms;
  }

  public URI kmsEndpoint() {
    return localKms.endpoint();
  }

  public EnvironmentProbe environment() {
    return environment;
  }

  public Devices devices() {
    return new Devices(SoftHsm.hsm().module(), session, Optional.of(kms));
  }

  public Setup rehearsal(Plan plan) {
    return rehearsal(plan, CLOCK);
  }

  public Setup rehearsal(Plan plan, Clock clock) {
    return new Setup(plan, true, people(plan), "Room 4", devices(), environment, clock);
  }

  /// A rehearsal on a token alone, without KMS and proxy.
  static Setup onTokenAlone(Plan plan, Gathering people, HsmSession session) {
    return new Setup(plan, true, people, "Room 4", tokenAlone(session), ownProgram(), CLOCK);
  }

  private static Devices tokenAlone(HsmSession session) {
    return new Devices(SoftHsm.hsm().module(), session, Optional.empty());
  }

  private static EnvironmentProbe ownProgram() {
    return new EnvironmentProbe(OWN_CLASSES, Set.of(), List.of());
  }

  /// Goes on with one that began so.
  static CeremonyRun resumeOnTokenAlone(CeremonyFolder folder, HsmSession session) {
    return CeremonyRun.resume(folder, tokenAlone(session), ownProgram(), CLOCK);
  }

  /// The same, that everybody has opened.
  static CeremonyRun beginOnTokenAlone(CeremonyFolder folder, Plan plan, HsmSession session) {
    return CeremonyRun.start(folder, onTokenAlone(plan, people(plan), session), everybody(plan));
  }

  /// A rehearsal that everybody has opened.
  public CeremonyRun begin(CeremonyFolder folder, Plan plan) {
    return CeremonyRun.start(folder, rehearsal(plan), everybody(plan));
  }

  /// One person for each role, named after it.
  public static Gathering people(Plan plan) {
    var people = new Gathering(ITERATIONS);
    for (var role : plan.roles().keySet()) {
      people.take(role, name(role), passphrase(role).toCharArray());
    }
    return people;
  }

  public static String name(String role) {
    return switch (role) {
      case "operator" -> "Olga Operator";
      case "witness" -> "Wanda Witness";
      case "auditor" -> "Arno Auditor";
      case "owner" -> "Oskar Owner";
      case "custodian-1" -> "Carla Custodian";
      case "custodian-2" -> "Cem Custodian";
      case "custodian-3" -> "Cyra Custodian";
      default -> "Person " + role;
    };
  }

  public static String passphrase(String id) {
    return "passphrase of " + id;
  }

  /// A person enters their passphrase.
  public static PassphraseGiven as(String id) {
    return new PassphraseGiven(id, passphrase(id).toCharArray());
  }

  public static List<PassphraseGiven> as(String... ids) {
    return Stream.of(ids).map(CeremonyStage::as).toList();
  }

  public static List<PassphraseGiven> everybody(Plan plan) {
    return plan.roles().keySet().stream().map(CeremonyStage::as).toList();
  }

  /// Everybody signs the last line and seals the evidence.
  public static Fingerprint seal(CeremonyRun run) {
    var fingerprint = run.end(everybody(run.plan()));
    run.seal(
        String.join(" ", run.snapshot().head().words()), Papers.of(run), everybody(run.plan()));
    return fingerprint;
  }

  /// What the acting person enters, as somebody in the room would.
  public static Map<String, String> entries(CeremonyRun run, Map<String, String> checkValues) {
    var entered = new LinkedHashMap<String, String>();
    for (var field : run.snapshot().current().orElseThrow().inputs()) {
      entered.put(
          field.name(),
          switch (field.name()) {
            case "reference" ->
                field.pattern().equals(".+")
                    ? "none"
                    : CLOCK
                        .instant()
                        .atOffset(java.time.ZoneOffset.UTC)
                        .toLocalTime()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss"));
            case "checkValue" -> checkValues.getOrDefault("checkValue", "");
            default -> "none";
          });
    }
    return entered;
  }

  /// One call, as the screen would make it for what the step waits for.
  public static void goOn(CeremonyRun run, Map<String, String> seen) {
    var view = run.snapshot();
    if (view.mode() == CeremonyProgress.CeremonyMode.INTERRUPTED) {
      run.goOn(
          String.join(" ", view.head().words()),
          as(view.people().get(0).id(), view.people().get(1).id()));
      return;
    }
    var step = view.current().orElseThrow();
    switch (step.waiting()) {
      case AUTHORISATION -> run.authorise(as(step.awaitedPeople().getFirst().id()));
      case ACT -> run.act(entries(run, seen));
      case ANSWER -> run.ask();
      case CONFIRMATION -> run.confirm(as(step.awaitedPeople().getFirst().id()));
      case DECISION -> throw new AssertionError("not as expected: " + step.differences());
    }
    // The auditor writes the check value on paper when it is shown.
    run.snapshot()
        .current()
        .ifPresent(now ->
            now.facts().stream()
                .filter(
                    fact -> fact.name().equals("checkValue") && now.action().equals("check-value"))
                .forEach(fact -> fact.actual().ifPresent(value -> seen.put("checkValue", value))));
  }

  /// Through all steps.
  public static void toTheEnd(CeremonyRun run) {
    var seen = new LinkedHashMap<String, String>();
    while (run.snapshot().mode() != CeremonyProgress.CeremonyMode.COMPLETED) {
      goOn(run, seen);
    }
  }

  /// Up to a step.
  public static void upTo(CeremonyRun run, String step) {
    var seen = new LinkedHashMap<String, String>();
    while (!run.snapshot().current().orElseThrow().id().equals(step)) {
      goOn(run, seen);
    }
  }

  private static X509Certificate certificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void close() {
    kms.close();
    localKms.close();
    proxy.close();
    session.close();
  }
}
