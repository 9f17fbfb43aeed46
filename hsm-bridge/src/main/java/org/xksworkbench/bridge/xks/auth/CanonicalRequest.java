package org.xksworkbench.bridge.xks.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The canonical request of Signature Version 4.
final class CanonicalRequest {

  private static final String UNRESERVED_MARKS = "-_.~";
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private CanonicalRequest() {}

  /// @param path one of [#paths]
  static String of(SignedRequest request, String path, List<String> signedHeaders) {
    var headers =
        signedHeaders.stream()
            .map(name -> name + ":" + headerValue(request, name) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        path,
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
    var values = request.headers().getOrDefault(name, List.of());
    return values.size() == 1
        ? collapse(values.getFirst())
        : values.stream().map(CanonicalRequest::collapse).collect(Collectors.joining(","));
  }

  /// Without blanks at the ends, and with one where there are several.
  private static String collapse(String value) {
    var stripped = value.strip();
    for (var i = 1; i < stripped.length(); i++) {
      var c = stripped.charAt(i);
      if (Character.isWhitespace(c) && (c != ' ' || stripped.charAt(i - 1) == ' ')) {
        return BLANKS.matcher(stripped).replaceAll(" ");
      }
    }
    return stripped;
  }

  /// A path as it may have been signed: without dot segments and double slashes, as most signers do
  /// it, or as it stands (specification, Appendix A, Task 1). They differ for an XKS key ID `.` or
  /// `..`.
  static List<String> paths(String path) {
    var normalized = normalize(path);
    if (!path.contains("//") && !path.contains("/.")) {
      return List.of(normalized);
    }
    var asItStands =
        Arrays.stream(path.split("/", -1))
            .map(CanonicalRequest::encode)
            .collect(Collectors.joining("/"));
    return asItStands.equals(normalized) ? List.of(normalized) : List.of(normalized, asItStands);
  }

  /// Dot segments and double slashes removed, then each segment encoded once more.
  private static String normalize(String path) {
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
    if (isUnreserved(text)) {
      return text;
    }
    var encoded = new StringBuilder();
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      var c = b & 0xFF;
      if (isUnreserved(c)) {
        encoded.append((char) c);
      } else {
        encoded.append('%').append(UPPER_HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (!isUnreserved(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED_MARKS.indexOf(c) >= 0;
  }
}
