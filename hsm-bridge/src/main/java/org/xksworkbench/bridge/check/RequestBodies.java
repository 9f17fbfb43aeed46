package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/// Bodies of requests as AWS KMS sends them (specification, Appendix B).
final class RequestBodies {

  static final String PRINCIPAL = "arn:aws:iam::123456789012:user/Alice";
  static final String KMS_KEY =
      "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private RequestBodies() {}

  static ObjectNode metadata() {
    return with("DescribeKey", PRINCIPAL, UUID.randomUUID().toString());
  }

  static ObjectNode with(String kmsOperation, String principal, String requestId) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("awsPrincipalArn", principal)
        .put("kmsKeyArn", KMS_KEY)
        .put("kmsOperation", kmsOperation)
        .put("kmsRequestId", requestId);
    return body;
  }

  static ObjectNode health() {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("kmsOperation", "KmsHealthCheck")
        .put("kmsRequestId", UUID.randomUUID().toString());
    return body;
  }

  static ObjectNode encrypt(byte[] plaintext) {
    return with("Encrypt", PRINCIPAL, UUID.randomUUID().toString())
        .put("plaintext", plaintext)
        .put("encryptionAlgorithm", "AES_GCM");
  }

  /// The request that decrypts what an encrypt request was answered with.
  static ObjectNode decrypt(ObjectNode request, com.fasterxml.jackson.databind.JsonNode answer) {
    var body =
        with("Decrypt", PRINCIPAL, UUID.randomUUID().toString())
            .put("encryptionAlgorithm", "AES_GCM");
    for (var field :
        new String[] {
          "ciphertext", "ciphertextMetadata", "initializationVector", "authenticationTag"
        }) {
      if (answer.has(field)) {
        body.set(field, answer.get(field));
      }
    }
    if (request.has("additionalAuthenticatedData")) {
      body.set("additionalAuthenticatedData", request.get("additionalAuthenticatedData"));
    }
    return body;
  }
}
