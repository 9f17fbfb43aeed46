package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;
import org.xksworkbench.bridge.ceremony.format.SaltedField;

/// Files of a bundle that follow from others, byte for byte. [PublicVersion] is one more.
public final class DerivedFiles {

  private static final String ENVIRONMENT = "env.";

  private DerivedFiles() {}

  /// What the first line says of the environment.
  public static byte[] environment(List<EvidenceLine> lines) {
    var node = JsonNodeFactory.instance.objectNode();
    lines
        .getFirst()
        .signed()
        .fields()
        .forEach((name, field) -> {
          if (name.startsWith(ENVIRONMENT)
              && field instanceof SaltedField.DisclosedField(var _, var value)) {
            node.set(name.substring(ENVIRONMENT.length()), value);
          }
        });
    return (CanonicalJson.write(node) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// For `sha256sum -c`, which reads no seal.
  ///
  /// @param digests of the files that the seal lists, by name
  public static byte[] sums(SortedMap<String, Fingerprint> digests) {
    var sums = new StringBuilder();
    digests.forEach((name, sha256) -> {
      if (BundleNames.isSummed(name)) {
        sums.append(sha256.hex()).append("  ").append(name).append('\n');
      }
    });
    return sums.toString().getBytes(StandardCharsets.UTF_8);
  }
}
