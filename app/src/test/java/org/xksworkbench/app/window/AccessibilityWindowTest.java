package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.ui.navigation.Destination;

/// Who hears a screen instead of seeing it is told what each control is and what it is for, on
/// every screen there is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityWindowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// As many looks in a row show the same before a screen counts as come to rest.
  private static final int RESTFUL = 4;

  private DemoWindow window;
  private KeyManagement kms;
  private Path evidence;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    window = new DemoWindow(folder);
    kms = window.client();
    evidence = Files.writeString(folder.resolve("evidence.xkcb"), "no evidence");
  }

  @AfterAll
  void close() {
    kms.close();
    window.close();
  }

  @Test
  void every_control_has_a_role_and_a_name_that_is_its_own() throws Exception {
    var unnamed = new ArrayList<String>();
    for (var destination : everywhere()) {
      window.go(destination);
      awaitRest();
      OnWindow.call(
          PATIENCE,
          () -> {
            unnamed(destination.getClass().getSimpleName(), unnamed);
            return true;
          });
    }
    assertThat(unnamed).isEmpty();
    window.assertNothingReported();
  }

  /// One of each kind of screen; a kind that is new fails here.
  private List<Destination> everywhere() {
    var store =
        kms.keyStores().stream()
            .filter(one -> one.name().equals("payments-hsm"))
            .map(ExternalKeyStore::id)
            .findFirst()
            .orElseThrow();
    var key = kms.aliases().get("alias/payments");
    var destinations =
        List.<Destination>of(
            new Destination.OverviewScreen(),
            new Destination.KeyStoresScreen(),
            new Destination.CreateKeyStoreScreen(),
            new Destination.EditKeyStoreScreen(store),
            new Destination.RotateCredentialScreen(store),
            new Destination.ConnectionCheckScreen(Optional.of(store)),
            new Destination.KeysScreen(),
            new Destination.KeyDetailScreen(key),
            Destination.CreateKeyScreen.fromKeys(),
            new Destination.CreateKeyScreen(store),
            new Destination.UnfinishedKeysScreen(),
            new Destination.HsmKeysScreen(),
            new Destination.HsmKeyScreen("payments-2026"),
            new Destination.HsmUriScreen("pkcs11:object=payments-2026"),
            new Destination.LineageScreen(),
            new Destination.WhatIfScreen(Optional.empty()),
            new Destination.XksProxyScreen(),
            new Destination.TourScreen(),
            new Destination.FaultsScreen(),
            new Destination.CeremoniesScreen(),
            new Destination.CeremonyFileScreen(evidence),
            new Destination.ActivityScreen(),
            new Destination.PreferencesScreen());
    var kinds = new HashSet<Class<?>>(Arrays.asList(Destination.class.getPermittedSubclasses()));
    // The demo has no profile of AWS to go to AWS with.
    kinds.remove(Destination.ConnectionToAws.class);
    destinations.forEach(destination -> kinds.remove(destination.getClass()));
    assertThat(kinds).as("screens that nobody looked at").isEmpty();
    return destinations;
  }

  private static void unnamed(String screen, List<String> found) {
    var names = new HashMap<String, Node>();
    var labels = new ArrayList<Label>();
    var controls = new ArrayList<Control>();
    Window.getWindows().stream()
        .filter(Window::isShowing)
        .forEach(one -> collect(one.getScene().getRoot(), controls, labels));
    for (var control : controls) {
      var what = screen + ": " + control.getClass().getSimpleName() + " #" + control.getId();
      if (Set.of(AccessibleRole.NODE, AccessibleRole.PARENT)
          .contains(control.getAccessibleRole())) {
        found.add(what + " has no role");
      }
      if (hasTextOfItsOwn(control)) {
        continue;
      }
      var name = name(control, labels);
      if (name.isBlank()) {
        found.add(what + " has no name");
      } else if (names.put(name, control) != null) {
        found.add(what + " is called “" + name + "” as another is");
      }
    }
  }

  private static boolean hasTextOfItsOwn(Control control) {
    return control instanceof Labeled labeled
        && labeled.getText() != null
        && !labeled.getText().isBlank();
  }

  private static String name(Control control, List<Label> labels) {
    var told = control.getAccessibleText();
    return told != null && !told.isBlank()
        ? told
        : labels.stream()
            .filter(label -> label.getLabelFor() == control)
            .map(Label::getText)
            .findFirst()
            .orElse("");
  }

  /// What is shown and can be worked with. What a control is made of is its own affair.
  private static void collect(Node node, List<Control> controls, List<Label> labels) {
    if (!node.isVisible()) {
      return;
    }
    if (node instanceof Label label) {
      labels.add(label);
      return;
    }
    if (isWorkedWith(node)) {
      controls.add((Control) node);
      return;
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, controls, labels));
    }
  }

  private static boolean isWorkedWith(Node node) {
    return node instanceof ButtonBase
        || node instanceof TextInputControl
        || node instanceof ComboBoxBase<?>
        || node instanceof Spinner<?>
        || node instanceof TableView<?>
        || node instanceof ListView<?>;
  }

  /// Until nothing is read any more and the screen stays as it is.
  private void awaitRest() {
    var before = new int[] {-1, 0};
    window.await(
        "a screen at rest",
        () -> {
          var now = fingerprint(Window.getWindows().getFirst().getScene().getRoot());
          before[1] = now == before[0] ? before[1] + 1 : 0;
          before[0] = now;
          return before[1] >= RESTFUL;
        });
  }

  private static int fingerprint(Node node) {
    if (node instanceof ProgressIndicator progress && progress.isVisible()) {
      return (int) System.nanoTime();
    }
    var sum = node.isVisible() ? 1 : 0;
    if (node instanceof Parent parent) {
      for (var child : parent.getChildrenUnmodifiable()) {
        sum = 31 * sum + fingerprint(child);
      }
    }
    return sum;
  }
}
