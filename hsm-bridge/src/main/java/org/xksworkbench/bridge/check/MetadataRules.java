package org.xksworkbench.bridge.check;

import static org.xksworkbench.bridge.check.RuleRow.must;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.xksworkbench.bridge.check.RuleResult.Fail;

/// GetKeyMetadata.
final class MetadataRules {

  private static final String METADATA = "GetKeyMetadata";

  static final List<RuleRow> TABLE =
      List.of(
          must(
                  "metadata-fields",
                  METADATA,
                  "The answer has keySpec, keyUsage with at most ten values, and keyStatus ENABLED"
                      + " or DISABLED.",
                  MetadataRules::fields)
              .withKey(),
          must(
                  "metadata-usable",
                  METADATA,
                  "The key is what CreateKey accepts: AES_256, ENCRYPT and DECRYPT, ENABLED.",
                  MetadataRules::usable)
              .withKey(),
          must(
                  "metadata-long-arn",
                  "API operations",
                  "ARNs of 2048 characters are taken.",
                  run -> takenWith(run, "DescribeKey", longArn(), "long-arn"))
              .withKey(),
          must(
                  "metadata-any-operation",
                  METADATA,
                  "A kmsOperation that is not listed is no reason to call a request invalid.",
                  run -> takenWith(run, "BulkDescribeKey", RequestBodies.PRINCIPAL, "any request"))
              .withKey(),
          must(
              "unknown-key",
              "Error codes",
              "An unknown key is answered with 404 KeyNotFoundException.",
              MetadataRules::unknownKey));

  private static final int MOST_USAGES = 10;
  private static final int LONGEST_ARN = 2048;

  private MetadataRules() {}

  private static RuleResult fields(LabRun run) throws IOException {
    var answer = run.metadata(RequestBodies.metadata());
    if (!answer.ok()) {
      return answer.expectSuccess();
    }
    var body = answer.body();
    if (!body.path("keySpec").isTextual()) {
      return new Fail("a text", "keySpec is missing or no text");
    }
    var usage = body.path("keyUsage");
    if (!usage.isArray() || usage.size() > MOST_USAGES) {
      return new Fail("an array of at most ten values", "keyUsage is missing, no array or longer");
    }
    var status = body.path("keyStatus").asText();
    return RuleResult.passIf(
        Set.of("ENABLED", "DISABLED").contains(status),
        "ENABLED or DISABLED",
        "keyStatus is “" + status + "”");
  }

  private static RuleResult usable(LabRun run) throws IOException {
    var answer = run.metadata(RequestBodies.metadata());
    if (!answer.ok()) {
      return answer.expectSuccess();
    }
    var body = answer.body();
    var came = new ArrayList<String>();
    if (!body.path("keySpec").asText().equals("AES_256")) {
      came.add("keySpec is “" + body.path("keySpec").asText() + "”");
    }
    var usage = new ArrayList<String>();
    body.path("keyUsage").forEach(one -> usage.add(one.asText()));
    if (!usage.containsAll(List.of("ENCRYPT", "DECRYPT"))) {
      came.add("keyUsage is " + usage);
    }
    if (!body.path("keyStatus").asText().equals("ENABLED")) {
      came.add("keyStatus is “" + body.path("keyStatus").asText() + "”");
    }
    return RuleResult.passIf(
        came.isEmpty(),
        "AES_256 with ENCRYPT and DECRYPT that is ENABLED",
        String.join(", ", came));
  }

  /// A proxy may refuse a caller; it may not call the request wrong.
  private static RuleResult takenWith(
      LabRun run, String kmsOperation, String principal, String requestId) throws IOException {
    var answer = run.metadata(RequestBodies.with(kmsOperation, principal, requestId));
    return RuleResult.passIf(
        answer.ok() || answer.errorName().equals("AccessDeniedException"),
        "HTTP 200 or AccessDeniedException",
        answer.describe());
  }

  private static String longArn() {
    var begin = "arn:aws:iam::123456789012:user/";
    return begin + "a".repeat(LONGEST_ARN - begin.length());
  }

  private static RuleResult unknownKey(LabRun run) throws IOException {
    return run.expectRefusal(
        run.proxy()
            .post("/keys/no-such-key-" + UUID.randomUUID() + "/metadata", RequestBodies.metadata()),
        404,
        "KeyNotFoundException");
  }
}
