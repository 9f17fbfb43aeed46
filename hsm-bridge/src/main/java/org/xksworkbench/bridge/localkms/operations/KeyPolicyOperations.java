package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// Key policies. They are checked, kept and told; callers are not authenticated, so they permit and
/// forbid nothing.
final class KeyPolicyOperations {

  private static final String NAME = "default";
  private static final int LIMIT_BYTES = 32 * 1024;

  private final Vault vault;
  private final KeyFinder finder;
  private final Account account;
  private final PolicyCheck check;

  KeyPolicyOperations(Vault vault, KeyFinder finder, Account account, PolicyCheck check) {
    this.vault = vault;
    this.finder = finder;
    this.account = account;
    this.check = check;
  }

  ObjectNode get(Call call) {
    var key = finder.byIdOrArn(vault.now(), call.parameters().require("KeyId"), call);
    requireName(call.parameters());
    return AnswerParts.empty().put("Policy", key.policy()).put("PolicyName", NAME);
  }

  ObjectNode list(Call call) {
    var _ = finder.byIdOrArn(vault.now(), call.parameters().require("KeyId"), call);
    if (call.parameters().has("Marker")) {
      // Its errors in the service model have no InvalidMarkerException.
      throw ServiceFault.invalid("The marker is not one of this list: it has one page.");
    }
    var answer = AnswerParts.empty();
    answer.putArray("PolicyNames").add(NAME);
    return answer.put("Truncated", false);
  }

  ObjectNode put(Call call) {
    var id = finder.byIdOrArn(vault.now(), call.parameters().require("KeyId"), call).id();
    requireName(call.parameters());
    var policy = policyIn(call.parameters()).orElseThrow();
    vault.change(state -> state.with(finder.get(state, id).withPolicy(policy)));
    return AnswerParts.empty();
  }

  /// The parameter `Policy`, if it is a policy that AWS KMS would take.
  Optional<String> policyIn(Parameters parameters) {
    var policy = parameters.text("Policy");
    policy.ifPresent(text -> {
      if (text.getBytes(StandardCharsets.UTF_8).length > LIMIT_BYTES) {
        throw ServiceFault.of(
            "LimitExceededException", "A key policy has at most %d bytes.".formatted(LIMIT_BYTES));
      }
      check.check(text, parameters.flag("BypassPolicyLockoutSafetyCheck"));
    });
    return policy;
  }

  /// What AWS KMS gives a key without a policy: its account decides by IAM policies.
  String usual() {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "%s"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(account.root());
  }

  private static void requireName(Parameters parameters) {
    var name = parameters.text("PolicyName").orElse(NAME);
    if (!name.equals(NAME)) {
      throw ServiceFault.of(
          "NotFoundException", "The only policy of a KMS key is called default, not " + name + ".");
    }
  }
}
