package org.xksworkbench.app.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.KmsErrorCode;

/// Looks at the text of a key policy before AWS KMS is asked: size, JSON, statements, principals,
/// Sids. AWS KMS has the last word; it alone knows the principals of other accounts.
public final class KeyPolicyCheck {

  /// The real limit of AWS KMS in bytes (Developer Guide, "Key policies").
  public static final int LIMIT = 32 * 1024;

  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> CONSOLE_SIDS =
      Set.of(
          KeyAccess.ROOT_SID,
          KeyAccess.ADMINISTRATORS_SID,
          KeyAccess.USERS_SID,
          KeyAccess.GRANTS_SID);

  /// The characters that PutKeyPolicy takes (AWS KMS API Reference, Policy).
  private static final Pattern TEXT = Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]*");

  private static final Pattern PRINCIPAL =
      Pattern.compile(
          "arn:aws[a-z-]*:iam::([0-9]{12}):(root|(?:user|role)/.+)"
              + "|arn:aws[a-z-]*:sts::[0-9]{12}:(?:assumed-role|federated-user)/.+"
              + "|[0-9]{12}|\\*");

  /// What is left in a policy of a principal that was deleted.
  private static final Pattern UNIQUE_ID = Pattern.compile("A(IDA|ROA|GPA)[A-Z0-9]{13,}");

  private static final Pattern GROUP = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:group/.+");

  private final String account;
  private final Set<String> known;
  private final List<PolicyFinding> findings = new ArrayList<>();

  private KeyPolicyCheck(String account, Set<String> known) {
    this.account = account;
    this.known = known;
  }

  /// @param account of the key
  /// @param known ARNs of the account's users and roles; empty if they could not be listed
  /// @return refusals first
  public static List<PolicyFinding> of(String policy, String account, Set<String> known) {
    var check = new KeyPolicyCheck(account, known);
    check.look(policy);
    check.findings.sort((a, b) -> Boolean.compare(b.refused(), a.refused()));
    return List.copyOf(check.findings);
  }

  private void look(String policy) {
    var size = policy.getBytes(StandardCharsets.UTF_8).length;
    if (size > LIMIT) {
      findings.add(
          PolicyFinding.refusal(
              "The policy has %,d bytes; AWS KMS takes %,d.".formatted(size, LIMIT),
              KmsErrorCode.LIMIT_EXCEEDED));
    }
    if (!TEXT.matcher(policy).matches()) {
      findings.add(
          PolicyFinding.refusal(
              "The policy has characters beyond Latin-1.", KmsErrorCode.VALIDATION));
    }
    JsonNode root;
    try {
      root = PolicyJson.read(policy);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      findings.add(
          PolicyFinding.malformedPolicy(
              "This is not JSON, line %d, column %d: %s"
                  .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage())));
      return;
    }
    if (!root.isObject()) {
      findings.add(PolicyFinding.malformedPolicy("The policy must be one JSON object."));
      return;
    }
    if (root.has("Version") && !VERSIONS.contains(root.path("Version").asText())) {
      findings.add(PolicyFinding.malformedPolicy("The Version must be 2012-10-17."));
    }
    var statements = PolicyJson.asList(root.path("Statement"));
    if (statements.isEmpty()) {
      findings.add(PolicyFinding.malformedPolicy("The policy has no Statement."));
      return;
    }
    var sids = new HashSet<String>();
    for (var i = 0; i < statements.size(); i++) {
      look(i + 1, statements.get(i), sids);
    }
    lookForLockout(statements);
  }

  private void look(int number, JsonNode statement, Set<String> sids) {
    var sid = statement.path("Sid").asText();
    var name = sid.isEmpty() ? "Statement " + number : "Statement " + number + " (" + sid + ")";
    if (!sid.isEmpty() && !sids.add(sid)) {
      findings.add(PolicyFinding.malformedPolicy(name + " has a Sid that an earlier one has."));
    }
    if (!sid.isEmpty() && !CONSOLE_SIDS.contains(sid)) {
      findings.add(
          PolicyFinding.mind(
              name
                  + " has a Sid that the console does not know: it is then shown as text only, not"
                  + " as lists of administrators and users."));
    }
    if (!Set.of("Allow", "Deny").contains(statement.path("Effect").asText())) {
      findings.add(PolicyFinding.malformedPolicy(name + " needs the Effect Allow or Deny."));
    }
    if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
      findings.add(PolicyFinding.malformedPolicy(name + " has no Principal."));
    }
    for (var part : List.of("Action", "Resource")) {
      if (!statement.has(part) && !statement.has("Not" + part)) {
        findings.add(
            new PolicyFinding(
                true,
                name + " has no " + part + ". AWS KMS takes it so, but it allows nothing.",
                Optional.empty()));
      }
    }
    PolicyJson.awsPrincipals(statement).forEach(principal -> look(name, principal));
  }

  private void look(String name, String principal) {
    if (UNIQUE_ID.matcher(principal).matches()) {
      findings.add(
          PolicyFinding.malformedPolicy(
              "%s names %s: that is what remains of a user or role that was deleted."
                  .formatted(name, principal)));
    } else if (GROUP.matcher(principal).matches()) {
      findings.add(
          PolicyFinding.malformedPolicy(
              name + " names an IAM group; a key policy takes users, roles and accounts."));
    } else if (!PRINCIPAL.matcher(principal).matches()) {
      findings.add(
          PolicyFinding.malformedPolicy(name + " names " + principal + ", which is no principal."));
    } else if (principal.equals("*")) {
      findings.add(
          PolicyFinding.mind(name + " is for everybody (*); see that its conditions narrow it."));
    } else if (isOfThisAccount(principal) && !known.isEmpty() && !known.contains(principal)) {
      findings.add(
          PolicyFinding.malformedPolicy(
              "%s names %s, which is not in this account. A new user or role can take a minute to"
                      .formatted(name, principal)
                  + " be known."));
    }
  }

  private boolean isOfThisAccount(String principal) {
    var arn = PRINCIPAL.matcher(principal);
    return arn.matches()
        && account.equals(arn.group(1))
        && arn.group(2) != null
        && !arn.group(2).equals("root");
  }

  /// AWS KMS refuses a policy after which its caller could not change it (policy lockout safety
  /// check). Whether the caller is among the principals by a role is not known here.
  private void lookForLockout(List<JsonNode> statements) {
    var open =
        statements.stream()
            .filter(statement -> statement.path("Effect").asText().equals("Allow"))
            .filter(statement -> !PolicyJson.awsPrincipals(statement).isEmpty())
            .flatMap(statement -> PolicyJson.actions(statement).stream())
            .anyMatch(KeyPolicyCheck::allowsPutKeyPolicy);
    if (!open) {
      findings.add(
          PolicyFinding.malformedPolicy(
              "Nobody could change this policy afterwards: no statement allows kms:PutKeyPolicy."));
    }
    var byAccount =
        statements.stream()
            .filter(statement -> statement.path("Effect").asText().equals("Allow"))
            .flatMap(statement -> PolicyJson.awsPrincipals(statement).stream())
            .anyMatch(principal ->
                principal.equals(account) || principal.endsWith("::" + account + ":root"));
    if (!byAccount) {
      findings.add(
          PolicyFinding.mind(
              "No statement is for the account itself: IAM policies then give nobody access, and"
                  + " if all principals named here are deleted, nobody can manage the key."));
    }
  }

  private static boolean allowsPutKeyPolicy(String action) {
    var pattern = Pattern.quote(action).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher("kms:PutKeyPolicy").matches();
  }
}
