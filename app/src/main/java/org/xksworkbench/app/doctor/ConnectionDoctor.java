package org.xksworkbench.app.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.doctor.ProbeFinding.ProbeVerdict;
import org.xksworkbench.app.problem.ProxyFailure;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.client.ProxyCallResult;
import org.xksworkbench.bridge.xks.client.XksClient;

/// Examines the way to an XKS proxy. Blocks; sends two health requests and changes nothing.
public final class ConnectionDoctor {

  private static final int HTTPS = 443;

  /// Longer than AWS KMS waits, so that a slow proxy can be told from a dead one.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final long ENOUGH_DAYS = 30;

  /// The suites of AWS KMS (XKS proxy API specification, TLS).
  private static final Set<String> SUITES =
      Set.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");

  /// Signs where no credential is known. Legal in form, and nobody's.
  private static final String NOBODY = "A".repeat(20);

  private final Network network;
  private final String region;
  private final Clock clock;

  /// @param region that requests are signed for
  public ConnectionDoctor(Network network, String region, Clock clock) {
    this.network = network;
    this.region = region;
    this.clock = clock;
  }

  /// @param progress told every finding as it is made, on this thread
  public Diagnosis examine(Patient patient, Consumer<ProbeFinding> progress) {
    var examination = new Examination(patient, progress);
    try {
      examination.run();
    } catch (Stop stop) {
      examination.skipTheRest();
    }
    return new Diagnosis(examination.findings, Optional.ofNullable(examination.cause));
  }

