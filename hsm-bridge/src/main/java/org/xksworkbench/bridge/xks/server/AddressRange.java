package org.xksworkbench.bridge.xks.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Addresses that begin with the same bits, such as `10.0.0.0/24`; or one.
///
/// @param first with zeros after those bits
/// @param bits how many of them are given
public record AddressRange(InetAddress first, int bits) {

  /// Whoever has one address of such an IPv6 network has them all.
  private static final int NETWORK_BITS = 64;

  /// @throws IllegalArgumentException if the text is no address and no range; names are not looked
  ///   up
  public static AddressRange parse(String text) {
    var slash = text.indexOf('/');
    var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    var most = address.getAddress().length * Byte.SIZE;
    var bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
    var range = new AddressRange(address, bits);
    if (!range.contains(address)) {
      throw new IllegalArgumentException("It has other bits than the first " + bits + ".");
    }
    return range;
  }

  public AddressRange {
    if (bits < 0 || bits > first.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("An address has no " + bits + " bits.");
    }
  }

  /// What counts as one caller: an IPv4 address, or an IPv6 network of 64 bits.
  static InetAddress networkOf(InetAddress address) {
    return address instanceof Inet6Address ? beginning(address, NETWORK_BITS) : address;
  }

  static boolean anyContains(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  boolean contains(InetAddress address) {
    return address.getAddress().length == first.getAddress().length
        && beginning(address, bits).equals(first);
  }

  private static InetAddress beginning(InetAddress address, int bits) {
    var bytes = address.getAddress();
    var whole = bits / Byte.SIZE;
    if (whole < bytes.length) {
      bytes[whole] &= (byte) (0xFF00 >> (bits % Byte.SIZE));
      Arrays.fill(bytes, whole + 1, bytes.length, (byte) 0);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the bytes are those of an address", e);
    }
  }
}
