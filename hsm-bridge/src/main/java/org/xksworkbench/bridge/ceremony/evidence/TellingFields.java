package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.xksworkbench.bridge.ceremony.format.SaltedField;
import org.xksworkbench.bridge.ceremony.plan.EnvironmentFacts;

/// What the fields of a line say of its members and of other lines, where they are told.
final class TellingFields {

  /// Marks of a token that is no hardware. A guard against a slip, no more: a token may say any
  /// name.
  private static final List<String> SOFTWARE = List.of("softhsm", "softokn", "opencryptoki soft");

  private TellingFields() {}

  static void check(
      EvidenceLine line, List<EvidenceLine> lines, Participants people, Consumer<String> findings) {
    switch (line.content()) {
      case Content.Opened opened when opened.counts() == Content.Counts.CEREMONY ->
          counts(line, opened, findings);
      case Content.Acted acted ->
          disclosedValue(line, "difference")
              .filter(differences -> differences.size() != acted.differs())
              .ifPresent(
                  _ -> findings.accept("It tells more or fewer differences than it counts."));
      case Content.Custody _ ->
          disclosedValue(line, "photo")
              .filter(photo -> !isAttachment(photo.longValue(), lines))
              .ifPresent(_ -> findings.accept("The photo that it names was not attached before."));
      case Content.Paused _ -> staying(line, people, findings);
      case Content.BreakTaken _ -> staying(line, people, findings);
      case Content.WrongSecret wrong -> {
        if (people.present(wrong.person()).isEmpty()) {
          findings.accept("The person whose secret was wrong does not take part.");
        }
      }
      default -> {}
    }
  }

  private static void counts(EvidenceLine line, Content.Opened opened, Consumer<String> findings) {
    if (opened.kms() == Content.Kms.LOCAL) {
      findings.accept("A ceremony that counts was held at the local stand-in for AWS KMS.");
    }
    for (var name : List.of(EnvironmentFacts.VARIABLES, EnvironmentFacts.JVM_OPTIONS)) {
      line.disclosedText("env." + name)
          .filter(told -> !told.equals(EnvironmentFacts.NONE))
          .ifPresent(told ->
              findings.accept(
                  "A ceremony that counts was held with something that changes what runs: "
                      + told
                      + "."));
    }
    line.signed().fields().keySet().stream()
        .filter(name -> name.startsWith("env."))
        .filter(name ->
            line.disclosedText(name)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> SOFTWARE.stream().anyMatch(text::contains))
                .isPresent())
        .forEach(name ->
            findings.accept(
                "A ceremony that counts was held on a token in software: see \"" + name + "\"."));
  }

  private static void staying(EvidenceLine line, Participants people, Consumer<String> findings) {
    disclosedValue(line, "staying")
        .ifPresent(staying -> {
          for (var id : staying) {
            if (people.present(id.asText()).isEmpty()) {
              findings.accept("Somebody stays with the equipment who does not take part.");
            }
          }
        });
  }

  private static boolean isAttachment(long number, List<EvidenceLine> lines) {
    return number >= 1
        && number <= lines.size()
        && lines.get((int) number - 1).content() instanceof Content.Attached;
  }

  private static Optional<JsonNode> disclosedValue(EvidenceLine line, String name) {
    return line.signed().fields().get(name) instanceof SaltedField.DisclosedField(var _, var value)
        ? Optional.of(value)
        : Optional.empty();
  }
}
