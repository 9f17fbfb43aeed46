package org.xksworkbench.app.ui.screen.keystoreform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsAnswer;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.keystoreform.KeyStoreFormViewModel.FormMode;
import org.xksworkbench.app.ui.task.DirectTasks;

/// What the form sends. What AWS KMS makes of it is tested in the window, on the real loop.
class KeyStoreFormViewModelTest {

  private static final String ACCESS_KEY_ID = "ABCDEFGHIJKLMNOPQ234";
  private static final String SECRET = "s".repeat(43);

  private final List<Object> sent = new ArrayList<>();
  private final List<String> secrets = new ArrayList<>();
  private final List<Destination> visited = new ArrayList<>();
  private ConnectionState state = new ConnectionState.Disconnected();

  @Test
  void nothing_is_sent_before_every_field_is_right_and_each_says_what_is_wrong() {
    var form = form(new FormMode.Create(), new ScriptedDialogs());
    assertThat(form.errors().get()).as("nothing is wrong before the first try").isEmpty();
    form.submit();
    assertThat(form.errors().get().keySet())
        .containsExactlyInAnyOrder(
            KeyStoreField.NAME,
            KeyStoreField.ENDPOINT,
            KeyStoreField.ACCESS_KEY_ID,
            KeyStoreField.SECRET);
    form.fields().connectivity().set(Connectivity.VPC_ENDPOINT_SERVICE);
    assertThat(form.errors().get()).containsKey(KeyStoreField.SERVICE);
    form.fields().connectivity().set(Connectivity.PUBLIC_ENDPOINT);
    fill(form);
    assertThat(form.errors().get()).isEmpty();
    assertThat(sent).isEmpty();

    form.submit();
    var store = (KmsChange.CreateCustomKeyStore) sent.getFirst();
    assertThat(store.uriPath()).isEqualTo("/payments/kms/xks/v1");
    assertThat(store.vpcEndpointServiceName()).isEmpty();
    assertThat(secrets).containsExactly(SECRET);
    assertThat(store.credential().rawSecretAccessKey())
        .as("wiped after the call")
        .containsOnly('\0');
    assertThat(visited).containsExactly(new Destination.KeyStoresScreen());
  }

  @Test
  void what_is_planned_can_be_written_elsewhere_and_carries_no_secret() {
    var form = form(new FormMode.Create(), new ScriptedDialogs());
    assertThat(form.plan()).isEmpty();
    assertThat(form.errors().get()).as("what is missing is shown").containsKey(KeyStoreField.NAME);
    fill(form);
    var planned = form.plan().orElseThrow();
    assertThat(planned.uriPath()).isEqualTo("/payments/kms/xks/v1");
    assertThat(planned.credential().accessKeyId()).isEqualTo(ACCESS_KEY_ID);
    assertThat(planned.credential().rawSecretAccessKey()).isEmpty();
    assertThat(sent).isEmpty();
  }

