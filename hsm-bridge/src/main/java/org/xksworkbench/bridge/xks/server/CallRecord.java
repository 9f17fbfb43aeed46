package org.xksworkbench.bridge.xks.server;

import com.fasterxml.jackson.core.JacksonException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.protocol.RequestMetadata;
import org.xksworkbench.bridge.xks.protocol.XksException;

/// Collects what is known of a request while it is handled. Used by one thread at a time, but for
/// the times: who watches the deadline reads them meanwhile.
final class CallRecord {

  private static final String CREDENTIAL = "Credential=";

  private final String peerAddress;
  private final String protocol;
  private final @Nullable String authorization;
  private final Instant at = Instant.now();
  private final long arrived = System.nanoTime();
  private volatile boolean waiting = true;
  private volatile long waitingSince = arrived;
  private volatile long waitedNanos;
  private long authBegan = arrived;
  private long authNanos;
  private final AtomicLong tokenNanos = new AtomicLong();
  private volatile long tokenBegan = arrived;
  private volatile boolean onToken;
  private String operation = "";
  private String pathPrefix = "";
  private String xksKeyId = "";
  private String kmsRequestId = "";
  private String kmsOperation = "";
  private String awsPrincipalArn = "";
  private String kmsKeyArn = "";
  private String kmsViaService = "";
  private String awsSourceVpc = "";
  private String awsSourceVpce = "";
  private String errorName = "";
  private String cause = "";

  /// @param authorization the header of that name, null if there is none
  CallRecord(String peerAddress, String protocol, @Nullable String authorization) {
    this.peerAddress = peerAddress;
    this.protocol = protocol;
    this.authorization = authorization;
  }

  String kmsRequestId() {
    return kmsRequestId;
  }

  /// It waits once more.
  void entersTheQueue() {
    waitingSince = System.nanoTime();
    waiting = true;
  }

  void leavesTheQueue() {
    waitedNanos = queueNanos();
    waiting = false;
  }

  /// Whether a call into the token is under way.
  boolean onToken() {
    return onToken;
  }

  /// Whether the token took at least half of the time until now.
  boolean heldUpByToken() {
    return 2 * tokenNanos() >= System.nanoTime() - arrived;
  }

  private long queueNanos() {
    return waitedNanos + (waiting ? System.nanoTime() - waitingSince : 0);
  }

  private long tokenNanos() {
    return tokenNanos.get() + (onToken ? System.nanoTime() - tokenBegan : 0);
  }

  void route(Route route) {
    operation = route.operation().apiName();
    pathPrefix = route.prefix().path();
    xksKeyId = route.xksKeyId();
  }

  void metadata(RequestMetadata metadata) {
    kmsRequestId = metadata.kmsRequestId();
    kmsOperation = metadata.kmsOperation();
    awsPrincipalArn = metadata.awsPrincipalArn().orElse("");
    kmsKeyArn = metadata.kmsKeyArn().orElse("");
    kmsViaService = metadata.kmsViaService().orElse("");
    awsSourceVpc = metadata.awsSourceVpc().orElse("");
    awsSourceVpce = metadata.awsSourceVpce().orElse("");
  }

  void authBegins() {
    authBegan = System.nanoTime();
  }

  void authEnds() {
    authNanos = System.nanoTime() - authBegan;
  }

  <T> T onToken(Supplier<T> call) {
    tokenBegan = System.nanoTime();
    onToken = true;
    try {
      return call.get();
    } finally {
      onToken = false;
      tokenNanos.addAndGet(System.nanoTime() - tokenBegan);
    }
  }

  void noteFailure(XksException e) {
    errorName = e.error().errorName();
    cause =
        switch (e.getCause()) {
          case HsmException hsm -> (hsm.returnCode() + " " + hsm.getMessage()).strip();
          case null -> e.errorMessage();
          // Its own words quote the body, where a plaintext may stand.
          case JacksonException json -> e.errorMessage() + where(json);
          default -> e.errorMessage() + " (" + e.getCause().getMessage() + ")";
        };
  }

  XksCall toCall(int httpStatus) {
    return new XksCall(
        at,
        kmsRequestId,
        operation,
        kmsOperation,
        awsPrincipalArn,
        kmsKeyArn,
        kmsViaService,
        awsSourceVpc,
        awsSourceVpce,
        peerAddress,
        protocol,
        accessKeyId(),
        pathPrefix,
        xksKeyId,
        httpStatus,
        errorName,
        cause,
        micros(queueNanos()),
        micros(authNanos),
        micros(tokenNanos()),
        micros(System.nanoTime() - arrived));
  }

  private static String where(JacksonException e) {
    var at = e.getLocation();
    return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  /// As the request names it: of one that is refused for its signature this is all there is.
  String accessKeyId() {
    if (authorization == null) {
      return "";
    }
    var credential = authorization.indexOf(CREDENTIAL);
    var end = authorization.indexOf('/', credential);
    return credential < 0 || end < 0
        ? ""
        : authorization.substring(credential + CREDENTIAL.length(), end);
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }
}
