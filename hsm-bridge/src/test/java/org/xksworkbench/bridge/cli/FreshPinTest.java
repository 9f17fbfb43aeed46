package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A new PIN is asked for twice.
class FreshPinTest {

  private static Deque<char[]> typed(String... entries) {
    var typed = new ArrayDeque<char[]>();
    List.of(entries).forEach(entry -> typed.add(entry.toCharArray()));
    return typed;
  }

  @Test
  void what_was_typed_twice_is_the_new_pin() {
    var typed = typed("4321", "4321");
    var second = typed.getLast();
    assertThat(Pin.twice(_ -> typed.remove(), "New user PIN")).containsExactly('4', '3', '2', '1');
    assertThat(second).as("the copy is wiped").containsOnly('\0');
  }

  @Test
  void a_slip_of_the_finger_sets_no_pin_and_leaves_none_in_memory() {
    var typed = typed("4321", "4312");
    var entries = List.copyOf(typed);
    assertThatThrownBy(() -> Pin.twice(_ -> typed.remove(), "New user PIN"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("differ")
        .hasMessageContaining("nothing was done");
    assertThat(entries).allSatisfy(entry -> assertThat(entry).containsOnly('\0'));
  }

  @Test
  void an_empty_entry_is_no_pin() {
    var typed = typed("", "");
    assertThatThrownBy(() -> Pin.twice(_ -> typed.remove(), "New user PIN"))
        .hasMessageContaining("Nothing was entered");
  }
}