  @Test
  void the_console_file_fills_path_and_credential(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("console.json"),
            """
            {"XksProxyUriPath":"/payments/kms/xks/v1","XksProxyAuthenticationCredential":
             {"AccessKeyId":"%s","RawSecretAccessKey":"%s"}}
            """
                .formatted(ACCESS_KEY_ID, SECRET));
    var form = form(new FormMode.Create(), new ScriptedDialogs().choosing(file));
    form.upload();
    assertThat(form.fields().pathPrefix().get()).isEqualTo("/payments");
    assertThat(form.fields().accessKeyId().get()).isEqualTo(ACCESS_KEY_ID);
    form.fields().name().set("main");
    form.fields().endpoint().set("https://xks.example.com");
    form.submit();
    assertThat(secrets).containsExactly(SECRET);
  }

  @Test
  void another_file_is_refused_and_what_was_entered_stays(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("x.json"), "{\"secret\":\"do-not-show\"}");
    var form = form(new FormMode.Create(), new ScriptedDialogs().choosing(file));
    fill(form);
    form.upload();
    assertThat(form.problem().get().causes())
        .singleElement()
        .asString()
        .contains("not the configuration file of an XKS proxy")
        .doesNotContain("do-not-show");
    assertThat(form.fields().pathPrefix().get()).isEqualTo("/payments");
  }

  @Test
  void an_edit_sends_what_was_changed_and_nothing_else() {
    var form = form(new FormMode.Edit("cks-1"), new ScriptedDialogs());
    form.load();
    assertThat(form.editable().get()).containsExactlyInAnyOrder(KeyStoreField.values());
    form.fields().name().set("renamed");
    form.submit();
    var update = (KmsChange.UpdateCustomKeyStore) sent.getFirst();
    assertThat(update.newName()).contains("renamed");
    assertThat(update)
        .isEqualTo(
            new KmsChange.UpdateCustomKeyStore(
                store(),
                Optional.of("renamed"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void while_connected_only_name_path_and_credential_can_be_changed() {
    state = new ConnectionState.Connected();
    var form = form(new FormMode.Edit("cks-1"), new ScriptedDialogs());
    form.load();
    assertThat(form.editable().get())
        .containsExactlyInAnyOrder(
            KeyStoreField.NAME,
            KeyStoreField.PATH_PREFIX,
            KeyStoreField.ACCESS_KEY_ID,
            KeyStoreField.SECRET);
    form.fields().endpoint().set("https://elsewhere.example.com");
    form.fields().pathPrefix().set("/other");
    form.submit();
    var update = (KmsChange.UpdateCustomKeyStore) sent.getFirst();
    assertThat(update.uriEndpoint()).isEmpty();
    assertThat(update.uriPath()).contains("/other/kms/xks/v1");
  }

  @Test
  void a_failed_key_store_cannot_be_changed() {
    state = new ConnectionState.Failed("XKS_PROXY_TIMED_OUT");
    var form = form(new FormMode.Edit("cks-1"), new ScriptedDialogs());
    form.load();
    assertThat(form.editable().get()).isEmpty();
  }

  @Test
  void a_form_with_something_in_it_asks_before_it_is_left() {
    var dialogs = new ScriptedDialogs();
    var form = form(new FormMode.Create(), dialogs);
    assertThat(form.mayLeave()).isTrue();
    assertThat(dialogs.asked()).isEmpty();
    form.fields().name().set("main");
    assertThat(form.mayLeave()).isFalse();
    assertThat(dialogs.asked()).singleElement().asString().contains("is not kept");
    assertThat(form(new FormMode.Create(), dialogs.confirming()).mayLeave()).isTrue();
    fill(form);
    form.submit();
    assertThat(dialogs.asked()).as("what was created needs no question").hasSize(1);
    assertThat(form.mayLeave()).isTrue();
  }

  @Test
  void a_form_that_is_left_keeps_no_secret() {
    var form = form(new FormMode.Create(), new ScriptedDialogs());
    fill(form);
    form.close();
    form.submit();
    assertThat(secrets).isEmpty();
  }

  private static void fill(KeyStoreFormViewModel form) {
    form.fields().name().set("main");
    form.fields().endpoint().set("https://xks.example.com");
    form.fields().pathPrefix().set("/payments");
    form.fields().accessKeyId().set(ACCESS_KEY_ID);
    form.fields().enterSecret(SECRET.toCharArray());
  }

  private KeyStoreFormViewModel form(FormMode mode, ScriptedDialogs dialogs) {
    return new KeyStoreFormViewModel(mode, kms(), new DirectTasks(), dialogs, visited::add);
  }

  private KeyManagement kms() {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "keyStore" -> store();
                  case "perform" -> {
                    sent.add(arguments[0]);
                    if (arguments[0] instanceof KmsChange.CreateCustomKeyStore store) {
                      secrets.add(new String(store.credential().rawSecretAccessKey()));
                    }
                    yield new KmsAnswer<>("cks-1", "r-1");
                  }
                  default -> throw new AssertionError(method.getName());
                });
  }

  private ExternalKeyStore store() {
    return new ExternalKeyStore(
        "cks-1",
        "main",
        state,
        new XksProxyConfiguration(
            Connectivity.PUBLIC_ENDPOINT,
            "https://xks.example.com",
            "/payments/kms/xks/v1",
            ACCESS_KEY_ID,
            Optional.empty(),
            Optional.empty()),
        Instant.EPOCH);
  }
}
