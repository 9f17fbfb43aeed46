package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  private final AtomicLong now = new AtomicLong();
  private final Addresses addresses = new Addresses(2, 5, now::get);

  @Test
  void each_address_has_so_many_connections_and_no_more() {
    assertThat(addresses.enters("a")).isTrue();
    assertThat(addresses.enters("a")).isTrue();
    assertThat(addresses.enters("a")).isFalse();
    assertThat(addresses.enters("b")).isTrue();
    addresses.leaves("a");
    addresses.leaves("a");
    assertThat(addresses.enters("a")).isTrue();
  }

  @Test
  void an_address_that_closes_its_connections_may_begin_no_more_for_that() {
    for (var i = 0; i < 5; i++) {
      assertThat(addresses.mayBegin("a")).isTrue();
      addresses.enters("a");
      addresses.leaves("a");
    }
    assertThat(addresses.mayBegin("a")).isFalse();
    assertThat(addresses.mayBegin("b")).isTrue();
  }

  @Test
  void addresses_that_are_gone_and_have_rested_are_forgotten() {
    for (var i = 0; i < 5000; i++) {
      var address = Integer.toString(i);
      addresses.mayBegin(address);
      addresses.enters(address);
      addresses.leaves(address);
      now.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertThat(addresses.knownCount()).isLessThan(2000);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.255, true",
    "10.0.0.0/24, 10.0.1.0, false",
    "10.0.0.128/25, 10.0.0.129, true",
    "10.0.0.128/25, 10.0.0.127, false",
    "10.0.0.7, 10.0.0.7, true",
    "10.0.0.7, 10.0.0.8, false",
    "0.0.0.0/0, 203.0.113.7, true",
    "0.0.0.0/0, 2001:db8::7, false",
    "2001:db8::/32, 2001:db8:1::7, true",
    "2001:db8::/32, 2001:db9::7, false",
  })
  void a_range_holds_what_begins_with_its_bits(String range, String address, boolean holds) {
    assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.7/24", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "::/x"})
  void what_is_no_range_is_refused(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoever_has_an_ipv6_network_of_64_bits_is_one_caller() {
    var network = AddressRange.networkOf(InetAddress.ofLiteral("2001:db8:0:1:2:3:4:5"));
    assertThat(network).isEqualTo(InetAddress.ofLiteral("2001:db8:0:1::"));
    var address = InetAddress.ofLiteral("203.0.113.7");
    assertThat(AddressRange.networkOf(address)).isEqualTo(address);
  }
}
