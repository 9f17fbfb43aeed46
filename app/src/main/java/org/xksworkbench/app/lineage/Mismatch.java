package org.xksworkbench.app.lineage;

/// Where two sides do not agree, or one is missing.
///
/// @param side on which side something is missing or too much
/// @param serious whether data is at risk or the key does not work; else it is only worth knowing
/// @param words a sentence
public record Mismatch(Side side, boolean serious, String words) {

  /// One link of the chain.
  public enum Side {
    HSM_KEY,
    XKS_KEY_ID,
    PROXY_PATH,
    KEY_STORE,
    KMS_KEY,
    ALIAS,
    CEREMONY,
    BACKUP
  }
}
