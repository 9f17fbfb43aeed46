package org.xksworkbench.app.ui.screen.proxyconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.proxy.ProxyControl.NewCredential;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.proxy.ProxyControl.ServedPath;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;

/// What takes something away is asked first, and the secret of a new credential is told of for as
/// long as it can be of use. What the changes do to a real proxy is in `ProxyConsoleViewModelTest`.
class ServedPathsViewModelTest {

  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private final List<String> performed = new ArrayList<>();
  private final ServedPathsViewModel viewModel =
      new ServedPathsViewModel(dialogs, (what, _) -> performed.add(what));

  @Test
  void nothing_is_added_removed_or_blocked_without_a_yes() {
    changeEverything();
    assertThat(performed).isEmpty();
    assertThat(dialogs.asked())
        .hasSize(4)
        .allMatch(question -> question.contains("/payments") || question.contains("AKIAOLD"));

    dialogs.confirming().typing("archive");
    changeEverything();
    assertThat(performed)
        .containsExactly(
            "Adding a credential",
            "Removing a credential",
            "Blocking /payments",
            "Blocking archive");
  }

  @Test
  void what_is_given_back_is_not_asked_about() {
    viewModel.block(served("AKIAOLD"), false);
    viewModel.unblockKey(served("AKIAOLD"), "archive");
    assertThat(dialogs.asked()).isEmpty();
    assertThat(performed).containsExactly("Unblocking /payments", "Unblocking archive");
  }

  @Test
  void a_new_credential_is_told_of_until_the_proxy_has_it_no_more() {
    var added = new NewCredential("AKIANEW", Path.of("console.json"));
    viewModel.show(state("AKIAOLD", "AKIANEW"), Optional.of(added));
    assertThat(viewModel.newCredential().get()).contains(added);
    viewModel.show(state("AKIAOLD", "AKIANEW"), Optional.empty());
    assertThat(viewModel.newCredential().get()).as("after another change").contains(added);
    viewModel.show(state("AKIAOLD"), Optional.empty());
    assertThat(viewModel.newCredential().get()).isEmpty();
  }

  private void changeEverything() {
    var path = served("AKIAOLD");
    viewModel.addCredential(path);
    viewModel.removeCredential(path, "AKIAOLD");
    viewModel.block(path, true);
    viewModel.blockKey(path);
  }

  private static ServedPath served(String... accessKeyIds) {
    return new ServedPath(
        "/payments", "/payments/kms/xks/v1", List.of(accessKeyIds), "all", false, Set.of());
  }

  private static ProxyState state(String... accessKeyIds) {
    return new ProxyState(
        true,
        "https://localhost",
        "127.0.0.1:8443",
        Path.of("proxy.toml"),
        Instant.EPOCH,
        "localhost",
        List.of(served(accessKeyIds)),
        "xks-health",
        Optional.empty(),
        Optional.empty());
  }
}
