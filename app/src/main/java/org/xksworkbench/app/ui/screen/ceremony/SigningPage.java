package org.xksworkbench.app.ui.screen.ceremony;

import java.time.Instant;
import java.util.List;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CeremonyWait;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;

/// What one person has before their eyes before they sign a step off: who they are, what they say
/// by it, what came, on what it is signed, and what they have signed so far.
///
/// @param statement what the person says by signing, a sentence
/// @param key first words of the person's own key, to be compared with their script
/// @param plan first words of the plan
/// @param line number of the last line
/// @param head words of the last line, on which the signature is
/// @param signed what the person signed so far, the first one first
/// @param text the very text whose SHA-256 is in the line that is signed
record SigningPage(
    Player player,
    CurrentStep step,
    String statement,
    String key,
    String plan,
    long line,
    String head,
    List<SignedLineWords> signed,
    String text) {

  private static final Words WORDS = Words.of(SigningPage.class);

  /// A line that the person signed.
  record SignedLineWords(int number, Instant at, String words) {}

  SigningPage {
    signed = List.copyOf(signed);
  }

  /// @param player who is awaited to authorise or to confirm the present step
  static SigningPage of(CeremonyRun run, Player player) {
    var ceremony = run.snapshot();
    var step = ceremony.current().orElseThrow();
    var words = new LineWords(ceremony);
    return new SigningPage(
        player,
        step,
        statement(player, step),
        LineWords.head(player.key()),
        LineWords.head(ceremony.plan()),
        ceremony.head().line(),
        String.join(" ", ceremony.head().words()),
        run.signedBy(player.id()).stream()
            .map(line -> new SignedLineWords(line.number(), line.at(), words.of(line)))
            .toList(),
        run.page(player.id()));
  }

  /// Whether somebody is asked now to sign what is on the screen.
  static boolean awaits(CeremonySnapshot ceremony, Player player) {
    return ceremony.mode()
            == org.xksworkbench.bridge.ceremony.run.CeremonyProgress.CeremonyMode.RUNNING
        && ceremony
            .current()
            .filter(step ->
                (step.waiting() == CeremonyWait.AUTHORISATION
                        || step.waiting() == CeremonyWait.CONFIRMATION)
                    && step.awaitedPeople().contains(player))
            .isPresent();
  }

  /// Whether the person is still asked for what they read. What they are asked for next is another
  /// page, which they open themselves.
  boolean isStillOf(CeremonySnapshot ceremony) {
    return awaits(ceremony, player)
        && ceremony
            .current()
            .filter(now -> now.id().equals(step.id()) && now.waiting() == step.waiting())
            .isPresent();
  }

  private static String statement(Player player, CurrentStep step) {
    var who = player.name();
    var role = player.role().title();
    if (step.waiting() == CeremonyWait.AUTHORISATION) {
      return step.irreversible()
          ? WORDS.text("page.authorise-for-good", who, role, step.title())
          : WORDS.text("page.authorise", who, role, step.title());
    }
    return step.differences().isEmpty()
        ? WORDS.text("page.confirm", who, role, step.title())
        : WORDS.text("page.confirm-different", who, role, step.title(), step.differences().size());
  }

  /// The how manieth signature of the person this would be.
  int signature() {
    return signed.size() + 1;
  }
}
