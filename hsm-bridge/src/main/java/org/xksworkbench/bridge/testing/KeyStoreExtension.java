package org.xksworkbench.bridge.testing;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.xksworkbench.bridge.localkms.ProxiedCall;
import org.xksworkbench.bridge.localkms.faults.Fault;

/// Starts a [KeyStoreForTests] for the tests of a class, and resets it before each of them. JUnit 5
/// and 6; JUnit itself comes from the tests that use it.
///
/// ```java
/// @RegisterExtension static final KeyStoreExtension keyStore = new KeyStoreExtension();
/// ```
public final class KeyStoreExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private @Nullable KeyStoreForTests keyStore;

  @Override
  public void beforeAll(ExtensionContext context) {
    keyStore = KeyStoreForTests.start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    running().reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (keyStore != null) {
      keyStore.close();
    }
  }

  /// See [KeyStoreForTests#endpoint].
  public URI endpoint() {
    return running().endpoint();
  }

  /// See [KeyStoreForTests#fail].
  public void fail(Fault... faults) {
    running().fail(faults);
  }

  /// See [KeyStoreForTests#recover].
  public void recover() {
    running().recover();
  }

  /// See [KeyStoreForTests#proxiedCalls].
  public List<ProxiedCall> proxiedCalls() {
    return running().proxiedCalls();
  }

  private KeyStoreForTests running() {
    if (keyStore == null) {
      throw new IllegalStateException(
          "The key store is not started: register the extension in a static field.");
    }
    return keyStore;
  }
}
