package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.current;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.written;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CeremonyWait;
import org.xksworkbench.bridge.ceremony.run.RecordPlan;

/// What is kept outside of the evidence, and known by its hash.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class ElsewhereViewModelTest {

  private final CeremonyOnLoop on;

  @TempDir private Path work;

  ElsewhereViewModelTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  private RunViewModel atTheRecording() {
    var run = on.begin(RecordPlan.TEXT);
    while (!current(run).id().equals("recording")) {
      run.open(Interlude.DEVIATION);
      run.reason().set("Not here");
      run.leavesOut().set(true);
      run.ticks().values().forEach(tick -> tick.set(true));
      run.record();
    }
    return run;
  }

  @Test
  void a_hash_that_was_read_from_another_device_is_written_down() {
    var run = atTheRecording();
    var form = run.forms().elsewhere();
    var hash = Fingerprint.of("video");
    form.texts().sha256().set(String.join(" ", hash.groups()).toUpperCase(java.util.Locale.ROOT));
    assertThat(form.obstacle().get()).contains("size in bytes");
    form.texts().bytes().set("12 MB");
    assertThat(form.obstacle().get()).contains("size in bytes");
    form.texts().bytes().set("12000000");
    form.texts().mime().set("video/mp4");
    form.texts().caption().set("The room");
    assertThat(form.obstacle().get()).contains("where it is kept");
    form.write();
    assertThat(written(run)).isEmpty();
    form.texts().kept().set("Safe 2");
    form.write();
    assertThat(run.problem().get()).isNull();
    var line = written(run).getLast();
    assertThat(line.persons()).containsExactly("witness");
    assertThat(line.disclosedText("sha256")).contains(hash.hex());
    assertThat(line.disclosedText("kept")).contains("Safe 2");
    assertThat(form.texts().kept().get()).isEmpty();
    run.sign(current(run).by());
    assertThat(current(run).waiting()).isEqualTo(CeremonyWait.CONFIRMATION);
  }

  @Test
  void hash_size_and_type_are_read_from_a_file_that_is_here() throws Exception {
    var run = atTheRecording();
    var form = run.forms().elsewhere();
    assertThat(form.obstacle().get()).contains("64 digits");
    on.dialogs().choosing(Files.writeString(work.resolve("room.txt"), "what was said"));
    form.choose();
    assertThat(form.texts().sha256().get()).isEqualTo(Fingerprint.of("what was said").hex());
    assertThat(form.texts().bytes().get()).isEqualTo("13");
    assertThat(form.texts().mime().get()).isEqualTo("text/plain");
  }
}
