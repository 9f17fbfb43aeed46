package org.xksworkbench.app.kms;

import java.net.URI;
import java.util.regex.Pattern;

/// Where requests go, as the AWS SDK resolved it, not as it was configured.
///
/// @param region the Region that requests are signed for, such as `us-east-1`
public record KmsEndpoint(URI uri, String region) {

  /// Where no AWS KMS was opened.
  public static final KmsEndpoint NONE = new KmsEndpoint(URI.create("none:none"), "");

  /// Hosts of AWS KMS: standard, FIPS and dual-stack, in the partitions of AWS, and interface VPC
  /// endpoints without private DNS (AWS General Reference, AWS KMS endpoints and quotas; suffixes
  /// from the SDK's own metadata of partitions). Of names below these suffixes, only those of the
  /// service itself: load balancers of strangers are there, too.
  private static final Pattern AWS_HOST =
      Pattern.compile(
          "(vpce-[a-z0-9-]+\\.kms(-fips)?\\.[a-z0-9-]+\\.vpce|kms(-fips)?\\.[a-z0-9-]+)\\."
              + "(amazonaws\\.com|amazonaws\\.com\\.cn|amazonaws\\.eu"
              + "|api\\.aws|api\\.amazonwebservices\\.com\\.cn|api\\.amazonwebservices\\.eu"
              + "|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov"
              + "|api\\.aws\\.ic\\.gov|api\\.aws\\.scloud|api\\.cloud-aws\\.adc-e\\.uk"
              + "|api\\.aws\\.hci\\.ic\\.gov)");

  /// Whether this is AWS's own host over TLS; anything else is shown to the user at all times.
  public boolean isAws() {
    return "https".equals(uri.getScheme())
        && uri.getHost() != null
        && AWS_HOST.matcher(uri.getHost()).matches();
  }

  public boolean isNone() {
    return equals(NONE);
  }

  public boolean isLoopback() {
    var host = uri.getHost();
    return host != null
        && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
  }
}
