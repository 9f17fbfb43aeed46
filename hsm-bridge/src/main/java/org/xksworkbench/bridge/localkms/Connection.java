package org.xksworkbench.bridge.localkms;

/// The connection state of a key store and what may be done in it (AWS KMS Developer Guide,
/// "Connect and disconnect external key stores").
sealed interface Connection {

  record Disconnected() implements Connection {}

  record Connecting() implements Connection {}

  record Connected() implements Connection {}

  record Disconnecting() implements Connection {}

  /// @param errorCode `ConnectionErrorCode`
  record Failed(String errorCode) implements Connection {}

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
          throw invalidState("The key store must be disconnected before it can be connected.");
    };
  }

  /// The state after DisconnectCustomKeyStore was accepted.
  default Connection disconnect() {
    return switch (this) {
      case Connected _, Connecting _, Failed _ -> new Disconnecting();
      case Disconnected _, Disconnecting _ ->
          throw invalidState("The key store is disconnected, or is being disconnected.");
    };
  }

  private static KmsFault invalidState(String message) {
    return new KmsFault("CustomKeyStoreInvalidStateException", message);
  }
}
