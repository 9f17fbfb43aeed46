package org.xksworkbench.bridge.hsm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// What a token is named by: its label, its serial number, the slot that it is in, a URI. Labels
/// need not be unique; all that is given must be right.
public record TokenName(
    Optional<String> label, Optional<String> serial, Optional<Long> slot, Optional<Pkcs11Uri> uri) {

  /// @param name its label, or its PKCS#11 URI
  /// @throws IllegalArgumentException if it is meant as a URI and is none
  public static TokenName of(String name) {
    return Pkcs11Uri.isMeant(name)
        ? new TokenName(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Pkcs11Uri.parse(name)))
        : new TokenName(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public TokenName withSerial(Optional<String> other) {
    return new TokenName(label, other.or(() -> serial), slot, uri);
  }

  public boolean isEmpty() {
    return label.isEmpty() && serial.isEmpty() && slot.isEmpty() && uri.isEmpty();
  }

  /// For people: its label where that is known.
  public String inWords() {
    return says(Pkcs11Uri.PathAttribute.TOKEN)
        .or(() -> serial)
        .or(() -> slot.map(id -> "slot " + Slot.number(id)))
        .or(() -> uri.map(Pkcs11Uri::toString))
        .orElse("");
  }

  /// What it says of an attribute of the token, library or slot.
  public Optional<String> says(Pkcs11Uri.PathAttribute attribute) {
    var own =
        switch (attribute) {
          case TOKEN -> label;
          case SERIAL -> serial;
          case SLOT_ID -> slot.map(Slot::number);
          default -> Optional.<String>empty();
        };
    return own.or(() -> uri.flatMap(named -> named.get(attribute)));
  }

  /// The one slot with this token.
  ///
  /// @throws HsmException with [Reason#TOKEN_ABSENT] if there is none, or more than one
  public Slot in(Hsm hsm) {
    var slots = hsm.slots();
    var matching = slots.stream().filter(candidate -> matches(hsm, candidate)).toList();
    if (matching.size() == 1) {
      return matching.getFirst();
    }
    throw new HsmException(
        Reason.TOKEN_ABSENT, matching.isEmpty() ? absent(slots) : ambiguous(matching));
  }

  private boolean matches(Hsm hsm, Slot candidate) {
    return candidate.token().isPresent()
        && slot.stream().allMatch(id -> id == candidate.id())
        && label.stream().allMatch(candidate.token().get().label()::equals)
        && serial.stream().allMatch(candidate.token().get().serial()::equals)
        && uri.stream().allMatch(named -> matches(named, hsm, candidate));
  }

  private static boolean matches(Pkcs11Uri named, Hsm hsm, Slot candidate) {
    return candidate.token().filter(named::fits).isPresent()
        && named.fits(hsm.module())
        && named.fits(candidate, () -> hsm.details(candidate.id()));
  }

  private String absent(List<Slot> slots) {
    var sentence = new StringBuilder();
    if (label.isPresent()) {
      sentence.append("No slot has a token with the label ").append(label.get());
    } else {
      sentence.append("No slot has such a token");
    }
    uri.ifPresent(named -> sentence.append(", named by ").append(named));
    serial.ifPresent(number -> sentence.append(", with the serial number ").append(number));
    slot.ifPresent(id -> sentence.append(", in slot ").append(Slot.number(id)));
    sentence.append('.');
    label
        .or(() -> uri.flatMap(named -> named.get(Pkcs11Uri.PathAttribute.TOKEN)))
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
            .orElse(
                uri.isPresent()
                    ? "The PKCS#11 URI fits more than one token"
                    : "More than one token has this serial number")
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
