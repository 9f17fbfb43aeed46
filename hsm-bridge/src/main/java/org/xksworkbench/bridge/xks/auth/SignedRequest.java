package org.xksworkbench.bridge.xks.auth;

import java.util.List;
import java.util.Map;

/// An HTTP request as it came.
///
/// @param path raw, as on the request line, without the query
/// @param query raw, without the question mark, empty if there is none
/// @param headers lower-case names to values in their order
public record SignedRequest(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {}
