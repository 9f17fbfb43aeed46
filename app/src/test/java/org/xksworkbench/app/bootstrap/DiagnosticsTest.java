package org.xksworkbench.app.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.hsm.SoftHsm;

class DiagnosticsTest {

  @TempDir Path folder;

  @Test
  void the_bundle_is_written_where_the_user_wants_it_and_that_is_said() throws IOException {
    var file = folder.resolve("bundle.zip");
    var dialogs = new ScriptedDialogs().choosing(file);
    new Diagnostics(MachinePolicy.none(), Optional.of(softHsm()), new DirectTasks(), dialogs)
        .save();
    try (var zip = new ZipFile(file.toFile())) {
      var entry = zip.getEntry("xks-workbench-diagnostics/open-modules.txt");
      var modules = zip.getInputStream(entry).readAllBytes();
      assertThat(new String(modules, StandardCharsets.UTF_8)).contains("SoftHSM");
    }
    assertThat(dialogs.asked())
        .last()
        .asString()
        .contains("was written")
        .contains(file.toString())
        .contains("before you send it on");
  }

  @Test
  void a_place_that_cannot_be_written_is_a_problem_and_nothing_else_is_said() {
    var reported = new ArrayList<Problem>();
    var dialogs = new ScriptedDialogs().choosing(folder.resolve("missing").resolve("bundle.zip"));
    new Diagnostics(
            MachinePolicy.none(),
            Optional.of(softHsm()),
            new DirectTasks((problem, _) -> reported.add(problem)),
            dialogs)
        .save();
    assertThat(reported).extracting(Problem::code).isEqualTo(List.of("FILE"));
    assertThat(dialogs.asked()).noneMatch(said -> said.contains("was written"));
  }

  private static AttachedHsm softHsm() {
    var attached = new AttachedHsm(_ -> SoftHsm.hsm());
    var _ = attached.open(SoftHsm.modulePath());
    return attached;
  }
}
