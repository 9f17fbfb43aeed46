package org.xksworkbench.bridge.xks.config;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name by which AWS KMS calls a proxy: a domain name and no address (specification, API
/// operations).
final class HostName {

  /// `XksProxyUriEndpoint` has 128 characters at most (AWS KMS API Reference), `https://` among
  /// them.
  private static final int LONGEST = 120;

  private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private HostName() {}

  /// What is wrong with a name, to be put after it; empty if nothing is.
  static Optional<String> fault(String host) {
    if (ADDRESS.matcher(host).matches()) {
      return Optional.of("is an address; AWS KMS calls a proxy by its domain name");
    }
    if (host.indexOf('*') >= 0) {
      return Optional.of("is a wildcard; it must be the one name by which AWS KMS calls the proxy");
    }
    if (host.length() > LONGEST || !NAME.matcher(host).matches()) {
      return Optional.of(
          "is no domain name: that is 1 to "
              + LONGEST
              + " letters, digits, hyphens and dots, with no hyphen beside a dot or at an end");
    }
    return Optional.empty();
  }
}
