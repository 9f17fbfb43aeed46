package org.xksworkbench.bridge.xks.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Verifies the signature of a request. Safe for use by several threads.
public final class SigV4Verifier {

  /// How far a request's time may be from ours (XKS specification, Appendix A, Task 4).
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +Credential=([^/, ]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request"
              + " *, *SignedHeaders=([a-z0-9:;._-]+) *, *Signature=([0-9a-f]{64})");

  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int DAY_LENGTH = 8;

  /// Signing keys of at most so many credentials and days are remembered.
  private static final int KEY_CACHE_LIMIT = 256;

  private record Scope(Credential credential, String day, String region) {}

  /// An x-amz-date and what it says. Requests of one second share it.
  private record RequestDate(String amzDate, Instant time) {}

  private final String service;
  private final Clock clock;
  private final Map<Scope, SecretKeySpec> signingKeys = new ConcurrentHashMap<>();
  private volatile RequestDate lastStamp = new RequestDate("", Instant.EPOCH);

  /// @param service `kms-xks-proxy` for the XKS proxy API
  public SigV4Verifier(String service, Clock clock) {
    this.service = service;
    this.clock = clock;
  }

  /// @param credentials access key ID to credential, null if there is none
  /// @return the credential that signed
  public Credential verify(
      SignedRequest request, Function<String, @Nullable Credential> credentials)
      throws AuthenticationFailure {
    var match = AUTHORIZATION.matcher(single(request, "authorization"));
    if (!match.matches()) {
      throw new AuthenticationFailure("the Authorization header is no Signature Version 4");
    }
    var day = match.group(2);
    var region = match.group(3);
    if (!match.group(4).equals(service)) {
      throw new AuthenticationFailure("signed for another service: " + match.group(4));
    }
    var signedHeaders = List.of(match.group(5).split(";", -1));
    // With HTTP/2 the host is in :authority (specification, Appendix A, Task 1).
    var host = signedHeaders.contains("host") ? "host" : ":authority";
    if (!signedHeaders.contains(host) || !signedHeaders.contains("x-amz-date")) {
      throw new AuthenticationFailure("host and x-amz-date must be signed");
    }
    var _ = single(request, host);
    var amzDate = single(request, "x-amz-date");
    checkTime(amzDate, day);

    var credential = credentials.apply(match.group(1));
    if (credential == null) {
      throw new AuthenticationFailure("unknown access key ID");
    }
    var scope = new Scope(credential, day, region);
    var claimed = HexFormat.of().parseHex(match.group(6));
    for (var path : CanonicalRequest.paths(request.path())) {
      var canonical = canonical(request, path, signedHeaders);
      if (MessageDigest.isEqual(signature(scope, amzDate, canonical), claimed)) {
        return credential;
      }
    }
    throw new AuthenticationFailure("the signature does not match");
  }

  /// A request as AWS KMS signs it, now. For what the proxy asks of itself before it serves; what
  /// this class accepts is tested by the signer of the AWS SDK.
  public SignedRequest sign(Credential credential, String path, String host, byte[] body) {
    var amzDate = AMZ_DATE.format(clock.instant());
    var headers = new HashMap<String, List<String>>();
    headers.put("host", List.of(host));
    headers.put("x-amz-date", List.of(amzDate));
    var request = new SignedRequest("POST", path, "", headers, body);
    var scope = new Scope(credential, amzDate.substring(0, DAY_LENGTH), "us-east-1");
    var canonical =
        CanonicalRequest.of(
            request, CanonicalRequest.paths(path).getFirst(), List.of("host", "x-amz-date"));
    var signature = signature(scope, amzDate, canonical.getBytes(StandardCharsets.UTF_8));
    headers.put(
        "authorization",
        List.of(
            "AWS4-HMAC-SHA256 Credential="
                + credential.accessKeyId()
                + "/"
                + text(scope)
                + ", SignedHeaders=host;x-amz-date, Signature="
                + HexFormat.of().formatHex(signature)));
    return request;
  }

  private byte[] signature(Scope scope, String amzDate, byte[] canonical) {
    var stringToSign =
        String.join(
            "\n", "AWS4-HMAC-SHA256", amzDate, text(scope), CanonicalRequest.sha256Hex(canonical));
    return hmac(signingKey(scope), stringToSign);
  }

  private String text(Scope scope) {
    return scope.day() + "/" + scope.region() + "/" + service + "/aws4_request";
  }

  private static byte[] canonical(SignedRequest request, String path, List<String> signedHeaders)
      throws AuthenticationFailure {
    try {
      return CanonicalRequest.of(request, path, signedHeaders).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AuthenticationFailure("the query has a percent sign that encodes nothing");
    }
  }

  private void checkTime(String amzDate, String day) throws AuthenticationFailure {
    var signedAt = time(amzDate);
    if (!amzDate.startsWith(day)) {
      throw new AuthenticationFailure("x-amz-date and credential scope are of different days");
    }
    var distance = Duration.between(signedAt, clock.instant()).abs();
    if (distance.compareTo(CLOCK_TOLERANCE) > 0) {
      throw new AuthenticationFailure(
          "signed " + distance.toSeconds() + " s away from this machine's time");
    }
  }

  private Instant time(String amzDate) throws AuthenticationFailure {
    var last = lastStamp;
    if (last.amzDate().equals(amzDate)) {
      return last.time();
    }
    try {
      var time = AMZ_DATE.parse(amzDate, Instant::from);
      lastStamp = new RequestDate(amzDate, time);
      return time;
    } catch (DateTimeParseException e) {
      throw new AuthenticationFailure("x-amz-date is no time");
    }
  }

  private static String single(SignedRequest request, String header) throws AuthenticationFailure {
    var values = request.headers().getOrDefault(header, List.of());
    if (values.size() != 1) {
      throw new AuthenticationFailure(header + " is given " + values.size() + " times");
    }
    return values.getFirst();
  }

  private SecretKeySpec signingKey(Scope scope) {
    if (signingKeys.size() >= KEY_CACHE_LIMIT) {
      signingKeys.clear();
    }
    return signingKeys.computeIfAbsent(scope, this::derive);
  }

  private SecretKeySpec derive(Scope scope) {
    var secret = "AWS4" + scope.credential().secretAccessKey();
    var key = key(secret.getBytes(StandardCharsets.UTF_8));
    for (var part : List.of(scope.day(), scope.region(), service, "aws4_request")) {
      key = key(hmac(key, part));
    }
    return key;
  }

  private static SecretKeySpec key(byte[] bytes) {
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
