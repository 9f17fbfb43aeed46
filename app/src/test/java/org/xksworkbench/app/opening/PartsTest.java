package org.xksworkbench.app.opening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {

  private final List<String> closed = new ArrayList<>();

  @Test
  void the_last_part_is_closed_first_and_each_once() {
    var parts = new OpenedParts();
    var _ = parts.add(part("hsm"));
    var _ = parts.add(part("proxy"));
    parts.close();
    parts.close();
    assertThat(closed).containsExactly("proxy", "hsm");
  }

  @Test
  void a_part_that_cannot_be_closed_keeps_no_other_open() {
    try (var parts = new OpenedParts()) {
      var _ = parts.add(part("hsm"));
      var _ =
          parts.add(() -> {
            throw new IllegalStateException("hangs on");
          });
    }
    assertThat(closed).containsExactly("hsm");
  }

  @Test
  void what_is_open_as_a_whole_is_closed_by_its_owner_alone() {
    OpenedParts kept;
    try (var parts = new OpenedParts()) {
      var _ = parts.add(part("hsm"));
      var _ = parts.add(part("proxy"));
      kept = parts.keep();
    }
    assertThat(closed).isEmpty();
    kept.close();
    assertThat(closed).containsExactly("proxy", "hsm");
  }

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }
}
