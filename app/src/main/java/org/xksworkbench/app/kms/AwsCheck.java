package org.xksworkbench.app.kms;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// What a profile meets on its way to AWS, as it was just found. Nothing secret is in it.
///
/// @param trust whom TLS trusts, a clause
/// @param hosts of AWS KMS, AWS STS and the sign-in; empty where the network's own settings cannot
///   be used
/// @param caller what GetCallerIdentity answered
/// @param keyStores how many external key stores DescribeCustomKeyStores told
public record AwsCheck(
    Choice profile,
    Choice region,
    SettingSource source,
    String trust,
    List<Host> hosts,
    Outcome<CallerIdentity> caller,
    Outcome<Integer> keyStores) {

  public AwsCheck {
    hosts = List.copyOf(hosts);
  }

  /// Whether AWS answered what was asked.
  public boolean passed() {
    return caller instanceof Outcome.CheckAnswered && keyStores instanceof Outcome.CheckAnswered;
  }

  /// What was meant, and why.
  ///
  /// @param why a clause, such as "AWS_PROFILE names it"; empty where nothing names another
  public record Choice(String value, String why) {

    /// With the reason, if there is one.
    public String words() {
      return why.isEmpty() ? value : value + " (" + why + ")";
    }
  }

  /// Where the credentials come from.
  ///
  /// @param words a clause with file and line
  public record SettingSource(AwsProfile.ProfileKind kind, String words) {}

  /// How far this computer gets on the way to a host.
  ///
  /// @param service such as "AWS KMS"
  /// @param address that the name has here; empty where a proxy looks it up
  /// @param proxy `HOST:PORT`; empty for none
  /// @param proxyWhy why that proxy or none, a clause
  /// @param issuer of the certificate that was shown; empty if none was
  /// @param failure empty if TLS stands
  public record Host(
      String service,
      URI uri,
      Optional<String> address,
      Optional<String> proxy,
      String proxyWhy,
      Optional<String> issuer,
      Optional<CheckFailure> failure) {

    /// The same, where the way ends.
    public Host failing(CheckFailure where) {
      return new Host(service, uri, address, proxy, proxyWhy, issuer, Optional.of(where));
    }

    /// Scheme, name and port.
    public String url() {
      return "%s://%s%s"
          .formatted(uri.getScheme(), uri.getHost(), uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
  }

  /// Where the way ends.
  public enum CheckStep {
    SETTING("setting"),
    NAME("name"),
    CONNECTION("connection"),
    PROXY("proxy"),
    TLS("TLS");

    private final String words;

    CheckStep(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// @param why a sentence
  /// @param remedy what to do, a sentence
  public record CheckFailure(CheckStep step, String why, String remedy) {}

  /// What came of a request.
  public sealed interface Outcome<T> {

    record CheckAnswered<T>(T value) implements Outcome<T> {}

    record CheckFailed<T>(KmsException why) implements Outcome<T> {}
  }
}
