package org.xksworkbench.app.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/// What this workstation knows of names and authorities.
///
/// @param here host names whose port 443 is a port of this workstation, as in the demo
/// @param authorities certificates that are trusted beside those of this computer
public record Network(
    Map<String, InetSocketAddress> here, List<X509Certificate> authorities, Resolver resolver) {

  /// Finds the addresses of a host.
  @FunctionalInterface
  public interface Resolver {
    List<InetAddress> resolve(String host) throws UnknownHostException;
  }

  public Network {
    here = Map.copyOf(here);
    authorities = List.copyOf(authorities);
  }

  /// The names and authorities of this computer and no others.
  public static Network ofThisComputer() {
    return with(Map.of(), List.of());
  }

  public static Network with(
      Map<String, InetSocketAddress> here, List<X509Certificate> authorities) {
    return new Network(here, authorities, host -> List.of(InetAddress.getAllByName(host)));
  }
}
