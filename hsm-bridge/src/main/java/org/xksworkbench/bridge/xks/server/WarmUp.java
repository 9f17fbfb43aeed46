package org.xksworkbench.bridge.xks.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.xks.auth.AuthenticationFailure;
import org.xksworkbench.bridge.xks.auth.SigV4Verifier;
import org.xksworkbench.bridge.xks.auth.SignedRequest;
import org.xksworkbench.bridge.xks.protocol.Framing;
import org.xksworkbench.bridge.xks.protocol.XksJson;

/// Goes the way of a request a few times before there is one: the first request shall not spend its
/// budget on loading classes.
final class WarmUp {

  private static final int TIMES = 20;

  private static final byte[] BODY =
      """
      {"requestMetadata":{"awsPrincipalArn":"a","kmsKeyArn":"k","kmsOperation":"Encrypt",\
      "kmsRequestId":"r"},"plaintext":"AA==","encryptionAlgorithm":"AES_GCM",\
      "additionalAuthenticatedData":"AA=="}\
      """
          .getBytes(StandardCharsets.US_ASCII);

  private WarmUp() {}

  static void run(SigV4Verifier verifier, XksPrefix prefix) {
    var json = new XksJson();
    var day = "20000101";
    var request =
        new SignedRequest(
            "POST",
            prefix.path() + "/kms/xks/v1/keys/k/encrypt",
            "",
            Map.of(
                "host",
                List.of("localhost"),
                "x-amz-date",
                List.of(day + "T000000Z"),
                "authorization",
                List.of(
                    "AWS4-HMAC-SHA256 Credential=none/"
                        + day
                        + "/us-east-1/kms-xks-proxy/aws4_request,"
                        + " SignedHeaders=host;x-amz-date, Signature="
                        + "0".repeat(64))),
            BODY);
    for (var i = 0; i < TIMES; i++) {
      try {
        var _ = verifier.verify(request, prefix::credential);
      } catch (AuthenticationFailure e) {
        // signed long ago by nobody
      }
      var parsed = json.encryptRequest(json.parse(BODY));
      var aad = Framing.aad(parsed.additionalAuthenticatedData(), new byte[0]);
      var _ = Framing.integrityValue(aad, aad, aad, aad);
      var _ = json.encrypted(aad, aad, aad, Optional.of(aad));
    }
  }
}
