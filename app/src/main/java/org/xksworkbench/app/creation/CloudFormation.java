package org.xksworkbench.app.creation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xksworkbench.app.policy.PolicyJson;

/// What is made here as a template of CloudFormation, as far as that goes: to the alias. By its
/// resource schemas (those that cfn-lint 1.51.0 brings), `AWS::KMS::Key` knows the origins AWS_KMS
/// and EXTERNAL alone and no external key, and custom key stores are no resources.
final class CloudFormation {

  private static final String LIMITS =
      "CloudFormation can make neither an external key store nor a KMS key in one: AWS::KMS::Key"
          + " has no property for the key store or the external key, and its Origin is AWS_KMS or"
          + " EXTERNAL.";

  private static final String NOT_APPLIED = " Written by XKS Workbench and never applied by it.";

  private CloudFormation() {}

  /// The alias of a key that is to be made by other means; its ID is asked for.
  static String creating(String alias) {
    var template =
        template("The alias of a KMS key in an external key store. Make the key by the AWS CLI.");
    var parameter = template.putObject("Parameters").putObject("KeyId");
    parameter.put("Type", "String");
    parameter.put("Description", "Key ID or ARN of the KMS key that was made in the key store");
    parameter.put("MinLength", 1);
    var properties = alias(template.putObject("Resources"), "Alias", alias);
    properties.putObject("TargetKeyId").put("Ref", "KeyId");
    return text(template);
  }

  /// The aliases of keys that exist.
  static String existing(List<ExistingKey> keys) {
    var named = keys.stream().filter(ExistingKey::hasAlias).toList();
    if (named.isEmpty()) {
      return LIMITS + " What it can describe is an alias, and there is none here.\n";
    }
    var template =
        template(
            "Aliases of KMS keys in external key stores. An alias that exists has to be imported"
                + " into the stack.");
    var resources = template.putObject("Resources");
    for (var i = 0; i < named.size(); i++) {
      var existing = named.get(i);
      alias(resources, "Alias" + (i + 1), existing.plan().alias())
          .put("TargetKeyId", existing.keyId());
    }
    return text(template);
  }

  static String keyStore() {
    return LIMITS + " Make the key store here, by the AWS CLI or by Terraform.\n";
  }

  private static ObjectNode template(String about) {
    var template = JsonNodeFactory.instance.objectNode();
    template.put("AWSTemplateFormatVersion", "2010-09-09");
    template.put("Description", about + " " + LIMITS + NOT_APPLIED);
    return template;
  }

  /// @return its properties
  private static ObjectNode alias(ObjectNode resources, String name, String alias) {
    var resource = resources.putObject(name);
    resource.put("Type", "AWS::KMS::Alias");
    // A stack that is deleted would take the name from all who use it; to be imported, a resource
    // has to say what becomes of it.
    resource.put("DeletionPolicy", "Retain");
    resource.put("UpdateReplacePolicy", "Retain");
    var properties = resource.putObject("Properties");
    properties.put("AliasName", alias);
    return properties;
  }

  private static String text(ObjectNode template) {
    return PolicyJson.pretty(template.toString()) + "\n";
  }
}
