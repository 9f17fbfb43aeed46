package org.xksworkbench.bridge.https;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.hc.core5.http.Method;

/// One request, as it goes over the wire. A request that was signed can be changed afterwards, to
/// see whether that is noticed.
///
/// @param uri without a query
/// @param headers without Host and what tells of the body
/// @param body JSON; empty for none
public record HttpsRequest(String method, URI uri, Map<String, String> headers, byte[] body) {

  public HttpsRequest {
    headers = Map.copyOf(headers);
  }

  public static HttpsRequest post(URI uri, Map<String, String> headers, byte[] body) {
    return new HttpsRequest(Method.POST.name(), uri, headers, body);
  }

  public static HttpsRequest get(URI uri) {
    return new HttpsRequest(Method.GET.name(), uri, Map.of(), new byte[0]);
  }

  public HttpsRequest withUri(URI other) {
    return new HttpsRequest(method, other, headers, body);
  }

  public HttpsRequest withBody(byte[] other) {
    return new HttpsRequest(method, uri, headers, other);
  }

  public HttpsRequest withoutHeader(String name) {
    var left = new HashMap<>(headers);
    left.keySet().removeIf(name::equalsIgnoreCase);
    return new HttpsRequest(method, uri, left, body);
  }
}
