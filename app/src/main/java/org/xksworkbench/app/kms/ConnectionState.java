package org.xksworkbench.app.kms;

/// The connection state of an external key store (`ConnectionStateType`).
public sealed interface ConnectionState {

  /// A connect succeeded and nobody disconnected since; says nothing of present health.
  record Connected() implements ConnectionState {}

  record Connecting() implements ConnectionState {}

  /// Never connected, or disconnected on purpose.
  record Disconnected() implements ConnectionState {}

  record Disconnecting() implements ConnectionState {}

  /// The last connect failed. AWS KMS wants a disconnect before the next one.
  ///
  /// @param errorCode `ConnectionErrorCode`, such as `XKS_PROXY_NOT_REACHABLE`
  record Failed(String errorCode) implements ConnectionState {}

  /// As the console of AWS KMS writes it.
  default String words() {
    return switch (this) {
      case Connected _ -> "Connected";
      case Connecting _ -> "Connecting";
      case Disconnected _ -> "Disconnected";
      case Disconnecting _ -> "Disconnecting";
      case Failed _ -> "Failed";
    };
  }

  /// The same with the error code of a connect that failed.
  default String wordsWithCode() {
    return this instanceof Failed(var errorCode) ? words() + " " + errorCode : words();
  }

  /// Whether KMS keys can be created and used.
  default boolean usable() {
    return this instanceof Connected;
  }

  /// Whether AWS KMS is at work and the state will change by itself.
  default boolean transitional() {
    return switch (this) {
      case Connecting _, Disconnecting _ -> true;
      case Connected _, Disconnected _, Failed _ -> false;
    };
  }
}
