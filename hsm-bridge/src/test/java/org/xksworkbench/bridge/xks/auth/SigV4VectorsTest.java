package org.xksworkbench.bridge.xks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// AWS's own Signature Version 4 test suite: each signed request of it must verify, and must not
/// when its signature is changed.
class SigV4VectorsTest {

  @TestFactory
  Stream<DynamicTest> the_signed_requests_of_awss_suite_verify() throws IOException {
    var folder = vectors().resolve("sigv4");
    assumeTrue(Files.isDirectory(folder), "no vectors at " + folder + "; set XKSW_VECTORS");
    try (var cases = Files.list(folder)) {
      return cases
          .filter(path -> Files.exists(path.resolve("header-signed-request.txt")))
          .filter(SigV4VectorsTest::applies)
          .sorted()
          .map(path -> DynamicTest.dynamicTest(name(path), () -> check(path)))
          .toList()
          .stream();
    }
  }

  /// We always normalise the path, as AWS KMS does for every service but S3.
  private static boolean applies(Path path) {
    return context(path).path("normalize").asBoolean();
  }

  private static void check(Path path) throws Exception {
    var context = context(path);
    var request = parse(Files.readString(path.resolve("header-signed-request.txt")));
    var credential =
        new Credential(
            context.path("credentials").path("access_key_id").asText(),
            context.path("credentials").path("secret_access_key").asText());
    var clock = Clock.fixed(Instant.parse(context.path("timestamp").asText()), ZoneOffset.UTC);
    var verifier = new SigV4Verifier(context.path("service").asText(), clock);
    Map<String, Credential> known = Map.of(credential.accessKeyId(), credential);
    assertThat(verifier.verify(request, known::get)).isEqualTo(credential);

    var headers = new HashMap<>(request.headers());
    var authorization = headers.get("authorization").getFirst();
    var last = authorization.charAt(authorization.length() - 1);
    headers.put(
        "authorization",
        List.of(
            authorization.substring(0, authorization.length() - 1) + (last == '0' ? '1' : '0')));
    var forged =
        new SignedRequest(
            request.method(), request.path(), request.query(), headers, request.body());
    assertThatThrownBy(() -> verifier.verify(forged, known::get))
        .isInstanceOf(AuthenticationFailure.class);
  }

  private static SignedRequest parse(String text) {
    var split = text.indexOf("\n\n");
    var head = split < 0 ? text : text.substring(0, split);
    var body = split < 0 ? "" : text.substring(split + 2);
    var lines = new ArrayList<>(Arrays.asList(head.split("\n", -1)));
    var requestLine = lines.removeFirst();
    var method = requestLine.substring(0, requestLine.indexOf(' '));
    var uri = requestLine.substring(requestLine.indexOf(' ') + 1, requestLine.lastIndexOf(' '));
    var mark = uri.indexOf('?');
    var headers = new HashMap<String, List<String>>();
    var last = "";
    for (var line : lines) {
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith(" ")) {
        // A folded line continues the value before it.
        var values = Objects.requireNonNull(headers.get(last));
        values.set(values.size() - 1, values.getLast() + " " + line.strip());
        continue;
      }
      last = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      headers
          .computeIfAbsent(last, _ -> new ArrayList<>())
          .add(line.substring(line.indexOf(':') + 1));
    }
    return new SignedRequest(
        method,
        mark < 0 ? uri : uri.substring(0, mark),
        mark < 0 ? "" : uri.substring(mark + 1),
        headers,
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode context(Path path) {
    try {
      return new ObjectMapper().readTree(Files.readString(path.resolve("context.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String name(Path path) {
    return Objects.requireNonNull(path.getFileName()).toString();
  }

  private static Path vectors() {
    var set = System.getenv("XKSW_VECTORS");
    return set == null
        ? Path.of(System.getProperty("xksw.basedir")).resolve("../shared/vectors")
        : Path.of(set);
  }
}
