package org.xksworkbench.bridge.localkms.state;

import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// The connection state of a key store and what may be done in it (AWS KMS Developer Guide,
/// "Connect and disconnect external key stores"; API Reference,
/// CustomKeyStoreInvalidStateException).
public sealed interface StoreConnection {

  /// Never connected, or disconnected on purpose.
  record StoreDisconnected() implements StoreConnection {}

  record StoreConnecting() implements StoreConnection {}

  /// A connect succeeded, and nobody disconnected; it says nothing about the proxy's health now.
  record StoreConnected() implements StoreConnection {}

  record StoreDisconnecting() implements StoreConnection {}

  record StoreConnectFailed(ConnectFailure errorCode) implements StoreConnection {}

  /// `ConnectionState` on the wire.
  default String wireName() {
    return switch (this) {
      case StoreDisconnected _ -> "DISCONNECTED";
      case StoreConnecting _ -> "CONNECTING";
      case StoreConnected _ -> "CONNECTED";
      case StoreDisconnecting _ -> "DISCONNECTING";
      case StoreConnectFailed _ -> "FAILED";
    };
  }

  /// The state after ConnectCustomKeyStore was accepted. While connecting or connected it changes
  /// nothing.
  default StoreConnection connect() {
    return switch (this) {
      case StoreDisconnected _ -> new StoreConnecting();
      case StoreConnecting here -> here;
      case StoreConnected here -> here;
      case StoreDisconnecting _, StoreConnectFailed _ ->
          throw invalid("connected", "Disconnect it, wait until it is DISCONNECTED, then connect.");
    };
  }

  /// The state after DisconnectCustomKeyStore was accepted.
  default StoreConnection disconnect() {
    return switch (this) {
      case StoreConnected _, StoreConnecting _, StoreConnectFailed _ -> new StoreDisconnecting();
      case StoreDisconnected _, StoreDisconnecting _ ->
          throw invalid("disconnected", "There is nothing to disconnect.");
    };
  }

  /// @param inPlace if only the name, the path and the credential change
  default void requireUpdatable(boolean inPlace) {
    switch (this) {
      case StoreDisconnected _ -> {}
      case StoreConnected _ -> {
        if (!inPlace) {
          throw invalid(
              "updated like this",
              "While it is connected only its name, URI path and credential can change.");
        }
      }
      case StoreConnecting _, StoreDisconnecting _, StoreConnectFailed _ ->
          throw invalid("updated", "Disconnect it, wait until it is DISCONNECTED, then update.");
    }
  }

  default void requireDeletable() {
    switch (this) {
      case StoreDisconnected _ -> {}
      case StoreConnected _, StoreConnecting _, StoreDisconnecting _, StoreConnectFailed _ ->
          throw invalid("deleted", "Disconnect it first.");
    }
  }

  /// For CreateKey.
  default void requireConnected() {
    switch (this) {
      case StoreConnected _ -> {}
      case StoreDisconnected _, StoreConnecting _, StoreDisconnecting _, StoreConnectFailed _ ->
          throw ServiceFault.of("CustomKeyStoreInvalidStateException", AwsTexts.NOT_CONNECTED);
    }
  }

  private ServiceFault invalid(String what, String advice) {
    return ServiceFault.of(
        "CustomKeyStoreInvalidStateException",
        "The custom key store is %s and cannot be %s. %s".formatted(wireName(), what, advice));
  }
}
