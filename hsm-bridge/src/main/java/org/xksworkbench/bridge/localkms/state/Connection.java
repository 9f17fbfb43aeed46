package org.xksworkbench.bridge.localkms.state;

import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// The connection state of a key store and what may be done in it (AWS KMS Developer Guide,
/// "Connect and disconnect external key stores"; API Reference,
/// CustomKeyStoreInvalidStateException).
public sealed interface Connection {

  /// Never connected, or disconnected on purpose.
  record Disconnected() implements Connection {}

  record Connecting() implements Connection {}

  /// A connect succeeded, and nobody disconnected; it says nothing about the proxy's health now.
  record Connected() implements Connection {}

  record Disconnecting() implements Connection {}

  record Failed(ConnectionErrorCode errorCode) implements Connection {}

  /// `ConnectionState` on the wire.
  default String wireName() {
    return switch (this) {
      case Disconnected _ -> "DISCONNECTED";
      case Connecting _ -> "CONNECTING";
      case Connected _ -> "CONNECTED";
      case Disconnecting _ -> "DISCONNECTING";
      case Failed _ -> "FAILED";
    };
  }

  /// The state after ConnectCustomKeyStore was accepted. While connecting or connected it changes
  /// nothing.
  default Connection connect() {
    return switch (this) {
      case Disconnected _ -> new Connecting();
      case Connecting here -> here;
      case Connected here -> here;
      case Disconnecting _, Failed _ ->
          throw invalid("connected", "Disconnect it, wait until it is DISCONNECTED, then connect.");
    };
  }

  /// The state after DisconnectCustomKeyStore was accepted.
  default Connection disconnect() {
    return switch (this) {
      case Connected _, Connecting _, Failed _ -> new Disconnecting();
      case Disconnected _, Disconnecting _ ->
          throw invalid("disconnected", "There is nothing to disconnect.");
    };
  }

  /// @param inPlace if only the name, the path and the credential change
  default void requireUpdatable(boolean inPlace) {
    switch (this) {
      case Disconnected _ -> {}
      case Connected _ -> {
        if (!inPlace) {
          throw invalid(
              "updated like this",
              "While it is connected only its name, URI path and credential can change.");
        }
      }
      case Connecting _, Disconnecting _, Failed _ ->
          throw invalid("updated", "Disconnect it, wait until it is DISCONNECTED, then update.");
    }
  }

  default void requireDeletable() {
    switch (this) {
      case Disconnected _ -> {}
      case Connected _, Connecting _, Disconnecting _, Failed _ ->
          throw invalid("deleted", "Disconnect it first.");
    }
  }

  /// For CreateKey.
  default void requireConnected() {
    switch (this) {
      case Connected _ -> {}
      case Disconnected _, Connecting _, Disconnecting _, Failed _ ->
          throw ServiceFault.of("CustomKeyStoreInvalidStateException", AwsTexts.NOT_CONNECTED);
    }
  }

  private ServiceFault invalid(String what, String advice) {
    return ServiceFault.of(
        "CustomKeyStoreInvalidStateException",
        "The custom key store is %s and cannot be %s. %s".formatted(wireName(), what, advice));
  }
}
