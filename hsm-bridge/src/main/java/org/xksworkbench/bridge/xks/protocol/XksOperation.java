package org.xksworkbench.bridge.xks.protocol;

/// The four operations (specification, API operations).
public enum XksOperation {
  GET_KEY_METADATA("GetKeyMetadata"),
  ENCRYPT("Encrypt"),
  DECRYPT("Decrypt"),
  GET_HEALTH_STATUS("GetHealthStatus");

  private final String apiName;

  XksOperation(String apiName) {
    this.apiName = apiName;
  }

  /// Name in the specification.
  public String apiName() {
    return apiName;
  }
}
