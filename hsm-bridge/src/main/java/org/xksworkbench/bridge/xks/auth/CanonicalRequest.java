package org.xksworkbench.bridge.xks.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The canonical request of Signature Version 4.
final class CanonicalRequest {

  private static final String UNRESERVED_MARKS = "-_.~";

  private CanonicalRequest() {}

  static String of(SignedRequest request, List<String> signedHeaders) {
    var headers =
        signedHeaders.stream()
            .map(name -> name + ":" + headerValue(request, name) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        path(request.path()),
        query(request.query()),
        headers,
        String.join(";", signedHeaders),
        sha256Hex(request.body()));
  }

  static String sha256Hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String headerValue(SignedRequest request, String name) {
    return request.headers().getOrDefault(name, List.of()).stream()
        .map(value -> value.strip().replaceAll("\\s+", " "))
        .collect(Collectors.joining(","));
  }

  /// Dot segments and double slashes removed, then each segment encoded once more.
  private static String path(String path) {
    var segments = new ArrayDeque<String>();
    for (var segment : path.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(encode(segment));
      }
    }
    var trailing =
        !segments.isEmpty() && (path.endsWith("/") || path.endsWith("/.") || path.endsWith("/.."));
    return "/" + String.join("/", segments) + (trailing ? "/" : "");
  }

  private static String query(String query) {
    if (query.isEmpty()) {
      return "";
    }
    var parameters = new ArrayList<String[]>();
    for (var parameter : query.split("&", -1)) {
      var equals = parameter.indexOf('=');
      var name = equals < 0 ? parameter : parameter.substring(0, equals);
      var value = equals < 0 ? "" : parameter.substring(equals + 1);
      parameters.add(new String[] {encode(decode(name)), encode(decode(value))});
    }
    return parameters.stream()
        .sorted(
            Comparator.<String[], String>comparing(parameter -> parameter[0])
                .thenComparing(parameter -> parameter[1]))
        .map(parameter -> parameter[0] + "=" + parameter[1])
        .collect(Collectors.joining("&"));
  }

  private static String decode(String text) {
    return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    var encoded = new StringBuilder();
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED_MARKS.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }
}
