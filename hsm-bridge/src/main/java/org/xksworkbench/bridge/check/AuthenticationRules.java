package org.xksworkbench.bridge.check;

import static org.xksworkbench.bridge.check.RuleRow.must;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.xksworkbench.bridge.https.HttpsRequest;
import org.xksworkbench.bridge.https.RequestSigning;

/// Signature Version 4: what is not signed rightly is refused.
final class AuthenticationRules {

  private static final String AUTHENTICATION = "Authentication";
  private static final Duration OLD = Duration.ofMinutes(20);

  static final List<RuleRow> TABLE =
      List.of(
          must(
              "auth-unsigned",
              AUTHENTICATION,
              "A request without a signature is answered with 401 AuthenticationFailedException.",
              run ->
                  mustBeRefused(run, run.proxy().postUnsigned("/health", RequestBodies.health()))),
          must(
              "auth-wrong-secret",
              AUTHENTICATION,
              "A signature with another secret is refused.",
              run -> withSigning(run, right -> right.withSecret("Q".repeat(43)))),
          must(
              "auth-unknown-credential",
              AUTHENTICATION,
              "An unknown access key ID is refused.",
              run -> withSigning(run, right -> right.withAccessKeyId("A".repeat(20)))),
          must(
              "auth-body",
              AUTHENTICATION,
              "A body that was changed after it was signed is refused.",
              run -> withTampering(run, "/health", AuthenticationRules::withAnotherBody)),
          must(
              "auth-path",
              AUTHENTICATION,
              "A path that was changed after it was signed is refused.",
              run ->
                  withTampering(
                      run,
                      "/keys/moved-from/metadata",
                      request ->
                          request.withUri(run.proxy().operation("/keys/moved-to/metadata")))),
          must(
              "auth-service",
              AUTHENTICATION,
              "A signature for another service than kms-xks-proxy is refused.",
              run -> withSigning(run, right -> right.forService("kms"))),
          must(
              "auth-old",
              AUTHENTICATION,
              "A signature of twenty minutes ago is refused.",
              run ->
                  withSigning(run, right -> right.at(Clock.offset(right.clock(), OLD.negated())))),
          must(
              "auth-no-date",
              AUTHENTICATION,
              "A request without X-Amz-Date is refused.",
              run ->
                  withTampering(run, "/health", request -> request.withoutHeader("X-Amz-Date"))));

  private AuthenticationRules() {}

  private static RuleResult withSigning(LabRun run, UnaryOperator<RequestSigning> change)
      throws IOException {
    var signing = change.apply(run.proxy().signing());
    return mustBeRefused(run, run.proxy().post("/health", RequestBodies.health(), signing));
  }

  private static RuleResult withTampering(
      LabRun run, String path, UnaryOperator<HttpsRequest> tampering) throws IOException {
    var body = path.equals("/health") ? RequestBodies.health() : RequestBodies.metadata();
    return mustBeRefused(run, run.proxy().postTampered(path, body, tampering));
  }

  private static HttpsRequest withAnotherBody(HttpsRequest request) {
    var other = RequestBodies.health().put("more", 1);
    return request.withBody(other.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static RuleResult mustBeRefused(LabRun run, ProxyAnswer answer) {
    return run.expectRefusal(answer, 401, "AuthenticationFailedException");
  }
}
