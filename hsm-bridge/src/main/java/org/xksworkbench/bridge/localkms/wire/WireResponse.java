package org.xksworkbench.bridge.localkms.wire;

/// What is answered over HTTP.
record WireResponse(int status, String contentType, String body) {

  static final String JSON = "application/x-amz-json-1.1";
  static final String XML = "text/xml";

  static WireResponse text(int status, String line) {
    return new WireResponse(status, "text/plain; charset=utf-8", line + "\n");
  }
}
