package org.xksworkbench.app.ui.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/// Light, dark, or whatever the system says, also when it changes its mind.
public final class Theme {

  /// What the user chose.
  public enum ThemeChoice {
    SYSTEM,
    LIGHT,
    DARK
  }

  private static final List<String> TEXT_FACES =
      List.of("Inter", "Segoe UI", "SF Pro Text", "Cantarell", "Noto Sans", "DejaVu Sans");
  private static final List<String> FIXED_FACES =
      List.of("JetBrains Mono", "Cascadia Mono", "SF Mono", "Noto Sans Mono", "DejaVu Sans Mono");

  private ThemeChoice choice;

  public Theme(ThemeChoice choice) {
    this.choice = choice;
    Platform.getPreferences().colorSchemeProperty().addListener(_ -> apply());
    apply();
  }

  public void choose(ThemeChoice choice) {
    this.choice = choice;
    apply();
  }

  public boolean dark() {
    return switch (choice) {
      case DARK -> true;
      case LIGHT -> false;
      case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
    };
  }

  /// Adds this program's style sheets to a scene, a dialog's too.
  public void dress(Scene scene) {
    scene
        .getStylesheets()
        .addAll(resource("workbench.css"), resource("controlsfx-bridge.css"), faces());
  }

  private void apply() {
    Application.setUserAgentStylesheet(
        dark()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
  }

  /// JavaFX takes one font family, not a list to fall back on: choose among those installed.
  private static String faces() {
    var css =
        ".root{-fx-font-family:\"%s\";} .mono{-fx-font-family:\"%s\";}"
            .formatted(firstInstalled(TEXT_FACES), firstInstalled(FIXED_FACES));
    return "data:text/css;base64,"
        + java.util.Base64.getEncoder()
            .encodeToString(css.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String firstInstalled(List<String> faces) {
    var installed = Font.getFamilies();
    return faces.stream().filter(installed::contains).findFirst().orElse("System");
  }

  private static String resource(String name) {
    return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
  }
}
