package org.xksworkbench.bridge.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.hsm.Slot;

/// What a token is named by: its label, its serial number, the slot that it is in. Labels need not
/// be unique; all that is given must be right.
record TokenName(Optional<String> label, Optional<String> serial, Optional<Long> slot) {

  static TokenName ofLabel(String label, Optional<String> serial) {
    return new TokenName(Optional.of(label), serial, Optional.empty());
  }

  boolean isEmpty() {
    return label.isEmpty() && serial.isEmpty() && slot.isEmpty();
  }

  /// The one slot with this token.
  ///
  /// @throws CommandFailure if there is none, or more than one
  Slot in(List<Slot> slots) {
    var matching = slots.stream().filter(this::matches).toList();
    if (matching.size() == 1) {
      return matching.getFirst();
    }
    throw new CommandFailure(matching.isEmpty() ? absent(slots) : ambiguous(matching));
  }

  private boolean matches(Slot candidate) {
    return candidate.token().isPresent()
        && slot.stream().allMatch(id -> id == candidate.id())
        && label.stream().allMatch(candidate.token().get().label()::equals)
        && serial.stream().allMatch(candidate.token().get().serial()::equals);
  }

  private String absent(List<Slot> slots) {
    var sentence = new StringBuilder();
    if (label.isPresent()) {
      sentence.append("No slot has a token with the label ").append(label.get());
    } else {
      sentence.append("No slot has such a token");
    }
    serial.ifPresent(number -> sentence.append(", with the serial number ").append(number));
    slot.ifPresent(id -> sentence.append(", in slot ").append(Slot.number(id)));
    sentence.append('.');
    label
        .map(wanted -> slots.stream().filter(one -> hasLabel(one, wanted)).toList())
        .filter(others -> !others.isEmpty())
        .ifPresent(others ->
            sentence.append(" With that label there is ").append(list(others)).append('.'));
    var troubled = slots.stream().filter(one -> !one.trouble().isEmpty()).count();
    if (troubled > 0) {
      sentence
          .append(" Slots that cannot be asked: ")
          .append(troubled)
          .append(" of ")
          .append(slots.size())
          .append('.');
    }
    return sentence.toString();
  }

  private String ambiguous(List<Slot> matching) {
    return label
            .map(wanted -> "More than one token has the label " + wanted)
            .orElse("More than one token has this serial number")
        + ": "
        + list(matching)
        + ". Name one of them by --serial or --slot.";
  }

  private static boolean hasLabel(Slot slot, String label) {
    return slot.token().filter(token -> token.label().equals(label)).isPresent();
  }

  private static String list(List<Slot> slots) {
    return slots.stream()
        .map(slot ->
            slot.token()
                    .map(token ->
                        token.serial().isEmpty() ? "no serial" : "serial " + token.serial())
                    .orElse("no token")
                + " in slot "
                + slot.number())
        .collect(Collectors.joining(", "));
  }
}
