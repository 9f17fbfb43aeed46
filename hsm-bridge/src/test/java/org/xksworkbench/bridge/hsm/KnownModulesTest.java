package org.xksworkbench.bridge.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which libraries a user is offered.
class KnownModulesTest {

  @TempDir private Path folder;

  @Test
  void a_library_that_two_paths_lead_to_is_offered_once() throws IOException {
    var library = Files.createFile(folder.resolve("libsofthsm2.so"));
    var link = Files.createSymbolicLink(folder.resolve("link.so"), library);
    var other = Files.createFile(folder.resolve("other.so"));
    var first = new KnownModules.KnownModule("SoftHSM", link);
    var second = new KnownModules.KnownModule("SoftHSM", library);
    var third = new KnownModules.KnownModule("Other", other);
    var absent = new KnownModules.KnownModule("Absent", folder.resolve("absent.so"));
    assertThat(KnownModules.installedModules(List.of(absent, first, second, third)))
        .containsExactly(first, third);
  }

  @Test
  void what_this_machine_has_is_found() {
    assertThat(KnownModules.installedModules())
        .extracting(KnownModules.KnownModule::product)
        .contains("SoftHSM");
  }
}
