package org.xksworkbench.bridge.ceremony.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.ceremony.evidence.TestBundle.authorised;
import static org.xksworkbench.bridge.ceremony.evidence.TestBundle.begun;
import static org.xksworkbench.bridge.ceremony.evidence.TestBundle.confirmed;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What may happen in a ceremony is no finding. What may not is in [BrokenRules].
class CourseTest {

  private static final Draft RESUMED =
      Draft.of("resumed", "operator witness", "{'torn':0,'head':'not-compared'}", "{}");

  private static final Draft FAILED =
      Draft.of("failed", "", "{'step':'make'}", "{'reason':'The token is away.'}");

  private static Draft asked(String answer) {
    return Draft.of("asked", "", "{'step':'make','answer':'" + answer + "'}", "{'found':'x'}");
  }

  private static Draft acted(boolean recovered, int differs) {
    return Draft.of(
        "acted",
        "",
        "{'step':'make','recovered':" + recovered + ",'differs':" + differs + "}",
        differs == 0 ? "{}" : "{'difference':['x']}");
  }

  private static Draft agreed(boolean skips) {
    return Draft.of(
        "deviated",
        "operator witness",
        "{'step':'make','class':'script','absent':[],'skips':" + skips + "}",
        "{'reason':'We agree.'}");
  }

  private static final Draft ABORTED =
      Draft.of("aborted", "operator auditor", "{}", "{'reason':'Enough'}");

  private static final Draft CLOSED = Draft.of("closed", TestBundle.EVERYBODY, "{}", "{}");

  /// @param drafts what stands between the first line and the end
  private static List<Draft> ceremony(Draft... drafts) {
    var all = new ArrayList<Draft>();
    all.add(TestBundle.drafts().getFirst());
    all.addAll(List.of(drafts));
    all.add(CLOSED);
    return all;
  }

  private static void assertHolds(List<Draft> drafts) {
    var findings = new Findings();
    var transcript =
        SignedTranscript.check("t", TestBundle.text(new Scribe().lines(drafts)), findings);
    assertThat(findings.list()).isEmpty();
    assertThat(transcript.ended()).isTrue();
  }

  @Test
  void an_act_that_can_be_undone_is_tried_again_after_it_failed() {
    assertHolds(
        ceremony(
            begun("make", "enter", 1, false),
            FAILED,
            begun("make", "enter", 2, false),
            acted(false, 0),
            confirmed("make", "witness"),
            begun("make", "enter", 3, false),
            acted(false, 0)));
  }

  @Test
  void an_act_that_was_interrupted_and_can_be_undone_is_begun_anew() {
    assertHolds(
        ceremony(
            begun("make", "enter", 1, false),
            RESUMED,
            begun("make", "enter", 2, false),
            acted(false, 0)));
  }

  @Test
  void an_act_that_cannot_be_undone_is_asked_for_and_authorised_again_after_it_failed() {
    assertHolds(
        ceremony(
            authorised("make", "witness"),
            begun("make", "generate-key", 1, true),
            FAILED,
            asked("not-done"),
            authorised("make", "witness"),
            begun("make", "generate-key", 2, true),
            acted(false, 0),
            confirmed("make", "witness")));
  }

  @Test
  void what_is_not_clear_is_made_anew_when_people_agree() {
    assertHolds(
        ceremony(
            authorised("make", "witness"),
            begun("make", "generate-key", 1, true),
            RESUMED,
            asked("unclear"),
            agreed(false),
            authorised("make", "witness"),
            begun("make", "generate-key", 2, true),
            acted(false, 0)));
  }

  @Test
  void what_is_not_clear_is_taken_as_it_was_found_when_people_agree() {
    assertHolds(
        ceremony(
            authorised("make", "witness"),
            begun("make", "generate-key", 1, true),
            RESUMED,
            asked("unclear"),
            agreed(false),
            acted(true, 0),
            confirmed("make", "witness")));
  }

  @Test
  void a_step_is_left_out_when_people_agree() {
    assertHolds(
        ceremony(
            authorised("make", "witness"),
            begun("make", "generate-key", 1, true),
            RESUMED,
            asked("unclear"),
            agreed(true),
            begun("other", "enter", 1, false),
            Draft.of("acted", "", "{'step':'other','recovered':false,'differs':0}", "{}")));
  }

  @Test
  void a_refusal_is_no_end_when_people_agree() {
    assertHolds(
        ceremony(
            authorised("make", "witness"),
            Draft.of(
                "refused",
                "auditor",
                "{'step':'make','of':'authorise'}",
                "{'shown':'" + "0d".repeat(32) + "','reason':'The label is wrong.'}"),
            agreed(false),
            authorised("make", "witness"),
            begun("make", "generate-key", 1, true),
            acted(false, 1),
            agreed(false),
            confirmed("make", "auditor")));
  }

  @Test
  void a_ceremony_is_aborted_in_the_middle_of_an_act_and_in_a_pause() {
    assertHolds(ceremony(begun("make", "enter", 1, false), ABORTED));
    assertHolds(
        ceremony(
            Draft.of("paused", "auditor", "{}", "{'reason':'x','staying':['operator']}"),
            RESUMED,
            ABORTED,
            RESUMED));
    assertHolds(ceremony(ABORTED));
  }

  @Test
  void who_left_for_good_signs_no_more_and_is_not_missed() {
    var drafts =
        new ArrayList<>(
            ceremony(
                Draft.of(
                    "deviated",
                    "operator witness",
                    "{'step':'make','class':'people','absent':['auditor'],'skips':false}",
                    "{'reason':'The auditor is ill.'}"),
                begun("make", "enter", 1, false),
                acted(false, 0),
                confirmed("make", "witness")));
    drafts.removeLast();
    drafts.add(CLOSED.by("operator", "witness"));
    assertHolds(drafts);
  }

  /// An hour ahead, from some line on.
  private static void set(List<Draft> drafts, int from) {
    for (var line = from; line <= drafts.size(); line++) {
      drafts.set(
          line - 1,
          drafts.get(line - 1).with("{'at':'2027-03-01T10:00:" + (10 + line) + ".000Z'}"));
    }
  }

  @Test
  void a_clock_that_was_set_is_told() {
    var drafts =
        ceremony(
            Draft.of("remark", "auditor", "{'step':'make'}", "{'text':'x'}"),
            Draft.of("clock", "", "{'jump':3600000}", "{}"));
    set(drafts, 3);
    assertHolds(drafts);
  }

  @Test
  void a_clock_that_was_set_while_the_program_was_away_is_told_behind_the_resumption() {
    var drafts = ceremony(RESUMED, Draft.of("clock", "", "{'jump':3600000}", "{}"));
    set(drafts, 2);
    drafts.set(1, drafts.get(1).with("{'gap':3611000}"));
    assertHolds(drafts);
    drafts.remove(2);
    var findings = new Findings();
    var _ = SignedTranscript.check("t", TestBundle.text(new Scribe().lines(drafts)), findings);
    assertThat(findings.list())
        .extracting(found -> found.line() + " " + found.what())
        .containsExactly(
            "3 The clock was set before the ceremony was resumed, and no line says so.");
  }

  @Test
  void the_clock_of_another_run_of_the_machine_is_another() {
    var drafts =
        ceremony(RESUMED.with("{'boot':'b1','up':5}"), ABORTED.with("{'boot':'b1','up':1005}"));
    drafts.set(3, CLOSED.with("{'boot':'b1','up':2005}"));
    assertHolds(drafts);
  }
}
