package org.xksworkbench.app.fault;

/// Something that goes wrong on purpose.
public enum DemoFault {
  SLOW_PROXY(
      "The XKS proxy answers too late",
      "AWS KMS waits 250 ms, asks once more, and gives up.",
      Trial.ENCRYPT),
  THROTTLING_PROXY(
      "The XKS proxy is over its limit", "It refuses requests with HTTP 429.", Trial.ENCRYPT),
  EXPIRED_CERTIFICATE(
      "The certificate of the XKS proxy has expired",
      "AWS KMS ends the TLS handshake.",
      Trial.ENCRYPT),
  WRONG_NAME(
      "The certificate is for another name",
      "As behind a load balancer with the certificate of another service.",
      Trial.ENCRYPT),
  WRONG_CREDENTIAL(
      "AWS KMS has an old proxy credential",
      "The credential was rotated at the proxy and not in the key store. Seen when it connects.",
      Trial.CONNECT),
  ENDPOINT_SERVICE_GONE(
      "The VPC endpoint service was deleted",
      "Or its name in the key store is not right. Seen when it connects.",
      Trial.CONNECT),
  BLOCKED_AT_PROXY(
      "The proxy's operator blocked the key store",
      "The real proxy of this demo refuses every request to the path of payments-hsm.",
      Trial.ENCRYPT),
  PROXY_STOPPED(
      "The XKS proxy does not run", "The real proxy of this demo is stopped.", Trial.ENCRYPT),
  TOKEN_REMOVED(
      "The HSM is unplugged",
      "The token of this demo is taken away from the proxy and from the window. Afterwards the proxy"
          + " finds it by itself; in the window, log in again under HSM keys (PIN demo-1234).",
      Trial.ENCRYPT),
  EXTERNAL_KEY_DISABLED(
      "The external key is disabled",
      "In the HSM's own management, of which AWS KMS learns with the next request.",
      Trial.ENCRYPT),
  KMS_THROTTLING(
      "AWS KMS throttles",
      "Too many requests in the account: the SDK waits and tries again, then gives up.",
      Trial.ENCRYPT);

  /// With what it shows.
  public enum Trial {
    /// Encrypt with the KMS key `alias/payments`.
    ENCRYPT,
    /// Connect the key store `archive-hsm`.
    CONNECT
  }

  private final String headline;
  private final String about;
  private final Trial trial;

  DemoFault(String headline, String about, Trial trial) {
    this.headline = headline;
    this.about = about;
    this.trial = trial;
  }

  public String headline() {
    return headline;
  }

  public String about() {
    return about;
  }

  public Trial trial() {
    return trial;
  }
}
