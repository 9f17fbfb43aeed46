package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.current;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.written;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.run.RecordPlan;

/// Files that come into the evidence: what is signed is what was seen.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class AttachmentViewModelTest {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1};

  private final CeremonyOnLoop on;

  @TempDir private Path work;

  AttachmentViewModelTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  /// At the step that takes texts only.
  private RunViewModel atTheApproval() {
    var run = on.begin(RecordPlan.TEXT);
    run.open(Interlude.DEVIATION);
    run.reason().set("There is no safe");
    run.leavesOut().set(true);
    run.ticks().values().forEach(tick -> tick.set(true));
    run.record();
    assertThat(current(run).id()).isEqualTo("approval");
    return run;
  }

  @Test
  void a_file_is_seen_with_its_hash_then_signed_and_copied() throws Exception {
    var run = atTheApproval();
    var form = run.forms().attachment();
    assertThat(form.obstacle().get()).isEqualTo("Choose a file.");
    on.dialogs().choosing(Files.writeString(work.resolve("approval.txt"), "Approved."));
    form.choose();
    var seen = form.file().get().orElseThrow().seen();
    assertThat(seen.sha256()).isEqualTo(Fingerprint.of("Approved."));
    assertThat(seen.mime()).isEqualTo("text/plain");
    assertThat(form.obstacle().get()).isEqualTo("Write what it shows.");
    form.caption().set("The approval ");
    form.attach();
    assertThat(run.problem().get()).isNull();
    var line = written(run).getLast();
    assertThat(line.persons()).as("who acts in the step").containsExactly("auditor");
    assertThat(line.disclosedText("caption")).contains("The approval");
    assertThat(line.disclosedText("sha256")).contains(seen.sha256().hex());
    var file = ((Content.Attached) line.content()).file();
    assertThat(on.ceremonies().folder().orElseThrow().resolve(file)).hasContent("Approved.");
    assertThat(form.file().get()).as("the next one is chosen anew").isEmpty();
    assertThat(current(run).record().orElseThrow().missing()).isEmpty();
  }

  @Test
  void a_file_that_changes_after_it_was_seen_is_not_attached() throws Exception {
    var run = atTheApproval();
    var form = run.forms().attachment();
    var file = Files.writeString(work.resolve("approval.txt"), "Approved.");
    form.take(List.of(file));
    form.caption().set("The approval");
    Files.writeString(file, "Approved, and more.");
    form.attach();
    assertThat(Objects.requireNonNull(run.problem().get()).causes().toString())
        .contains("was changed after its SHA-256 was shown");
    assertThat(written(run)).isEmpty();
  }

  @Test
  void a_file_of_another_type_and_several_at_once_are_not_taken() throws Exception {
    var run = atTheApproval();
    var form = run.forms().attachment();
    var picture = Files.write(work.resolve("approval.txt"), PNG);
    form.take(List.of(picture));
    form.caption().set("The approval");
    assertThat(form.obstacle().get()).contains("This is image/png", "text/plain");
    form.attach();
    assertThat(written(run)).isEmpty();
    form.take(List.of(picture, picture));
    assertThat(Objects.requireNonNull(run.problem().get()).headline())
        .contains("one file at a time");
    form.take(List.of(work));
    assertThat(Objects.requireNonNull(run.problem().get()).causes().toString())
        .contains("is no file");
    assertThat(form.file().get()).isEmpty();
  }
}
