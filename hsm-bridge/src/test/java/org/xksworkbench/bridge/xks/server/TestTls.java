package org.xksworkbench.bridge.xks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xksworkbench.bridge.xks.config.Certificates;

/// A certificate authority of a test and a server certificate by it.
public record TestTls(Certificates.Issued issued, TlsIdentity identity) {

  /// @param folder where the PEM files go
  public static TestTls issue(Path folder, String host) {
    try {
      var issued = Certificates.issue(host);
      var chain = folder.resolve(host + ".crt");
      var key = folder.resolve(host + ".key");
      Files.writeString(chain, issued.certificateChainPem());
      Files.writeString(key, issued.privateKeyPem());
      return new TestTls(issued, new TlsIdentity(chain, key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
