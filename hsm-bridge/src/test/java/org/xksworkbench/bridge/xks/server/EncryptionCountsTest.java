package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EncryptionCountsTest {

  @Test
  void each_key_has_a_count_of_its_own() {
    var counts = new EncryptionCounts();
    counts.add("payments", 1);
    counts.add("payments", 1);
    counts.add("archive", 1);
    assertThat(counts.now()).containsEntry("payments", 2L).containsEntry("archive", 1L);
  }

  @Test
  void a_sixteenth_of_the_limit_warns_and_so_does_each_doubling_but_nothing_else() {
    assertThat(
            LongStream.rangeClosed(20, 33)
                .filter(power -> EncryptionCounts.isWarning((1L << power) - 1, 1L << power)))
        .containsExactly(28L, 29L, 30L, 31L, 32L, 33L);
    assertThat(EncryptionCounts.isWarning(1L << 28, (1L << 28) + 1)).isFalse();
    assertThat(EncryptionCounts.isWarning(5, 6)).isFalse();
  }
}
