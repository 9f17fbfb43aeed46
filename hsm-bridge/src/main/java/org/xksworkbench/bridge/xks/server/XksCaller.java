package org.xksworkbench.bridge.xks.server;

/// Whose turn a request takes. An account has a share of the workers, and in it each caller has a
/// line of its own.
///
/// A caller is known by a good signature on its connection. Until then it is a stranger, whatever
/// access key ID it names: else anybody could stand in the line of somebody else.
///
/// @param account the path prefix of a key store; strangers have one together
/// @param name the access key ID; of a stranger, where it calls from
/// @param share of the account, beside those of others
record XksCaller(String account, String name, int share) {

  /// No path prefix: those begin with a slash, or are empty.
  private static final String STRANGERS = "strangers";

  /// Strangers together have a quarter of what one key store has.
  private static final int PARTS = 4;

  static XksCaller knownCaller(XksPrefix prefix, String accessKeyId) {
    return new XksCaller(prefix.path(), accessKeyId, PARTS * prefix.share());
  }

  static XksCaller stranger(String from) {
    return new XksCaller(STRANGERS, from, 1);
  }

  boolean isStranger() {
    return account.equals(STRANGERS);
  }
}