  /// The first step that failed: later ones would only repeat it.
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Stop() {
      super(null, null, false, false);
    }
  }

  private final class Examination {

    private final Patient patient;
    private final Consumer<ProbeFinding> progress;
    private final List<ProbeFinding> findings = new ArrayList<>();
    private Diagnosis.@Nullable DiagnosedCause cause;
    private long started;

    private Examination(Patient patient, Consumer<ProbeFinding> progress) {
      this.patient = patient;
      this.progress = progress;
    }

    private void run() {
      var host = host();
      var addresses = resolve(host);
      var address = route(host, addresses);
      connect(address);
      var handshake = handshake(host, address);
      suite(handshake);
      chain(handshake);
      name(handshake, host);
      days(handshake);
      ask(host, address);
    }

    private String host() {
      try {
        var uri = URI.create(patient.uriEndpoint());
        if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() < 0) {
          return uri.getHost();
        }
      } catch (IllegalArgumentException e) {
        // said below
      }
      start();
      throw stopAt(
          Probe.NAME_RESOLVES,
          ProxyFailure.NOT_REACHABLE,
          patient.uriEndpoint() + " is no endpoint: it must be https:// and a host name, no port.",
          "Write the endpoint as https://xks.example.com.");
    }

    private List<InetAddress> resolve(String host) {
      start();
      var here = network.here().get(host);
      if (here != null) {
        addFinding(
            Probe.NAME_RESOLVES,
            ProbeVerdict.PASSED,
            "%s is a name of this workstation only; it stands for %s:%d."
                .formatted(host, here.getAddress().getHostAddress(), here.getPort()));
        return List.of(here.getAddress());
      }
      try {
        var addresses = network.resolver().resolve(host);
        addFinding(
            Probe.NAME_RESOLVES,
            ProbeVerdict.PASSED,
            host
                + " is "
                + String.join(", ", addresses.stream().map(InetAddress::getHostAddress).toList())
                + ".");
        return addresses;
      } catch (UnknownHostException e) {
        throw stopAt(
            Probe.NAME_RESOLVES,
            ProxyFailure.NOT_REACHABLE,
            host + " is not known to the DNS of this workstation.",
            "Check the spelling of the host name and its DNS record. The private DNS name of a VPC"
                + " endpoint service is known inside the VPC only.");
      }
    }

    private InetSocketAddress route(String host, List<InetAddress> addresses) {
      start();
      var v4 = addresses.stream().filter(Inet4Address.class::isInstance).findFirst();
      if (v4.isEmpty()) {
        throw stopAt(
            Probe.IPV4_ROUTE,
            ProxyFailure.NOT_REACHABLE,
            host + " has IPv6 addresses only, and AWS KMS connects over IPv4.",
            "Give the host name an A record with an IPv4 address.");
      }
      addFinding(
          Probe.IPV4_ROUTE,
          ProbeVerdict.PASSED,
          "%s is an IPv4 address%s."
              .formatted(
                  v4.get().getHostAddress(),
                  v4.get().isLoopbackAddress() || v4.get().isSiteLocalAddress()
                      ? " that AWS cannot reach over the internet"
                      : ""));
      return network.here().getOrDefault(host, new InetSocketAddress(v4.get(), HTTPS));
    }

    private void connect(InetSocketAddress address) {
      start();
      try (var socket = new Socket()) {
        socket.connect(address, (int) PATIENCE.toMillis());
        addFinding(Probe.TCP_443, ProbeVerdict.PASSED, "A connection is accepted.");
      } catch (ConnectException e) {
        throw stopAt(
            Probe.TCP_443,
            ProxyFailure.NOT_REACHABLE,
            "The connection is refused: nothing listens there.",
            ProxyFailure.NOT_REACHABLE.remedy());
      } catch (IOException e) {
        throw stopAt(
            Probe.TCP_443,
            ProxyFailure.NOT_REACHABLE,
            "No connection: " + message(e) + ".",
            "Look for a firewall or a missing route on the way to port 443.");
      }
    }

    private Handshake handshake(String host, InetSocketAddress address) {
      start();
      try {
        var handshake = Handshake.with(host, address, PATIENCE);
        addFinding(
            Probe.TLS_VERSION, ProbeVerdict.PASSED, handshake.protocol() + " was agreed on.");
        return handshake;
      } catch (SSLException e) {
        var words = message(e).toLowerCase(Locale.ROOT);
        if (words.contains("handshake_failure") || words.contains("cipher")) {
          addFinding(
              Probe.TLS_VERSION, ProbeVerdict.SKIPPED, "The handshake did not get that far.");
          throw stopAt(
              Probe.CIPHER_SUITE,
              ProxyFailure.TLS_FAILED,
              "The server refused the handshake: " + message(e) + ".",
              "Allow one of " + String.join(", ", SUITES.stream().sorted().toList()) + ".");
        }
        throw stopAt(
            Probe.TLS_VERSION,
            ProxyFailure.TLS_FAILED,
            words.contains("protocol_version")
                ? "The server speaks neither TLS 1.2 nor TLS 1.3."
                : "The server does not answer as TLS does: " + message(e) + ".",
            "Let the proxy serve TLS 1.2 or 1.3 on this port itself.");
      } catch (SocketTimeoutException e) {
        throw stopAt(
            Probe.TLS_VERSION,
            ProxyFailure.TIMED_OUT,
            "The server accepted the connection and then said nothing.",
            ProxyFailure.TIMED_OUT.remedy());
      } catch (IOException e) {
        throw stopAt(
            Probe.TLS_VERSION,
            ProxyFailure.TLS_FAILED,
            "The server ended the connection during the handshake: " + message(e) + ".",
            ProxyFailure.TLS_FAILED.remedy());
      }
    }

    private void suite(Handshake handshake) {
      start();
      if (!SUITES.contains(handshake.suite())) {
        throw stopAt(
            Probe.CIPHER_SUITE,
            ProxyFailure.TLS_FAILED,
            handshake.suite() + " is not a suite of AWS KMS.",
            "Allow one of " + String.join(", ", SUITES.stream().sorted().toList()) + ".");
      }
      addFinding(Probe.CIPHER_SUITE, ProbeVerdict.PASSED, handshake.suite() + ".");
    }

    private void chain(Handshake handshake) {
      start();
      var issuer = handshake.leaf().getIssuerX500Principal().getName();
      if (!handshake.trusted(network.authorities())) {
        throw stopAt(
            Probe.CERTIFICATE_CHAIN,
            ProxyFailure.TLS_FAILED,
            "The chain of %d certificates, issued by %s, ends at no authority that is trusted here."
                .formatted(handshake.chain().size(), issuer),
            "Use a certificate of a public authority on the list of AWS KMS, and let the proxy send"
                + " the intermediate certificates too.");
      }
      addFinding(
          Probe.CERTIFICATE_CHAIN,
          ProbeVerdict.PASSED,
          "Issued by "
              + issuer
              + (handshake.trusted(List.of())
                  ? ", trusted by this computer; AWS KMS has a list of its own."
                  : ", an authority that only this workstation trusts; AWS itself would not."));
    }

    private void name(Handshake handshake, String host) {
      start();
      if (!handshake.isFor(host)) {
        throw stopAt(
            Probe.CERTIFICATE_NAME,
            ProxyFailure.TLS_FAILED,
            "The certificate is for %s and not for %s."
                .formatted(String.join(", ", handshake.names()), host),
            "Give the proxy a certificate with the DNS name " + host + ".");
      }
      addFinding(Probe.CERTIFICATE_NAME, ProbeVerdict.PASSED, "It is for " + host + ".");
    }

    private void days(Handshake handshake) {
      start();
      var now = clock.instant();
      var from = handshake.leaf().getNotBefore().toInstant();
      var until = handshake.leaf().getNotAfter().toInstant();
      var days = ChronoUnit.DAYS.between(now, until);
      if (now.isAfter(until) || now.isBefore(from)) {
        throw stopAt(
            Probe.CERTIFICATE_DAYS,
            ProxyFailure.TLS_FAILED,
            now.isAfter(until)
                ? "The certificate expired on " + until + "."
                : "The certificate is valid from " + from + " only.",
            "Renew the certificate of the proxy.");
      }
      addFinding(
          Probe.CERTIFICATE_DAYS,
          days < ENOUGH_DAYS ? ProbeVerdict.WARNING : ProbeVerdict.PASSED,
          "%d days are left%s."
              .formatted(days, days < ENOUGH_DAYS ? "; renew the certificate soon" : ""));
    }

    private void ask(String host, InetSocketAddress address) {
      var trusted = new ArrayList<>(Handshake.ofThisComputer());
      trusted.addAll(network.authorities());
      Map<String, InetSocketAddress> here = new HashMap<>(network.here());
      here.put(host, address);
      try (var client = new XksClient(region, trusted, here, PATIENCE)) {
        start();
        var first = client.post(address(), "/health", health());
        var cold = elapsedTime();
        start();
        var answer = first instanceof ProxyCallResult.Answered ? health(client) : first;
        judge(answer, cold);
      }
    }

    private ProxyCallResult health(XksClient client) {
      return client.post(address(), "/health", health());
    }

    private void judge(ProxyCallResult outcome, Duration cold) {
      switch (outcome) {
        case ProxyCallResult.Answered(var body) -> {
          var warm = elapsedTime();
          addFinding(Probe.SIGNATURE, ProbeVerdict.PASSED, "The proxy accepts the credential.");
          addFinding(
              Probe.URI_PATH, ProbeVerdict.PASSED, "The proxy serves " + patient.uriPath() + ".");
          fleet(body);
          budget(cold, warm);
        }
        case ProxyCallResult.Refused(var status, var name, var words) ->
            addRefusal(status, name, words, cold);
        case ProxyCallResult.Malformed(var what) -> {
          skip(Probe.SIGNATURE, Probe.URI_PATH);
          throw stopAt(
              Probe.HEALTH,
              ProxyFailure.MALFORMED,
              "What answered is no XKS proxy: " + what + ".",
              ProxyFailure.MALFORMED.remedy());
        }
        case ProxyCallResult.TimedOut() -> {
          skip(Probe.SIGNATURE, Probe.URI_PATH, Probe.HEALTH);
          throw stopAt(
              Probe.BUDGET,
              ProxyFailure.TIMED_OUT,
              "No answer within %d seconds, twice.".formatted(PATIENCE.toSeconds()),
              ProxyFailure.TIMED_OUT.remedy());
        }
        case ProxyCallResult.TlsFailed(var why) -> {
          skip(Probe.SIGNATURE, Probe.URI_PATH);
          throw stopAt(
              Probe.HEALTH,
              ProxyFailure.TLS_FAILED,
              "TLS failed: " + why + ".",
              ProxyFailure.TLS_FAILED.remedy());
        }
        case ProxyCallResult.NotSent(var why) -> throw new IllegalStateException(why);
        case ProxyCallResult.Unreachable(var why) -> {
          skip(Probe.SIGNATURE, Probe.URI_PATH);
          throw stopAt(
              Probe.HEALTH,
              ProxyFailure.NOT_REACHABLE,
              "The connection was lost: " + why + ".",
              ProxyFailure.NOT_REACHABLE.remedy());
        }
      }
    }

    private void addRefusal(int status, String name, String words, Duration took) {
      var failure = ProxyFailure.ofErrorName(name).orElse(ProxyFailure.MALFORMED);
      var said = "The proxy answers HTTP %d %s. %s".formatted(status, name, words).strip();
      switch (failure) {
        case AUTHENTICATION_FAILED -> {
          if (patient.credential().isEmpty()) {
            addFinding(
                Probe.SIGNATURE,
                ProbeVerdict.SKIPPED,
                "Not tried: AWS KMS does not tell the secret access key. The proxy refuses other"
                    + " credentials, as it should.");
            skip(Probe.URI_PATH, Probe.HEALTH);
            budget(took, took);
            return;
          }
          throw stopAt(Probe.SIGNATURE, failure, said, failure.remedy());
        }
        case INVALID_URI_PATH -> {
          skip(Probe.SIGNATURE);
          throw stopAt(Probe.URI_PATH, failure, said, failure.remedy());
        }
        default -> {
          skip(Probe.SIGNATURE, Probe.URI_PATH);
          throw stopAt(Probe.HEALTH, failure, said, failure.remedy());
        }
      }
    }

    private void fleet(ObjectNode body) {
      var fleet = body.path("ekmFleetDetails");
      if (!body.path("xksProxyFleetSize").isInt() || !fleet.isArray() || fleet.isEmpty()) {
        throw stopAt(
            Probe.HEALTH,
            ProxyFailure.MALFORMED,
            "The health answer lacks xksProxyFleetSize or ekmFleetDetails.",
            "Ask the vendor of the proxy: the answer does not follow the XKS proxy API.");
      }
      var states = new ArrayList<String>();
      fleet.forEach(one -> states.add(one.path("healthStatus").asText()));
      if (states.stream().allMatch("UNAVAILABLE"::equals)) {
        throw stopAt(
            Probe.HEALTH,
            ProxyFailure.ALL_UNAVAILABLE,
            "Each of the %d external key managers is UNAVAILABLE.".formatted(states.size()),
            ProxyFailure.ALL_UNAVAILABLE.remedy());
      }
      var all = states.stream().allMatch("ACTIVE"::equals);
      addFinding(
          Probe.HEALTH,
          all ? ProbeVerdict.PASSED : ProbeVerdict.WARNING,
          "%d proxies, external key managers: %s."
              .formatted(body.path("xksProxyFleetSize").asInt(), String.join(", ", states)));
    }

    private void budget(Duration cold, Duration warm) {
      var limit = XksClient.AWS_KMS_TIMEOUT;
      if (warm.compareTo(limit) > 0) {
        throw stopAt(
            Probe.BUDGET,
            ProxyFailure.TIMED_OUT,
            "An answer takes %d ms from here; AWS KMS waits %d ms."
                .formatted(warm.toMillis(), limit.toMillis()),
            ProxyFailure.TIMED_OUT.remedy());
      }
      add(
          new ProbeFinding(
              Probe.BUDGET,
              cold.compareTo(limit) > 0 ? ProbeVerdict.WARNING : ProbeVerdict.PASSED,
              "An answer takes %d ms from here, %d ms over a new connection; AWS KMS waits %d ms."
                  .formatted(warm.toMillis(), cold.toMillis(), limit.toMillis()),
              warm));
    }

    private ProxyAddress address() {
      return patient
          .credential()
          .map(credential ->
              new ProxyAddress(
                  patient.uriEndpoint(),
                  patient.uriPath(),
                  credential.accessKeyId(),
                  new String(credential.rawSecretAccessKey())))
          .orElseGet(() ->
              new ProxyAddress(
                  patient.uriEndpoint(), patient.uriPath(), NOBODY, UUID.randomUUID().toString()));
    }

    private static ObjectNode health() {
      var body = JsonNodeFactory.instance.objectNode();
      body.putObject("requestMetadata")
          .put("kmsRequestId", "workbench-" + UUID.randomUUID())
          .put("kmsOperation", "ConnectCustomKeyStore");
      return body;
    }

    private void skip(Probe... probes) {
      for (var probe : probes) {
        add(
            new ProbeFinding(
                probe, ProbeVerdict.SKIPPED, "The proxy did not get that far.", Duration.ZERO));
      }
    }

    private void skipTheRest() {
      for (var probe : Probe.values()) {
        if (findings.stream().noneMatch(finding -> finding.probe() == probe)) {
          add(new ProbeFinding(probe, ProbeVerdict.SKIPPED, "Not tried.", Duration.ZERO));
        }
      }
    }

    private void start() {
      started = System.nanoTime();
    }

    private Duration elapsedTime() {
      return Duration.ofNanos(System.nanoTime() - started);
    }

    private void addFinding(Probe probe, ProbeVerdict verdict, String words) {
      add(new ProbeFinding(probe, verdict, words, elapsedTime()));
      start();
    }

    private void add(ProbeFinding finding) {
      findings.add(finding);
      progress.accept(finding);
    }

    private Stop stopAt(Probe probe, ProxyFailure failure, String words, String remedy) {
      add(new ProbeFinding(probe, ProbeVerdict.FAILED, words, elapsedTime()));
      cause = new Diagnosis.DiagnosedCause(probe, failure, words, remedy);
      return new Stop();
    }
  }

  private static String message(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
