package org.xksworkbench.bridge.xks.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.policy.Attribute;
import org.xksworkbench.bridge.xks.policy.Policy;
import org.xksworkbench.bridge.xks.policy.Statement;
import org.xksworkbench.bridge.xks.policy.Wildcard;

/// A policy in TOML:
///
/// ```toml
/// [[allow]]
/// name = "payments role"
/// principals = ["arn:aws:iam::111122223333:role/payments-*"]
/// kms-keys = ["arn:aws:kms:eu-central-1:111122223333:key/*"]
/// operations = ["Encrypt", "Decrypt", "GenerateDataKey*", "ReEncrypt"]
///
/// # AWS KMS names no KMS key when it creates one, so this needs a statement without kms-keys.
/// [[allow]]
/// name = "administrators create and describe keys"
/// principals = ["arn:aws:iam::111122223333:role/kms-admin"]
/// operations = ["CreateKey", "DescribeKey"]
/// ```
public final class PolicyFile {

  private PolicyFile() {}

  /// @throws ProxyConfigException if it cannot be read or is not valid
  public static Policy read(Path file) {
    try {
      var root = SettingsTable.parse(file, Files.readString(file));
      var policy = new Policy(statements(root, "allow"), statements(root, "deny"));
      root.refuseUnknown();
      return policy;
    } catch (IOException e) {
      throw new ProxyConfigException(
          "The policy " + file + " cannot be read: " + StoreException.words(e), e);
    }
  }

  private static List<Statement> statements(SettingsTable root, String effect) {
    var statements = new ArrayList<Statement>();
    for (var table : root.tables(effect)) {
      var name = table.text("name");
      var conditions = new EnumMap<Attribute, List<Wildcard>>(Attribute.class);
      for (var attribute : Attribute.values()) {
        var values = table.texts(attribute.setting());
        if (!values.isEmpty()) {
          conditions.put(attribute, values.stream().map(Wildcard::new).toList());
        } else if (table.isList(attribute.setting())) {
          throw table.wrong(attribute.setting(), "is empty, so the statement never matches");
        }
      }
      table.refuseUnknown();
      statements.add(new Statement(name, conditions));
    }
    return statements;
  }
}
