package org.xksworkbench.bridge.ceremony.run;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// What a person has before their eyes when they sign a step, as text. Its hash is in the line that
/// they sign. It follows from the plan and the lines before, so that it can be made again.
final class ShownPage {

  private static final String KIND = "xks-workbench ceremony shown 2\n";

  private final StringBuilder text = new StringBuilder();

  private ShownPage() {}

  /// @param person who signs
  /// @param act what they do by it, such as `confirms`
  /// @param signature the how manieth of theirs it is
  static String text(
      CeremonySnapshot ceremony,
      CeremonySnapshot.CurrentStep step,
      CeremonySnapshot.Player person,
      String act,
      long signature) {
    var page = new ShownPage();
    page.line(ceremony.rehearsal() ? "REHEARSAL" : "CEREMONY", ceremony.title());
    page.line("nonce", ceremony.nonce());
    page.line("plan", ceremony.plan().hex());
    page.line("step", step.number() + " of " + ceremony.steps().size());
    page.line("title", step.title());
    page.line("say", step.say());
    page.line("irreversible", step.irreversible() ? "yes" : "no");
    step.quorum().ifPresent(page::quorum);
    step.facts().forEach(page::fact);
    page.line("trouble", step.trouble());
    page.line("head", String.join(" ", ceremony.head().words()) + " " + ceremony.head().line());
    page.line(act, person.role().title() + ", " + person.name());
    page.line("signature", String.valueOf(signature));
    return page.text.toString();
  }

  static Fingerprint hash(String text) {
    return Fingerprint.of(KIND + text);
  }

  private void fact(Comparison fact) {
    line(
        "fact " + fact.name(),
        String.join(
            " | ", List.of(quote("expected", fact.expected()), quote("came", fact.actual()))));
    fact.difference().ifPresent(difference -> line("DIFFERENT", difference));
  }

  private void quorum(CeremonySnapshot.NeededQuorum quorum) {
    line(
        "quorum",
        quorum.need()
            + " of "
            + String.join(", ", quorum.of().stream().map(one -> one.role().title()).toList()));
  }

  private static String quote(String name, Optional<String> value) {
    return name + " " + value.map(text -> "\"" + text + "\"").orElse("-");
  }

  private void line(String name, String value) {
    text.append(name).append(": ").append(value.replace("\n", "\\n")).append('\n');
  }
}
