package org.xksworkbench.bridge.localkms.faults;

import java.util.Optional;
import org.xksworkbench.bridge.localkms.state.ConnectFailure;

/// Something that goes wrong on purpose, so that a program can be shown what happens then.
public sealed interface Fault {

  /// A fault between the stand-in and proxies.
  sealed interface OfProxy extends Fault {

    /// Name or ID of the key store it strikes; empty for every one.
    Optional<String> keyStore();
  }

  /// The proxy does not answer in time, at the first try and the second.
  record SlowProxy(Optional<String> keyStore) implements OfProxy {}

  /// The proxy refuses with HTTP 429.
  record ThrottlingProxy(Optional<String> keyStore) implements OfProxy {}

  /// The proxy's certificate has expired.
  record ExpiredCertificate(Optional<String> keyStore) implements OfProxy {}

  /// The proxy's certificate is for another name.
  record WrongName(Optional<String> keyStore) implements OfProxy {}

  /// The external key is disabled in its key manager.
  record DisabledExternalKey(Optional<String> keyStore, String xksKeyId) implements OfProxy {}

  /// The next connects fail. With the codes of the VPC endpoint service, creating and updating key
  /// stores with that connectivity fails too.
  record ConnectFails(Optional<String> keyStore, ConnectFailure errorCode) implements OfProxy {}

  /// AWS KMS itself answers with an error, such as ThrottlingException or KMSInternalException.
  ///
  /// @param operation such as `Encrypt`; empty for every one
  record ErrorResponse(Optional<String> operation, String errorCode) implements Fault {}
}
