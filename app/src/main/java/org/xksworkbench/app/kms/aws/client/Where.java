package org.xksworkbench.app.kms.aws.client;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.KmsEndpoint;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.endpoints.SsoEndpointProvider;
import software.amazon.awssdk.services.ssooidc.endpoints.SsoOidcEndpointProvider;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/// Where requests of a client may go.
@FunctionalInterface
interface Where {

  boolean allows(URI uri);

  /// Signed requests: a signature is worth nothing elsewhere, and a host that is not AWS's is shown
  /// in the window at all times. Never in the clear, and never to this machine.
  static Where forSigned() {
    return uri ->
        "https".equals(uri.getScheme())
            && uri.getHost() != null
            && !new KmsEndpoint(uri, "").isLoopback();
  }

  /// The stand-in, which gets no credentials.
  static Where thisMachine() {
    return uri -> "http".equals(uri.getScheme()) && "127.0.0.1".equals(uri.getHost());
  }

  /// Tokens of an identity provider: who has one can use it, so that it goes to AWS alone.
  static Where sts(Region region) {
    var hosts =
        hosts((fips, dual) ->
            StsEndpointProvider.defaultProvider()
                .resolveEndpoint(p -> p.region(region).useFips(fips).useDualStack(dual))
                .join());
    hosts.add("sts.amazonaws.com");
    // Interface VPC endpoints (AWS STS User Guide, "Using AWS STS interface VPC endpoints").
    var own =
        Pattern.compile(
            "vpce-[a-z0-9-]+\\.sts(-fips)?\\."
                + Pattern.quote(region.id())
                + "\\.vpce\\.amazonaws\\.com(\\.cn)?");
    return uri -> only(hosts).allows(uri) || (isTls(uri) && own.matcher(uri.getHost()).matches());
  }

  /// Sessions of IAM Identity Center: as [#sts].
  static Where identityCenter(Region region) {
    return only(
        hosts((fips, dual) ->
            SsoEndpointProvider.defaultProvider()
                .resolveEndpoint(p -> p.region(region).useFips(fips).useDualStack(dual))
                .join()));
  }

  /// What renews these sessions: as [#sts].
  static Where identityCenterTokens(Region region) {
    return only(
        hosts((fips, dual) ->
            SsoOidcEndpointProvider.defaultProvider()
                .resolveEndpoint(p -> p.region(region).useFips(fips).useDualStack(dual))
                .join()));
  }

  private static Where only(Set<String> hosts) {
    return uri -> isTls(uri) && hosts.contains(uri.getHost().toLowerCase(Locale.ROOT));
  }

  private static boolean isTls(URI uri) {
    return "https".equals(uri.getScheme()) && uri.getHost() != null;
  }

  /// By the rules of the SDK.
  @FunctionalInterface
  interface Rules {
    Endpoint resolve(boolean fips, boolean dualStack);
  }

  private static Set<String> hosts(Rules rules) {
    var hosts = new HashSet<String>();
    for (var fips : new boolean[] {false, true}) {
      for (var dual : new boolean[] {false, true}) {
        try {
          hosts.add(rules.resolve(fips, dual).endpointUrl().host());
        } catch (RuntimeException e) {
          // This partition has no such endpoint.
        }
      }
    }
    return hosts;
  }
}
