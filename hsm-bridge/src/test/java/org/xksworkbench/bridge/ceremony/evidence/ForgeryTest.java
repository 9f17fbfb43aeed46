package org.xksworkbench.bridge.ceremony.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.Documents;

/// Evidence that was forged is refused, and what is wrong with it is named.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgeryTest {

  /// What the reference verifier does not see all of, by kind, with the row of
  /// docs/ceremony-format.md that says so.
  private static final Map<String, String> NOT_FOR_REFERENCE =
      Map.of(
          "rule: who signs",
          "how many sign where it is at most one or where a pause ends",
          "rule: members and fields",
          "closed lists of members and fields",
          "rule: times",
          "what follows what, what `closed` counts, clocks that were set, names",
          "rule: what follows what",
          "what follows what, what `closed` counts, clocks that were set, names",
          "rule: what the end counts",
          "what follows what, what `closed` counts, clocks that were set, names",
          "rule: people",
          "what follows what, what `closed` counts, clocks that were set, names",
          "rule: steps against the plan",
          "what the plan says: its steps, `keys` and `resume`",
          "an anchor that is none",
          "`after/seal.ots` and `after/publication.json` are of this ceremony");

  private Path work;
  private List<Forgery> forgeries;

  @BeforeAll
  void forge(@TempDir Path shared) throws Exception {
    work = shared;
    forgeries = Forgeries.all(shared);
  }

  @Test
  void there_are_many_of_many_kinds_and_half_of_them_are_signed() {
    var kinds =
        forgeries.stream().collect(Collectors.groupingBy(Forgery::kind, Collectors.counting()));
    assertThat(forgeries).hasSizeGreaterThan(200);
    assertThat(kinds).hasSizeGreaterThan(12);
    assertThat(kinds)
        .allSatisfy((kind, count) -> assertThat(count).as(kind).isLessThanOrEqualTo(40));
    assertThat(forgeries.stream().filter(one -> !one.by().equals("who holds the disk")).count())
        .isGreaterThan(forgeries.size() * 2L / 5);
  }

  @Test
  void ours_refuses_each_and_names_the_line_or_the_file() {
    var passed =
        forgeries.stream()
            .filter(forgery -> {
              var result = EvidenceCheck.of(forgery.path(), new Pins());
              return result.verdict() != EvidenceCheck.EvidenceVerdict.DOES_NOT_HOLD
                  || result.findings().stream()
                      .noneMatch(finding ->
                          finding.file().equals(forgery.file())
                              && (forgery.line() == 0 || forgery.line() == finding.line()));
            })
            .map(forgery ->
                forgery
                    + " should name "
                    + forgery.file()
                    + " "
                    + forgery.line()
                    + ": "
                    + EvidenceCheck.of(forgery.path(), new Pins()).findings())
            .toList();
    assertThat(passed).isEmpty();
  }

  /// The others break rules that it does not know.
  @Test
  void the_reference_verifier_refuses_each_that_it_is_to_see() throws Exception {
    var toSee = forgeries.stream().filter(Forgery::seenByReference).toList();
    var said = ReferenceVerifier.of(work, toSee.stream().map(Forgery::path).toList());
    var passed =
        toSee.stream()
            .filter(forgery -> {
              var text = said.get(forgery.path()).text();
              return said.get(forgery.path()).code() != 1
                  || !text.contains(forgery.file())
                  || (forgery.line() != 0
                      && forgery.file().endsWith(".jsonl")
                      && !text.contains("line " + forgery.line() + ":"));
            })
            .map(forgery -> forgery + " said " + said.get(forgery.path()))
            .toList();
    assertThat(passed).isEmpty();
  }

  @Test
  void what_the_reference_verifier_does_not_see_is_listed_and_is_as_the_document_says()
      throws Exception {
    var unseen = forgeries.stream().filter(forgery -> !forgery.seenByReference()).toList();
    var table = Files.readAllLines(Documents.ROOT.resolve("docs/ceremony-format.md"));
    assertThat(unseen.stream().map(Forgery::kind).collect(Collectors.toSet()))
        .isEqualTo(NOT_FOR_REFERENCE.keySet());
    NOT_FOR_REFERENCE
        .values()
        .forEach(row ->
            assertThat(table)
                .anyMatch(line -> line.startsWith("| " + row) && !line.endsWith("● | ● |")));
    // The first of each kind is enough: one takes a second.
    var one =
        unseen.stream()
            .collect(Collectors.toMap(Forgery::kind, Function.identity(), (first, _) -> first))
            .values();
    var said = ReferenceVerifier.of(work, one.stream().map(Forgery::path).toList());
    assertThat(one)
        .allSatisfy(forgery ->
            assertThat(said.get(forgery.path()).code())
                .as(forgery + " said " + said.get(forgery.path()))
                .isEqualTo(3));
  }
}
