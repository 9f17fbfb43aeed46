package org.xksworkbench.bridge.xks.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Pkcs11Uri.PathAttribute;
import org.xksworkbench.bridge.hsm.TokenName;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.KeyIdRule;
import org.xksworkbench.bridge.xks.server.XksPrefix;

/// The `[[prefix]]` tables of `proxy.toml`.
final class PrefixTables {

  /// XksProxyAuthenticationCredentialType (AWS KMS API Reference); specification, Appendix A.
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("[A-Z2-7]{20,30}");

  private static final Pattern SECRET_ACCESS_KEY = Pattern.compile("[A-Za-z0-9/+=]{43,64}");

  private PrefixTables() {}

  /// @param token whose keys the prefixes serve
  static List<XksPrefix> read(List<SettingsTable> tables, SettingsTable root, TokenName token) {
    if (tables.isEmpty()) {
      throw root.wrong("prefix", "is missing: a proxy needs at least one [[prefix]]");
    }
    var prefixes = new ArrayList<XksPrefix>();
    var paths = new HashSet<String>();
    var secrets = new HashMap<String, String>();
    for (var table : tables) {
      var prefix = prefix(table, secrets, token);
      if (!paths.add(prefix.path())) {
        throw table.wrong("path", "is that of another [[prefix]] already");
      }
      table.refuseUnknown();
      prefixes.add(prefix);
    }
    return prefixes;
  }

  private static XksPrefix prefix(
      SettingsTable table, Map<String, String> secrets, TokenName token) {
    var path = table.text("path");
    var credentials = credentials(table, secrets);
    var ids = ids(table, token);
    var keys = admission(table, ids);
    var blocked = table.flag("blocked", false);
    var blockedKeys = Set.copyOf(table.texts("blocked-keys"));
    for (var id : blockedKeys) {
      if (!ExternalKeyFitness.isLegalXksKeyId(id)) {
        throw table.wrong("blocked-keys", "holds what is no XKS key ID");
      }
    }
    var share = table.number("share", 1, 1, 100);
    try {
      return new XksPrefix(path, credentials, keys, ids, blocked, blockedKeys, share);
    } catch (IllegalArgumentException e) {
      throw table.wrong("path", "is wrong. " + e.getMessage());
    }
  }

  /// @param secrets of all prefixes by access key ID: an ID names one secret (specification,
  ///   Appendix A)
  private static List<Credential> credentials(SettingsTable prefix, Map<String, String> secrets) {
    var credentials = new ArrayList<Credential>();
    var ids = new HashSet<String>();
    for (var table : prefix.tables("credential")) {
      var id = table.text("access-key-id");
      if (!ACCESS_KEY_ID.matcher(id).matches()) {
        throw table.wrong("access-key-id", "must have 20 to 30 characters of A-Z and 2-7");
      }
      var secret = table.text("secret-access-key");
      if (!SECRET_ACCESS_KEY.matcher(secret).matches()) {
        throw table.wrong(
            "secret-access-key", "must have 43 to 64 characters of A-Z, a-z, 0-9, /, + and =");
      }
      table.refuseUnknown();
      var known = secrets.putIfAbsent(id, secret);
      if (!ids.add(id) || (known != null && !known.equals(secret))) {
        throw table.wrong("access-key-id", "is that of another credential already");
      }
      credentials.add(new Credential(id, secret));
    }
    if (credentials.isEmpty()) {
      throw prefix.wrong(
          "credential", "is missing: a prefix needs at least one [[prefix.credential]]");
    }
    return credentials;
  }

  private static KeyIdRule ids(SettingsTable table, TokenName token) {
    var rule = table.text("key-id", "label");
    var entries = table.tables("key");
    if (!entries.isEmpty() && !rule.equals("map")) {
      throw table.wrong("key", "is only for key-id = \"map\"");
    }
    return switch (rule) {
      case "label" -> new KeyIdRule.Label();
      case "cka-id" -> new KeyIdRule.CkaId();
      case "map" -> {
        var map = new HashMap<String, KeyIdRule.Selector>();
        for (var entry : entries) {
          var id = entry.text("id");
          if (!ExternalKeyFitness.isLegalXksKeyId(id)) {
            throw entry.wrong(
                "id", "must have 1 to 128 letters, digits, dots, hyphens and underscores");
          }
          try {
            var selector = selector(entry, token);
            entry.refuseUnknown();
            if (map.putIfAbsent(id, selector) != null) {
              throw entry.wrong("id", "is there already");
            }
          } catch (IllegalArgumentException e) {
            throw entry.wrong("id", "names nothing: " + e.getMessage());
          }
        }
        yield new KeyIdRule.Mapped(map);
      }
      default -> throw table.wrong("key-id", "must be \"label\", \"cka-id\" or \"map\"");
    };
  }

  /// By label and CKA_ID, or a PKCS#11 URI that has both.
  private static KeyIdRule.Selector selector(SettingsTable entry, TokenName token) {
    var uri = entry.optionalText("uri");
    var label = entry.text("label", "");
    var ckaId = entry.text("cka-id", "");
    if (uri.isEmpty()) {
      return new KeyIdRule.Selector(label, ckaId);
    }
    if (!label.isEmpty() || !ckaId.isEmpty()) {
      throw entry.wrong("uri", "stands alone, without label and cka-id");
    }
    try {
      var named = Pkcs11Uri.parse(uri.get());
      requireKeyOf(token, named, entry);
      return new KeyIdRule.Selector(
          named.get(PathAttribute.OBJECT).orElse(""), named.get(PathAttribute.ID).orElse(""));
    } catch (IllegalArgumentException e) {
      throw entry.wrong("uri", "cannot be used. " + e.getMessage());
    }
  }

  /// A URI may name the token, too, and must not name another than the proxy's.
  private static void requireKeyOf(TokenName token, Pkcs11Uri named, SettingsTable entry) {
    for (var attribute : named.path().keySet()) {
      switch (attribute) {
        case OBJECT, ID -> {
          // Names the key.
        }
        case TYPE -> {
          if (!named.names(ObjectClass.SECRET_KEY)) {
            throw entry.wrong("uri", "must name a secret key, type=secret-key");
          }
        }
        default -> {
          if (!token.says(attribute).equals(named.get(attribute))) {
            throw entry.wrong(
                "uri",
                "says of the token by "
                    + attribute.word()
                    + " what token in [hsm] does not. Use the same URI there, or leave it out here");
          }
        }
      }
    }
  }

  private static KeyAdmission admission(SettingsTable table, KeyIdRule ids) {
    if (table.isList("keys")) {
      return new KeyAdmission.AdmittedLabels(Set.copyOf(table.texts("keys")));
    }
    // A map admits what it names; keys may narrow it.
    return KeyAdmission.of(
        ids instanceof KeyIdRule.Mapped ? table.text("keys", "all") : table.text("keys"));
  }
}
