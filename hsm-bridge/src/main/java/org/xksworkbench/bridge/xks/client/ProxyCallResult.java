package org.xksworkbench.bridge.xks.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What came of a call to a proxy.
public sealed interface ProxyCallResult {

  /// HTTP 200 with a JSON object.
  record Answered(ObjectNode body) implements ProxyCallResult {}

  /// An error of the specification, with its JSON body.
  record Refused(int httpStatus, String errorName, String errorMessage)
      implements ProxyCallResult {}

  /// An answer that is none: no JSON, an error without a name, another status.
  record Malformed(String what) implements ProxyCallResult {}

  /// No TCP connection.
  record Unreachable(String why) implements ProxyCallResult {}

  /// No TLS: certificate, name, authority or protocol.
  record TlsFailed(String why) implements ProxyCallResult {}

  /// No answer in time, twice.
  record TimedOut() implements ProxyCallResult {}

  /// It was not sent at all, and the proxy is not to blame.
  record NotSent(String why) implements ProxyCallResult {}
}
