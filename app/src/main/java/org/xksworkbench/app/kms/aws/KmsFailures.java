package org.xksworkbench.app.kms.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsException.KmsFailureKind;
import org.xksworkbench.app.kms.LastUse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Exceptions of the SDK to those of the port.
final class KmsFailures {

  private static final Set<KmsErrorCode> OF_CREDENTIALS =
      EnumSet.of(
          KmsErrorCode.EXPIRED_TOKEN,
          KmsErrorCode.INVALID_SIGNATURE,
          KmsErrorCode.INVALID_CLIENT_TOKEN_ID,
          KmsErrorCode.MISSING_AUTHENTICATION_TOKEN,
          KmsErrorCode.REQUEST_TIME_TOO_SKEWED,
          KmsErrorCode.UNRECOGNIZED_CLIENT);

  private static final Set<String> UNKNOWN_OPERATION =
      Set.of("UnknownOperationException", "UnknownOperation", "InvalidAction");

  private static final int NOT_IMPLEMENTED = 501;

  private KmsFailures() {}

  static <T extends @Nullable Object> T translate(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  static RuntimeException translate(RuntimeException e) {
    return switch (e) {
      case AwsServiceException service -> ofService(service);
      case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ ->
          new KmsException(KmsFailureKind.TIMEOUT, "", message(e), "", e);
      case SdkClientException client -> ofClient(client);
      default -> ofOther(e);
    };
  }

  /// What the SDK throws of its own where a setting makes no sense to it. The same of this program
  /// is a defect, and stays one.
  private static RuntimeException ofOther(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof KmsException own) {
        return own;
      }
    }
    return isOfSetting(e) && isThrownBySdk(e)
        ? KmsException.ofCredentials(KmsErrorCode.SDK_CONFIGURATION, message(e), e)
        : e;
  }

  private static boolean isOfSetting(RuntimeException e) {
    return e instanceof IllegalArgumentException
        || e instanceof IllegalStateException
        || e instanceof UncheckedIOException;
  }

  private static boolean isThrownBySdk(RuntimeException e) {
    return Arrays.stream(e.getStackTrace())
        .map(StackTraceElement::getClassName)
        .filter(name -> !name.startsWith("java."))
        .findFirst()
        .filter(name -> name.startsWith("software.amazon.awssdk."))
        .isPresent();
  }

  /// Why the last use of a key cannot be known, where the failure says that. Programs that stand in
  /// for AWS KMS and do not have GetKeyLastUsage say so by a code, or by HTTP 501 (LocalStack).
  static Optional<LastUse.Why> whyNotKnown(AwsServiceException e) {
    var code = code(e);
    if (KmsErrorCode.of(code).filter(KmsErrorCode.ACCESS_DENIED::equals).isPresent()) {
      return Optional.of(LastUse.Why.DENIED);
    }
    return e.statusCode() == NOT_IMPLEMENTED || UNKNOWN_OPERATION.contains(code)
        ? Optional.of(LastUse.Why.NO_SUCH_OPERATION)
        : Optional.empty();
  }

  private static String code(AwsServiceException e) {
    var details = e.awsErrorDetails();
    return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
  }

  private static KmsException ofService(AwsServiceException e) {
    var code = code(e);
    if (code.isEmpty()) {
      return new KmsException(
          KmsFailureKind.UNREACHABLE,
          KmsErrorCode.NETWORK_ANSWER.text(),
          "HTTP %d came without an error code of AWS: from a proxy, a portal of the network, or a"
                  .formatted(e.statusCode())
              + " front of AWS.",
          Objects.requireNonNullElse(e.requestId(), ""),
          e);
    }
    var details = e.awsErrorDetails();
    var message =
        details == null || details.errorMessage() == null ? message(e) : details.errorMessage();
    return new KmsException(
        KmsErrorCode.of(code).filter(OF_CREDENTIALS::contains).isPresent()
            ? KmsFailureKind.CREDENTIALS
            : KmsFailureKind.REFUSED,
        code,
        withoutRequest(message),
        Objects.requireNonNullElse(e.requestId(), ""),
        e);
  }

  /// AWS repeats the request whose signature it does not accept, with the session token in it.
  private static String withoutRequest(String message) {
    var repeated = message.indexOf("The Canonical String for this request");
    return repeated < 0 ? message : message.substring(0, repeated).strip();
  }

  private static KmsException ofClient(SdkClientException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof KmsException own) {
        return own;
      }
      if (cause instanceof IOException io) {
        return ofNetwork(io, e);
      }
    }
    var message = message(e);
    return new KmsException(
        message.contains("credentials") || message.contains("profile")
            ? KmsFailureKind.CREDENTIALS
            : KmsFailureKind.UNREACHABLE,
        "",
        message,
        "",
        e);
  }

  private static KmsException ofNetwork(IOException io, SdkClientException e) {
    return switch (io) {
      case UnknownHostException _ ->
          network(KmsErrorCode.NETWORK_NAME, "The name %s is not known.".formatted(message(io)), e);
      case SSLException _ ->
          network(KmsErrorCode.NETWORK_TLS, "TLS failed: %s.".formatted(message(io)), e);
      case SocketTimeoutException _ when !isOfConnect(io) ->
          new KmsException(KmsFailureKind.TIMEOUT, "", message(e), "", e);
      case SocketTimeoutException _, ConnectException _, NoRouteToHostException _ ->
          network(
              KmsErrorCode.NETWORK_CONNECTION,
              "No connection came about: %s.".formatted(message(io)),
              e);
      default -> new KmsException(KmsFailureKind.UNREACHABLE, "", message(e), "", e);
    };
  }

  /// As the JDK tells it. Nothing was sent then.
  private static boolean isOfConnect(IOException io) {
    return message(io).toLowerCase(Locale.ROOT).startsWith("connect timed out");
  }

  private static KmsException network(KmsErrorCode code, String why, SdkClientException cause) {
    return new KmsException(KmsFailureKind.UNREACHABLE, code.text(), why, "", cause);
  }

  private static String message(Throwable e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
