package org.xksworkbench.bridge.check;

import static org.xksworkbench.bridge.check.RuleRow.must;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.Pass;
import org.xksworkbench.bridge.https.TlsOffer;

/// TLS, JSON over HTTP, and where operations are.
final class ConnectionRules {

  private static final String CONTENT = "API content type";
  private static final String OPERATIONS = "API operations";

  static final List<RuleRow> TABLE =
      List.of(
          must(
                  "tls-suite",
                  CONTENT,
                  "TLS 1.2 or later with one of four cipher suites, and a certificate that the"
                      + " given authority issued for the host.",
                  ConnectionRules::suite)
              .withoutProxy(),
          must(
                  "json-over-http",
                  CONTENT,
                  "Answers are JSON with Content-Type application/json, over HTTP/1.1 too.",
                  ConnectionRules::json)
              .withoutProxy(),
          must(
              "get-is-405",
              OPERATIONS,
              "A GET at the URI of an operation is answered with 405.",
              ConnectionRules::get),
          must(
              "unknown-path",
              OPERATIONS,
              "An unknown URI path is answered with 404 InvalidUriPathException.",
              run ->
                  run.expectRefusal(
                      run.proxy().post("/no-such-operation", RequestBodies.health()),
                      404,
                      "InvalidUriPathException")));

  /// Suites of which one at least must be offered (specification, API content type).
  private static final List<TlsOffer> SUITES =
      List.of(
          new TlsOffer("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
          new TlsOffer("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"),
          new TlsOffer("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
          new TlsOffer("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));

  private ConnectionRules() {}

  private static RuleResult suite(LabRun run) {
    var why = new ArrayList<String>();
    for (var offer : SUITES) {
      try {
        run.proxy().handshake(offer);
        return new Pass();
      } catch (IOException | IllegalArgumentException e) {
        why.add(offer.suite() + ": " + e.getMessage());
      }
    }
    return new Fail("one of the four suites", String.join("; ", why));
  }

  private static RuleResult json(LabRun run) throws IOException {
    var answer = run.health();
    if (answer.body().isMissingNode()) {
      return new Fail("JSON", answer.describe());
    }
    return RuleResult.passIf(
        answer.contentType().toLowerCase(Locale.ROOT).startsWith("application/json"),
        "application/json",
        "Content-Type was “" + answer.contentType() + "”");
  }

  private static RuleResult get(LabRun run) throws IOException {
    var answer = run.proxy().get(run.proxy().operation("/health"));
    return RuleResult.passIf(answer.status() == 405, "405", answer.describe());
  }
}
