package org.xksworkbench.bridge.https;

import javax.net.ssl.SSLSocket;

/// The one protocol and cipher suite that a handshake offers.
///
/// @param protocol such as `TLSv1.3`
/// @param suite such as `TLS_AES_256_GCM_SHA384`
public record TlsOffer(String protocol, String suite) {

  void applyTo(SSLSocket socket) {
    socket.setEnabledProtocols(new String[] {protocol});
    socket.setEnabledCipherSuites(new String[] {suite});
  }
}
