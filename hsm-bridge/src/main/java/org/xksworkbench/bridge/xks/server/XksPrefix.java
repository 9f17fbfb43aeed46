package org.xksworkbench.bridge.xks.server;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.auth.Credential;

/// One key store that the proxy serves: its URI path prefix, who may call it, and which keys it
/// has.
///
/// @param path such as `/payments`, empty for none; `/kms/xks/v1` follows it
/// @param credentials at least one; two while a credential is being rotated
public record XksPrefix(String path, List<Credential> credentials, KeyAdmission keys) {

  /// `XksProxyUriPath` (AWS KMS API Reference), less the part that the specification adds.
  private static final Pattern PATH = Pattern.compile("|/[a-zA-Z0-9/_-]{1,116}");

  public XksPrefix {
    if (!PATH.matcher(path).matches() || path.endsWith("/")) {
      throw new IllegalArgumentException(
          "A path prefix begins with a slash, does not end with one, and has letters, digits,"
              + " hyphens and underscores: "
              + path);
    }
    if (credentials.isEmpty()) {
      throw new IllegalArgumentException("The path prefix " + path + " has no credential.");
    }
    credentials = List.copyOf(credentials);
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
