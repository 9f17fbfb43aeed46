package org.xksworkbench.app.kms.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ClockSkewTest {

  @Test
  void the_clock_of_aws_is_compared_with_the_one_here() {
    var skew = new ClockSkew(Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC));
    skew.saw("Tue, 24 Nov 2026 12:07:30 GMT");
    assertThat(skew.ahead()).isEqualTo(Duration.ofMinutes(7).plusSeconds(30));
    skew.saw("no date");
    assertThat(skew.ahead()).isEqualTo(Duration.ofMinutes(7).plusSeconds(30));
  }
}
