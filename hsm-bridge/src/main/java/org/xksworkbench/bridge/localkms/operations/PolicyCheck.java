package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// Whether AWS KMS would take a key policy: its form, its principals, and that the caller can still
/// change it afterwards.
final class PolicyCheck {

  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");
  private final Account account;
  private final Predicate<String> known;
  private final ObjectMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// @param known whether a principal, given by its ARN, can be one
  PolicyCheck(Account account, Predicate<String> known) {
    this.account = account;
    this.known = known;
  }

  /// @param lockoutIsFine the caller may take his own permission to change the policy away
  void check(String policy, boolean lockoutIsFine) {
    JsonNode root;
    try {
      root = json.readTree(policy);
    } catch (JsonProcessingException e) {
      throw malformedPolicy("it is not valid JSON");
    }
    if (!root.isObject()) {
      throw malformedPolicy("it is not a JSON object");
    }
    var version = root.path("Version").asText("2008-10-17");
    if (!VERSIONS.contains(version)) {
      throw malformedPolicy("its Version is " + version + ", not 2012-10-17");
    }
    var statements = asList(root.path("Statement"));
    if (statements.isEmpty()) {
      throw malformedPolicy("it has no Statement");
    }
    statements.forEach(this::checkStatement);
    if (!lockoutIsFine && statements.stream().noneMatch(this::letsCallerPutKeyPolicy)) {
      throw malformedPolicy(
          "the caller could not change it any more: no statement lets %s do kms:PutKeyPolicy"
              .formatted(account.caller()));
    }
  }

  private void checkStatement(JsonNode statement) {
    if (!statement.isObject()) {
      throw malformedPolicy("a Statement is not a JSON object");
    }
    var effect = statement.path("Effect").asText();
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw malformedPolicy("a Statement has neither the Effect Allow nor Deny");
    }
    if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
      throw malformedPolicy("a Statement has no Principal");
    }
    if (asList(statement.path("Action")).isEmpty()
        && asList(statement.path("NotAction")).isEmpty()) {
      throw malformedPolicy("a Statement has no Action");
    }
    if (asList(statement.path("Resource")).stream()
        .noneMatch(resource -> resource.asText().equals("*"))) {
      throw malformedPolicy("a Statement has not the Resource *");
    }
    for (var principal : principals(statement.path("Principal"))) {
      if (!principal.equals("*")
          && !ACCOUNT_ID.matcher(principal).matches()
          && !known.test(principal)) {
        throw malformedPolicy("the principal " + principal + " is not valid");
      }
    }
  }

  private boolean letsCallerPutKeyPolicy(JsonNode statement) {
    var principals = principals(statement.path("Principal"));
    return statement.path("Effect").asText().equals("Allow")
        && (principals.contains("*")
            || principals.contains(account.root())
            || principals.contains(account.id())
            || principals.contains(account.caller()))
        && asList(statement.path("Action")).stream()
            .map(action -> Pattern.quote(action.asText()).replace("*", "\\E.*\\Q"))
            .anyMatch(action ->
                Pattern.compile(action, Pattern.CASE_INSENSITIVE)
                    .matcher("kms:PutKeyPolicy")
                    .matches());
  }

  /// The AWS principals; those of services and identity providers are not looked at.
  private static List<String> principals(JsonNode principal) {
    var aws = principal.isTextual() ? principal : principal.path("AWS");
    return asList(aws).stream().map(JsonNode::asText).toList();
  }

  private static List<JsonNode> asList(JsonNode node) {
    var list = new ArrayList<JsonNode>();
    if (node.isArray()) {
      node.forEach(list::add);
    } else if (!node.isMissingNode()) {
      list.add(node);
    }
    return list;
  }

  private static ServiceFault malformedPolicy(String why) {
    return ServiceFault.of(
        "MalformedPolicyDocumentException", "The key policy is refused: " + why + ".");
  }
}
