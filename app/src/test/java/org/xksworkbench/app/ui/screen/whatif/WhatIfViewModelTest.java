package org.xksworkbench.app.ui.screen.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.inventory.FailingKey;
import org.xksworkbench.app.inventory.Outage;
import org.xksworkbench.app.inventory.OutageCause;
import org.xksworkbench.app.inventory.OutageCause.KeyOutage;
import org.xksworkbench.app.inventory.OutageCause.StoreOutage;
import org.xksworkbench.app.inventory.OutageCause.TokenOutage;
import org.xksworkbench.app.inventory.SurveyedPlace;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;

/// On the real loop: `used` is a key of the connected key store, `stored` of the disconnected one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhatIfViewModelTest {

  private final List<Destination> went = new ArrayList<>();
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private Loop loop;
  private AttachedHsm hsm;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    hsm = loop.attachedHsm();
  }

  @AfterAll
  void stop() {
    hsm.close();
    loop.close();
  }

  @Test
  void the_token_is_thought_to_be_gone_first_and_its_kms_keys_fail() {
    var model = shown(Optional.empty());
    assertThat(model.cause().get()).isInstanceOf(TokenOutage.class);
    assertThat(outage(model).keys())
        .extracting(FailingKey::names)
        .containsExactly("alias/used", "alias/stored");
    assertThat(outage(model).losses()).isEqualTo(1);
  }

  @Test
  void a_key_that_was_chosen_elsewhere_is_offered_and_another_part_can_be_chosen() {
    var model = shown(Optional.of(new KeyOutage("used")));
    assertThat(causes(model)).first().isEqualTo(new KeyOutage("used"));
    assertThat(outage(model).keys()).extracting(FailingKey::names).containsExactly("alias/used");
    var off = loop.store("off");
    model.cause().set(new StoreOutage(off.id(), "off"));
    assertThat(outage(model).keys()).extracting(FailingKey::names).containsExactly("alias/stored");
    model.refresh();
    assertThat(model.cause().get()).as("after another look").isInstanceOf(StoreOutage.class);
  }

  @Test
  void a_key_that_fails_can_be_opened_and_the_list_be_saved(@TempDir Path folder) throws Exception {
    var model = shown(Optional.of(new KeyOutage("used")));
    var key = outage(model).keys().getFirst();
    model.open(key);
    assertThat(went).containsExactly(new Destination.KeyDetailScreen(key.kmsKey().keyId()));
    went.clear();
    var file = folder.resolve("what-fails.pdf");
    dialogs.choosing(file);
    model.savePdf();
    assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
        .startsWith("%PDF-");
    dialogs.choosing(folder.resolve("no/such/folder.pdf"));
    model.savePdf();
    assertThat(dialogs.shown()).hasSize(1);
  }

  @Test
  void nothing_fails_before_anything_was_read() {
    var model = model(Optional.of(new KeyOutage("used")));
    assertThat(model.outage().get()).isNull();
    assertThat(model.causes().get()).isInstanceOf(Loadable.Loading.class);
    model.savePdf();
    model.close();
  }

  private WhatIfViewModel shown(Optional<OutageCause> cause) {
    var model = model(cause);
    model.refresh();
    return model;
  }

  private WhatIfViewModel model(Optional<OutageCause> cause) {
    var kms = loop.kms();
    return new WhatIfViewModel(
        cause,
        new WhatIfViewModel.WhatIfSources(
            hsm,
            new LineageReader(kms, new KeyCensus(kms), loop.ownProxy(), KeyRecords.inMemory()),
            () -> new SurveyedPlace("", "us-east-1", "http://localhost", "Local KMS")),
        new DirectTasks(),
        dialogs,
        went::add);
  }

  private static Outage outage(WhatIfViewModel model) {
    return Objects.requireNonNull(model.outage().get());
  }

  private static List<OutageCause> causes(WhatIfViewModel model) {
    return ((Loadable.Ready<List<OutageCause>>) model.causes().get()).value();
  }
}
