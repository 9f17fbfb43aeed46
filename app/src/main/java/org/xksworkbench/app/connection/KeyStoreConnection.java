package org.xksworkbench.app.connection;

import java.time.Duration;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.waiting.SignsOfLife;

/// Connects external key stores in the order that AWS KMS wants (Developer Guide, "Connect and
/// disconnect external key stores"). Every call blocks, and may be interrupted while it waits.
public final class KeyStoreConnection {

  /// DescribeCustomKeyStores has a quota of 5 a second for each account and Region.
  private static final Duration POLL = Duration.ofMillis(500);

  private final KeyManagement kms;

  public KeyStoreConnection(KeyManagement kms) {
    this.kms = kms;
  }

  /// Has AWS KMS begin to connect; what failed to connect is disconnected before.
  ///
  /// @throws KmsException if AWS KMS refuses
  public void begin(String keyStoreId) throws InterruptedException {
    if (kms.keyStore(keyStoreId).connectionState() instanceof ConnectionState.Failed) {
      disconnect(keyStoreId);
    }
    var _ = kms.perform(new KmsChange.ConnectCustomKeyStore(keyStoreId));
  }

  /// @return connected, or failed with its reason
  /// @throws KmsException if AWS KMS refuses
  public ExternalKeyStore connect(String keyStoreId) throws InterruptedException {
    begin(keyStoreId);
    return awaitSettled(keyStoreId);
  }

  /// The same with a key store in whatever state.
  ///
  /// @return connected, or failed with its reason
  /// @throws KmsException if AWS KMS refuses
  public ExternalKeyStore reconnect(String keyStoreId) throws InterruptedException {
    if (!(awaitSettled(keyStoreId).connectionState() instanceof ConnectionState.Disconnected)) {
      disconnect(keyStoreId);
    }
    return connect(keyStoreId);
  }

  private void disconnect(String keyStoreId) throws InterruptedException {
    var _ = kms.perform(new KmsChange.DisconnectCustomKeyStore(keyStoreId));
    var _ = awaitSettled(keyStoreId);
  }

  /// Once AWS KMS changes it no more.
  private ExternalKeyStore awaitSettled(String keyStoreId) throws InterruptedException {
    var store = kms.keyStore(keyStoreId);
    while (store.connectionState().transitional()) {
      Thread.sleep(POLL);
      SignsOfLife.tell();
      store = kms.keyStore(keyStoreId);
    }
    return store;
  }
}
