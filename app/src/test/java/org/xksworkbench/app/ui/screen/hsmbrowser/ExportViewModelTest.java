package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class ExportViewModelTest {

  private final BrowserOnLoop on;

  ExportViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void the_list_is_exported_as_csv_and_json(@TempDir Path folder) throws Exception {
    var csv = folder.resolve("keys.csv");
    var browser = on.shown(new ScriptedDialogs().choosing(csv));
    browser.export().export();
    assertThat(Files.readAllLines(csv).getFirst()).startsWith("class,label,id,type,usage");
    assertThat(Files.readString(csv)).contains("Secret key,fit-1,").contains("alias/used");
    assertThat(browser.messages().notice().get().headline())
        .isEqualTo(browser.objects().rows().size() + " objects were written to " + csv);

    var json = folder.resolve("keys.json");
    on.shown(new ScriptedDialogs().choosing(json)).export().export();
    var root = new ObjectMapper().readTree(json.toFile());
    assertThat(root.path("token").asText()).startsWith("pkcs11:token=" + on.token());
    assertThat(root.path("objects").findValuesAsText("uri"))
        .anyMatch(uri -> uri.contains("object=fit-1") && uri.endsWith("type=secret-key"));
    assertThat(Files.readString(json)).doesNotContain("CKA_VALUE\"");
  }
}
