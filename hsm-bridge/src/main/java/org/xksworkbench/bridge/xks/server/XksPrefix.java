package org.xksworkbench.bridge.xks.server;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.auth.Credential;

/// One key store that the proxy serves: its URI path prefix, who may call it, and which keys it
/// has.
///
/// @param path such as `/payments`, empty for none; `/kms/xks/v1` follows it
/// @param credentials at least one; two while a credential is being rotated
/// @param ids what an XKS key ID names
/// @param blocked whether the whole key store is blocked
/// @param blockedKeys XKS key IDs that are blocked
/// @param share of the workers, beside the shares of other prefixes, while more is asked than they
///   can do
public record XksPrefix(
    String path,
    List<Credential> credentials,
    KeyAdmission keys,
    KeyIdRule ids,
    boolean blocked,
    Set<String> blockedKeys,
    int share) {

  private static final Pattern PATH = Pattern.compile("|/[a-zA-Z0-9/_-]+");

  /// `XksProxyUriPath` has 128 (AWS KMS API Reference); the specification adds `/kms/xks/v1`.
  private static final int LONGEST_PATH = 117;

  public XksPrefix {
    if (path.length() > LONGEST_PATH) {
      throw new IllegalArgumentException(
          "A path prefix has at most "
              + LONGEST_PATH
              + " characters, because AWS KMS takes 128 with /kms/xks/v1 after it; this one has "
              + path.length()
              + ": "
              + path);
    }
    if (!PATH.matcher(path).matches() || path.endsWith("/") || path.contains("//")) {
      throw new IllegalArgumentException(
          "A path prefix begins with a slash, does not end with one, and has letters, digits,"
              + " hyphens and underscores: "
              + path);
    }
    if (credentials.isEmpty()) {
      throw new IllegalArgumentException("The path prefix " + path + " has no credential.");
    }
    if (share < 1) {
      throw new IllegalArgumentException("A share is at least 1.");
    }
    credentials = List.copyOf(credentials);
    blockedKeys = Set.copyOf(blockedKeys);
  }

  /// With a share as others have.
  public XksPrefix(
      String path,
      List<Credential> credentials,
      KeyAdmission keys,
      KeyIdRule ids,
      boolean blocked,
      Set<String> blockedKeys) {
    this(path, credentials, keys, ids, blocked, blockedKeys, 1);
  }

  /// Nothing blocked, and the XKS key ID is the key's label.
  public XksPrefix(String path, List<Credential> credentials, KeyAdmission keys) {
    this(path, credentials, keys, new KeyIdRule.Label(), false, Set.of());
  }

  /// Whether encrypt and decrypt with this key are refused.
  boolean blocks(String xksKeyId) {
    return blocked || blockedKeys.contains(xksKeyId);
  }

  @Nullable Credential credential(String accessKeyId) {
    for (var credential : credentials) {
      if (credential.accessKeyId().equals(accessKeyId)) {
        return credential;
      }
    }
    return null;
  }
}
