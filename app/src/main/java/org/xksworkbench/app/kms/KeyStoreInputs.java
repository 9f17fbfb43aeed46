package org.xksworkbench.app.kms;

import java.util.Optional;
import java.util.regex.Pattern;

/// What AWS KMS takes in the fields of an external key store (AWS KMS API Reference,
/// CreateCustomKeyStore). Each method gives a sentence for the user, or nothing if the value is
/// fine.
public final class KeyStoreInputs {

  /// What follows the prefix in every URI path.
  public static final String PATH_SUFFIX = "/kms/xks/v1";

  public static final String NAME_HINT =
      "1 to 256 characters; unique in this account and Region, AWS CloudHSM key stores included.";
  public static final String ENDPOINT_HINT =
      "https:// and a host name that the certificate of the proxy carries. No port: AWS KMS uses"
          + " 443.";
  public static final String PREFIX_HINT =
      "Optional. Letters, digits, slashes, hyphens and underscores, with a slash in front.";
  public static final String ACCESS_KEY_ID_HINT = "20 to 30 characters of A-Z and 2-7.";
  public static final String SECRET_HINT = "43 to 64 characters of a-z, A-Z, 0-9, /, + and =.";
  public static final String SERVICE_HINT = "Such as com.amazonaws.vpce.us-east-1.vpce-svc-…";
  public static final String OWNER_HINT =
      "Optional. 12 digits, if the service belongs to another account.";

  private static final Pattern ENDPOINT = Pattern.compile("https://[a-zA-Z0-9.-]+");
  private static final Pattern IP_ADDRESS = Pattern.compile("https://[0-9.]+");
  private static final Pattern PREFIX = Pattern.compile("(/[a-zA-Z0-9/_-]+)?");
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("[A-Z2-7]{20,30}");
  private static final Pattern SERVICE =
      Pattern.compile("(com|eu)\\.amazonaws\\.vpce\\.([a-z]+-){2,3}\\d+\\.vpce-svc-[0-9a-z]+");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final int NAME_MOST = 256;
  private static final int URI_LEAST = 10;
  private static final int URI_MOST = 128;
  private static final int SERVICE_LEAST = 20;
  private static final int SERVICE_MOST = 64;
  private static final int SECRET_LEAST = 43;
  private static final int SECRET_MOST = 64;

  private KeyStoreInputs() {}

  public static Optional<String> name(String name) {
    return unless(
        !name.isBlank() && name.length() <= NAME_MOST, "Enter a name of 1 to 256 characters.");
  }

  public static Optional<String> endpoint(String endpoint) {
    if (!endpoint.startsWith("https://")) {
      return Optional.of("The endpoint begins with https://");
    }
    if (endpoint.indexOf(':', "https:".length()) >= 0) {
      return Optional.of("Leave the port out: AWS KMS always uses 443.");
    }
    if (IP_ADDRESS.matcher(endpoint).matches()) {
      return Optional.of("Enter a host name; an IP address cannot be in the certificate.");
    }
    return unless(
        ENDPOINT.matcher(endpoint).matches()
            && endpoint.length() >= URI_LEAST
            && endpoint.length() <= URI_MOST,
        "Enter https:// and a host name, at most 128 characters, with nothing after it.");
  }

  /// @param prefix what stands before [#PATH_SUFFIX]; may be empty
  public static Optional<String> pathPrefix(String prefix) {
    if (prefix.endsWith("/")) {
      return Optional.of("Leave the slash at the end out.");
    }
    if (prefix.endsWith(PATH_SUFFIX)) {
      return Optional.of("Leave " + PATH_SUFFIX + " out: it is added for you.");
    }
    return unless(
        PREFIX.matcher(prefix).matches() && prefix.length() + PATH_SUFFIX.length() <= URI_MOST,
        "Begin with a slash; use letters, digits, /, - and _; at most 117 characters.");
  }

  public static Optional<String> accessKeyId(String accessKeyId) {
    return unless(
        ACCESS_KEY_ID.matcher(accessKeyId).matches(),
        "Enter 20 to 30 characters of A-Z and 2-7; 0, 1, 8 and 9 are not allowed.");
  }

  public static Optional<String> secret(char[] secret) {
    var fine = secret.length >= SECRET_LEAST && secret.length <= SECRET_MOST;
    for (var one : secret) {
      fine &=
          (one >= 'a' && one <= 'z')
              || (one >= 'A' && one <= 'Z')
              || (one >= '0' && one <= '9')
              || one == '/'
              || one == '+'
              || one == '=';
    }
    return unless(fine, "Enter 43 to 64 characters of a-z, A-Z, 0-9, /, + and =.");
  }

  public static Optional<String> service(String name) {
    return unless(
        SERVICE.matcher(name).matches()
            && name.length() >= SERVICE_LEAST
            && name.length() <= SERVICE_MOST,
        "Enter the service name, such as com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0.");
  }

  /// @param account may be empty
  public static Optional<String> owner(String account) {
    return unless(
        account.isEmpty() || ACCOUNT.matcher(account).matches(), "An account ID has 12 digits.");
  }

  private static Optional<String> unless(boolean fine, String otherwise) {
    return fine ? Optional.empty() : Optional.of(otherwise);
  }
}
