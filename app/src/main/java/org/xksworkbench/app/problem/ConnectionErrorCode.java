package org.xksworkbench.app.problem;

import java.util.Arrays;

/// `ConnectionErrorCode` of external key stores: why AWS KMS could not connect, and what to do (AWS
/// KMS API Reference, CustomKeyStoresListEntry).
public enum ConnectionErrorCode {
  INTERNAL_ERROR(
      "AWS KMS failed inside while it connected.",
      "Disconnect the key store, then connect it again."),
  NETWORK_ERRORS(
      "The network between AWS KMS and the key store does not work.",
      "Check the network path to the proxy, then disconnect and connect again."),
  INVALID_CREDENTIALS(
      "The proxy does not accept the access key ID and secret access key that AWS KMS"
          + " has, or something on the way changed a signed header.",
      "Give the key store the credential that the proxy has now, then disconnect and"
          + " connect again."),
  XKS_PROXY_ACCESS_DENIED(
      "The proxy's own authorization refused AWS KMS.",
      "Allow AWS KMS in the proxy's policy; the health request must always be" + " allowed."),
  XKS_PROXY_INVALID_CONFIGURATION(
      "The proxy does not serve the URI path of this key store.",
      "Compare the proxy URI path here with the one that the proxy is configured" + " with."),
  XKS_PROXY_INVALID_RESPONSE(
      "AWS KMS could not make sense of the proxy's answer.",
      "Check that nothing between AWS KMS and the proxy answers in its place (a load"
          + " balancer listener of the wrong kind is a known cause), and ask the"
          + " proxy's vendor."),
  XKS_PROXY_INVALID_TLS_CONFIGURATION(
      "TLS with the proxy failed: the certificate has expired, is for another name, or"
          + " comes from an authority that AWS KMS does not trust; or the proxy speaks"
          + " only TLS below 1.2.",
      "Give the proxy a certificate for the host name of its endpoint from a trusted"
          + " authority, with its whole chain."),
  XKS_PROXY_NOT_REACHABLE(
      "AWS KMS found no proxy at the endpoint, or the proxy said that no external key"
          + " manager is available.",
      "Check that the proxy runs, that port 443 is open to AWS KMS, and that the HSM"
          + " behind it is healthy."),
  XKS_PROXY_TIMED_OUT(
      "The proxy was reached but did not answer within 250 milliseconds.",
      "Look for load on proxy and HSM, and keep the round trip to the Region below 35"
          + " milliseconds."),
  XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND(
      "The VPC endpoint service does not exist in this Region, or AWS KMS may not use" + " it.",
      "Check the service's name and Region, and allow the principal"
          + " cks.kms.<Region>.amazonaws.com."),
  XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION(
      "The VPC endpoint service does not meet what AWS KMS requires.",
      "It needs a Network Load Balancer in two Availability Zones, a verified private"
          + " DNS name that the proxy's certificate carries, and no acceptance of"
          + " connections by hand."),

  /// Whatever is newer than this program.
  OTHER(
      "AWS KMS gave a reason that this version does not know.",
      "Look the code up in the AWS KMS API Reference, ConnectionErrorCode.");

  private final String cause;
  private final String remedy;

  ConnectionErrorCode(String cause, String remedy) {
    this.cause = cause;
    this.remedy = remedy;
  }

  /// @param text such as `XKS_PROXY_TIMED_OUT`
  public static ConnectionErrorCode of(String text) {
    return Arrays.stream(values())
        .filter(code -> code.name().equals(text))
        .findFirst()
        .orElse(OTHER);
  }

  /// A sentence.
  public String cause() {
    return cause;
  }

  /// What to do, a sentence.
  public String remedy() {
    return remedy;
  }
}
