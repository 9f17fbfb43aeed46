package org.xksworkbench.app.kms.aws.credentials;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The page on which people sign in to IAM Identity Center. A company may give it a name of its
/// own, which leads to one of AWS's.
public final class StartUrl {

  /// Where the AWS CLI lets such a name lead, by one redirect (since June 2026).
  private static final Pattern OF_AWS =
      Pattern.compile(
          "([a-z0-9-]+\\.)+(app\\.aws|portal\\.amazonaws\\.(com|com\\.cn|eu)"
              + "|app\\.amazonwebservices\\.com\\.cn|api\\.amazonwebservices\\.eu|awsapps\\.(com|cn))"
              + "|identitycenter\\.amazonaws\\.(com|com\\.cn|eu|us-gov)");

  private StartUrl() {}

  /// The start URL as AWS knows it: what was configured, or where that leads. What leads anywhere
  /// else stays as it is, for AWS to refuse.
  ///
  /// @param redirect where a page sends a browser
  public static String follow(String configured, Function<URI, Optional<URI>> redirect) {
    URI page;
    try {
      page = URI.create(configured.strip());
    } catch (IllegalArgumentException e) {
      return configured;
    }
    if (isOfAws(page) || !"https".equals(page.getScheme())) {
      return configured;
    }
    return redirect.apply(page).filter(StartUrl::isOfAws).map(URI::toString).orElse(configured);
  }

  private static boolean isOfAws(URI page) {
    return "https".equals(page.getScheme())
        && page.getHost() != null
        && OF_AWS.matcher(page.getHost()).matches();
  }
}
