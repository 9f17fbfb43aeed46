package org.xksworkbench.app.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who may do what with a KMS key, in the words of the console's pages.
///
/// @param administrators ARNs of IAM users and roles that may manage the key
/// @param administratorsMayDelete whether they may schedule and cancel its deletion
/// @param users ARNs of IAM users and roles that may use it in cryptographic operations
/// @param otherAccounts 12-digit IDs of accounts whose administrators may let their users use it
public record KeyAccess(
    List<String> administrators,
    boolean administratorsMayDelete,
    List<String> users,
    List<String> otherAccounts) {

  static final String ROOT_SID = "Enable IAM User Permissions";
  static final String ADMINISTRATORS_SID = "Allow access for Key Administrators";
  static final String USERS_SID = "Allow use of the key";
  static final String GRANTS_SID = "Allow attachment of persistent resources";

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern ROOT_ARN = Pattern.compile("arn:[a-z-]+:iam::([0-9]{12}):root");

  private static final List<String> ADMINISTER =
      List.of(
          "kms:Create*",
          "kms:Describe*",
          "kms:Enable*",
          "kms:List*",
          "kms:Put*",
          "kms:Update*",
          "kms:Revoke*",
          "kms:Disable*",
          "kms:Get*",
          "kms:Delete*",
          "kms:TagResource",
          "kms:UntagResource");
  private static final List<String> DELETE =
      List.of("kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion");
  private static final List<String> USE =
      List.of(
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:DescribeKey");
  private static final List<String> GRANT =
      List.of("kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant");

  public KeyAccess {
    administrators = List.copyOf(administrators);
    users = List.copyOf(users);
    otherAccounts = List.copyOf(otherAccounts);
  }

  /// Nobody but the account, whose IAM policies decide.
  public static KeyAccess ofAccountOnly() {
    return new KeyAccess(List.of(), true, List.of(), List.of());
  }

  public static boolean isAccountId(String text) {
    return ACCOUNT.matcher(text).matches();
  }

  public KeyAccess withAdministrators(List<String> arns) {
    return new KeyAccess(arns, administratorsMayDelete, users, otherAccounts);
  }

  public KeyAccess withAdministratorsMayDelete(boolean value) {
    return new KeyAccess(administrators, value, users, otherAccounts);
  }

  public KeyAccess withUsers(List<String> arns) {
    return new KeyAccess(administrators, administratorsMayDelete, arns, otherAccounts);
  }

  public KeyAccess withOtherAccounts(List<String> ids) {
    return new KeyAccess(administrators, administratorsMayDelete, users, ids);
  }

  /// The policy as the console generates it, but without `kms:RotateKeyOnDemand`: a key of an
  /// external key store has no key material in AWS KMS to rotate on demand.
  ///
  /// @param partition such as `aws` or `aws-cn`
  /// @param account of the key
  public String policy(String partition, String account) {
    var policy = JsonNodeFactory.instance.objectNode();
    policy.put("Id", "key-consolepolicy-3").put("Version", "2012-10-17");
    var statements = policy.putArray("Statement");
    allow(statements, ROOT_SID, List.of(root(partition, account)), List.of("kms:*"));
    if (!administrators.isEmpty()) {
      var actions = administratorsMayDelete ? concat(ADMINISTER, DELETE) : ADMINISTER;
      allow(statements, ADMINISTRATORS_SID, administrators, actions);
    }
    var using = concat(users, otherAccounts.stream().map(other -> root(partition, other)).toList());
    if (!using.isEmpty()) {
      allow(statements, USERS_SID, using, USE);
      allow(statements, GRANTS_SID, using, GRANT)
          .putObject("Condition")
          .putObject("Bool")
          .put("kms:GrantIsForAWSResource", "true");
    }
    return PolicyJson.pretty(policy);
  }

  /// Reads a policy by the console's Sids; empty if it is no JSON or has a statement that the
  /// console did not make, so that only the text tells all of it.
  public static Optional<KeyAccess> of(String policy) {
    try {
      var access = ofAccountOnly();
      for (var statement : PolicyJson.asList(PolicyJson.read(policy).path("Statement"))) {
        var sid = statement.path("Sid").asText();
        if (!statement.path("Effect").asText().equals("Allow")) {
          return Optional.empty();
        }
        switch (sid) {
          case ROOT_SID, "Enable IAM policies", GRANTS_SID -> {}
          case ADMINISTRATORS_SID ->
              access =
                  access
                      .withAdministrators(PolicyJson.awsPrincipals(statement))
                      .withAdministratorsMayDelete(
                          PolicyJson.actions(statement).containsAll(DELETE));
          case USERS_SID -> access = access.withUsing(PolicyJson.awsPrincipals(statement));
          default -> {
            return Optional.empty();
          }
        }
      }
      return Optional.of(access);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private KeyAccess withUsing(List<String> principals) {
    var found = new ArrayList<String>();
    var accounts = new ArrayList<String>();
    for (var principal : principals) {
      var root = ROOT_ARN.matcher(principal);
      if (root.matches()) {
        accounts.add(root.group(1));
      } else {
        found.add(principal);
      }
    }
    return withUsers(found).withOtherAccounts(accounts);
  }

  private static ObjectNode allow(
      ArrayNode statements, String sid, List<String> principals, List<String> actions) {
    var statement = statements.addObject().put("Sid", sid).put("Effect", "Allow");
    statement.putObject("Principal").set("AWS", oneOrMany(principals));
    statement.set("Action", oneOrMany(actions));
    return statement.put("Resource", "*");
  }

  private static JsonNode oneOrMany(List<String> values) {
    if (values.size() == 1) {
      return JsonNodeFactory.instance.textNode(values.getFirst());
    }
    var array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private static String root(String partition, String account) {
    return "arn:%s:iam::%s:root".formatted(partition, account);
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
