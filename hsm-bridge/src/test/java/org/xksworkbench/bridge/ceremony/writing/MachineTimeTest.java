package org.xksworkbench.bridge.ceremony.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MachineTimeTest {

  private static final Instant NINE = Instant.parse("2027-03-01T09:00:00.123456Z");

  @Test
  void the_time_since_the_machine_began_goes_on_while_the_clock_stands() {
    var time = MachineTime.of(Clock.fixed(NINE, ZoneOffset.UTC));
    var first = time.now();
    var second = time.now();
    assertThat(first.at()).isEqualTo("2027-03-01T09:00:00.123Z");
    assertThat(second.up()).isGreaterThanOrEqualTo(first.up());
    assertThat(second.boot()).isEqualTo(first.boot());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void another_process_knows_the_same_run_of_the_machine() throws Exception {
    var time = MachineTime.of(Clock.systemUTC()).now();
    assertThat(time.boot())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    assertThat(time.up()).isPositive();
  }

  @Test
  void a_clock_that_drifts_a_little_was_not_set() {
    var before = new LineTime(NINE, "b0", 10_000);
    assertThat(new LineTime(NINE.plusMillis(62_000), "b0", 70_000).jumpSince(before)).isZero();
    assertThat(new LineTime(NINE.plusMillis(62_061), "b0", 70_000).jumpSince(before))
        .isEqualTo(2_061);
    assertThat(new LineTime(NINE.plusMillis(57_000), "b0", 70_000).jumpSince(before))
        .isEqualTo(-3_000);
    assertThat(new LineTime(NINE.plusMillis(57_000), "b1", 70_000).jumpSince(before)).isZero();
  }
}
