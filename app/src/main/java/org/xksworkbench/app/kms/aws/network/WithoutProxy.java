package org.xksworkbench.app.kms.aws.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// NO_PROXY: what is asked directly. A name stands for itself and what is below it, with a dot or
/// `*.` in front or not; `*` for everything; `10.0.0.0/8` for addresses (the CLI and curl
/// together).
final class WithoutProxy {

  private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

  private final List<String> entries;

  WithoutProxy(String value) {
    entries =
        BETWEEN
            .splitAsStream(value)
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  boolean contains(String host, int port) {
    return covering(host, port).isPresent();
  }

  /// The entry by which a host is asked directly.
  Optional<String> covering(String host, int port) {
    var name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "").replaceAll("[\\[\\]]", "");
    return entries.stream().filter(entry -> covers(entry, name, port)).findFirst();
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return block(entry, host);
    }
    var withPort = entry.lastIndexOf(':');
    if (withPort > 0 && entry.indexOf(':') == withPort) {
      return entry.substring(withPort + 1).equals(Integer.toString(port))
          && covers(entry.substring(0, withPort), host, port);
    }
    var name = entry.replaceFirst("^\\*?\\.", "").replaceAll("[\\[\\]]", "");
    return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
  }

  private static boolean block(String entry, String host) {
    var parts = entry.split("/", 2);
    var network = literal(parts[0]);
    var address = literal(host);
    if (network.isEmpty() || address.isEmpty() || !parts[1].matches("\\d{1,3}")) {
      return false;
    }
    var left = network.get().getAddress();
    var right = address.get().getAddress();
    var bits = Integer.parseInt(parts[1]);
    if (left.length != right.length || bits > left.length * 8) {
      return false;
    }
    for (var bit = 0; bit < bits; bit++) {
      var mask = 0x80 >> (bit % 8);
      if ((left[bit / 8] & mask) != (right[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /// No name is looked up.
  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
