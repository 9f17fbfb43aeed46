package org.xksworkbench.app.doctor;

/// The steps, in the order in which AWS KMS would meet them.
public enum Probe {
  NAME_RESOLVES("DNS"),
  IPV4_ROUTE("IPv4 route"),
  TCP_443("TCP port 443"),
  TLS_VERSION("TLS version"),
  CIPHER_SUITE("Cipher suite"),
  CERTIFICATE_CHAIN("Certificate chain"),
  CERTIFICATE_NAME("Certificate name"),
  CERTIFICATE_DAYS("Certificate validity"),
  SIGNATURE("SigV4 signature"),
  URI_PATH("URI path"),
  HEALTH("Health"),
  BUDGET("250 ms budget");

  private final String title;

  Probe(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
