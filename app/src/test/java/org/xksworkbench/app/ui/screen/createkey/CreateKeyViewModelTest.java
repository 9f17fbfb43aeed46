package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreateKeyViewModelTest {

  private final List<Destination> visited = new ArrayList<>();
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
  void a_key_is_created_with_its_alias_and_shown() {
    var form = form("main");
    fill(form, "fit-1", "created");
    form.next();
    var key = loop.kms().key("alias/created");
    assertThat(key.xksKeyId()).contains("fit-1");
    assertThat(key.customKeyStoreId()).contains(loop.store("main").id());
    assertThat(key.origin()).isEqualTo("EXTERNAL_KEY_STORE");
    assertThat(key.keySpec()).isEqualTo("SYMMETRIC_DEFAULT");
    assertThat(key.keyUsage()).isEqualTo("ENCRYPT_DECRYPT");
    assertThat(key.multiRegion()).isFalse();
    assertThat(key.description()).isEqualTo("Made by a test");
    assertThat(visited).containsExactly(new Destination.KeyDetail(key.keyId()));
  }

  @Test
  void without_the_acknowledgement_there_is_no_way_on() {
    var form = form("main");
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("acknowledgement");
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.CONFIGURATION);
  }

  @Test
  void keys_of_the_token_are_offered_with_the_reason_against_them() {
    var choices = choices(form("main"));
    assertThat(choices)
        .extracting(choice -> choice.key().label())
        .contains("fit-2", "used", "short", "one-way")
        .doesNotContain("xks-health");
    assertThat(choices)
        .extracting(ExternalKeyChoice::selectable)
        .as("those that can be chosen come first")
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(choice(choices, "used").reason()).contains("alias/used");
    assertThat(choice(choices, "used").awsError()).isEqualTo("XksKeyAlreadyInUseException");
    assertThat(choice(choices, "short").reason()).contains("128 bits");
    assertThat(choice(choices, "one-way").reason()).contains("CKA_DECRYPT");
    assertThat(choice(choices, "fit-2").selectable()).isTrue();
  }

  @Test
  void a_key_of_another_key_store_may_be_used_here_too() {
    assertThat(choice(choices(form("main")), "stored").selectable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, XksKeyNotFoundException",
    "used,    XksKeyAlreadyInUseException",
    "short,   XksKeyInvalidConfigurationException",
    "one-way, XksKeyInvalidConfigurationException"
  })
  void a_key_that_aws_kms_refuses_is_explained_and_nothing_entered_is_lost(
      String xksKeyId, String code) {
    var form = form("main");
    fill(form, xksKeyId, "refused");
    form.next();
    assertThat(form.createProblem().get().code()).isEqualTo(code);
    assertThat(form.createProblem().get().requestId()).isNotEmpty();
    assertThat(form.draft().get().alias()).isEqualTo("refused");
    assertThat(form.draft().get().xksKeyId()).isEqualTo(xksKeyId);
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(loop.kms().aliases()).doesNotContainKey("alias/refused");
    assertThat(visited).isEmpty();
  }

  @Test
  void a_key_store_that_was_disconnected_meanwhile_is_explained() throws InterruptedException {
    var form = form("main");
    fill(form, "fit-2", "too-late");
    var id = loop.store("main").id();
    loop.kms().disconnect(id);
    awaitState(id, ConnectionState.Disconnected.class);
    try {
      form.next();
      assertThat(form.createProblem().get().code())
          .isEqualTo("CustomKeyStoreInvalidStateException");
    } finally {
      loop.kms().connect(id);
      awaitState(id, ConnectionState.Connected.class);
    }
  }

  @Test
  void a_disconnected_key_store_is_connected_first_and_the_form_says_how_it_went() {
    var form = form("off");
    form.edit(draft -> draft.withAcknowledged(true));
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("Connect the key store");
    form.connect();
    assertThat(form.connectedHere().get()).isTrue();
    assertThat(form.canGoOn().get()).isTrue();
    loop.kms().disconnect(loop.store("off").id());
  }

  @Test
  void a_key_store_that_cannot_connect_shows_the_error_code() {
    var form = form("broken");
    form.connect();
    assertThat(((Loadable.Ready<ExternalKeyStore>) form.store().get()).value().connectionState())
        .isEqualTo(new ConnectionState.Failed("XKS_PROXY_INVALID_TLS_CONFIGURATION"));
    assertThat(form.connectedHere().get()).isFalse();
    assertThat(form.canGoOn().get()).isFalse();
  }

  @Test
  void an_alias_that_is_taken_leaves_the_key_and_a_way_to_finish() {
    var form = form("main");
    fill(form, "fit-3", "used");
    form.next();
    var left = form.unfinished().get();
    assertThat(left.problem().code()).isEqualTo("AlreadyExistsException");
    assertThat(left.key().xksKeyId()).contains("fit-3");
    assertThat(form.canGoOn().get()).as("no second key").isFalse();
    form.edit(draft -> draft.withAlias("another-name"));
    form.retryAlias();
    assertThat(loop.kms().aliases()).containsEntry("alias/another-name", left.key().keyId());
    assertThat(visited).containsExactly(new Destination.KeyDetail(left.key().keyId()));
  }

  @Test
  void what_cannot_be_checked_here_is_said_to_be_so() {
    var form = form("main");
    assertThat(form.check("nowhere").orElseThrow().outcome())
        .isEqualTo(ExternalKeyCheck.Outcome.UNKNOWN);
    assertThat(form.check("short").orElseThrow().outcome())
        .isEqualTo(ExternalKeyCheck.Outcome.REFUSED);
    assertThat(form.check("fit-2").orElseThrow().outcome())
        .isEqualTo(ExternalKeyCheck.Outcome.GOOD);
    assertThat(form.check("no spaces allowed")).isEmpty();
  }

  private CreateKeyViewModel form(String store) {
    visited.clear();
    var form =
        new CreateKeyViewModel(
            loop.store(store).id(),
            loop.kms(),
            hsm,
            loop.ownProxy(),
            new DirectTasks(),
            visited::add);
    form.load();
    form.loadChoices();
    return form;
  }

  private static void fill(CreateKeyViewModel form, String xksKeyId, String alias) {
    form.edit(draft -> draft.withAcknowledged(true));
    form.next();
    form.edit(draft -> draft.withXksKeyId(xksKeyId));
    form.next();
    form.edit(draft -> draft.withAlias(alias).withDescription("Made by a test"));
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.REVIEW);
  }

  private static List<ExternalKeyChoice> choices(CreateKeyViewModel form) {
    return ((Loadable.Ready<List<ExternalKeyChoice>>) form.choices().get()).value();
  }

  private static ExternalKeyChoice choice(List<ExternalKeyChoice> choices, String label) {
    return choices.stream()
        .filter(choice -> choice.key().label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private void awaitState(String id, Class<? extends ConnectionState> state)
      throws InterruptedException {
    for (var i = 0; i < 500 && !state.isInstance(loop.kms().keyStore(id).connectionState()); i++) {
      Thread.sleep(10);
    }
    assertThat(loop.kms().keyStore(id).connectionState()).isInstanceOf(state);
  }
}
