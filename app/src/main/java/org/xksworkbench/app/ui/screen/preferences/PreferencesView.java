package org.xksworkbench.app.ui.screen.preferences;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.settings.Appearance;
import org.xksworkbench.app.settings.LanguageChoice;
import org.xksworkbench.app.settings.Preferences;
import org.xksworkbench.app.settings.Thresholds;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Card;
import org.xksworkbench.app.ui.widget.Choices;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.words.Words;

/// One line a preference: what it is at the left, what is chosen at the right.
public final class PreferencesView implements Screen {

  private static final Words WORDS = Words.of(PreferencesView.class);
  private static final double WIDEST = 760;
  private static final double CHOICE_WIDTH = 190;

  private final PreferencesViewModel viewModel;
  private final Page page;

  public PreferencesView(PreferencesViewModel viewModel) {
    this.viewModel = viewModel;
    page =
        new Page(
            WORDS.text("page.title"),
            WORDS.text(viewModel.isForgotten() ? "page.about-demo" : "page.about"));
    var sections = new VBox(16, appearance(), security(), warnings());
    sections.setMaxWidth(WIDEST);
    var scroll = new ScrollPane(sections);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    page.content(scroll);
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {}

  private Node appearance() {
    var theme =
        Keyboard.startsAt(
            choice(
                "preference-theme",
                List.of(Appearance.values()),
                PreferencesView::nameOf,
                Preferences::appearance,
                Preferences::withAppearance));
    var language =
        choice(
            "preference-language",
            List.of(LanguageChoice.values()),
            PreferencesView::nameOf,
            Preferences::language,
            Preferences::withLanguage);
    language.setDisable(!viewModel.languageCanBeChosen());
    return Card.withTitle(
        WORDS.text("section.appearance"),
        row(WORDS.text("theme.name"), Labels.about(WORDS.text("theme.about")), theme),
        row(WORDS.text("language.name"), aboutLabel(viewModel::aboutLanguage), language));
  }

  private Node security() {
    return Card.withTitle(
        WORDS.text("section.security"),
        row(
            WORDS.text("idle.name"),
            aboutLabel(viewModel::aboutIdle),
            choice(
                "preference-idle",
                viewModel.idleMinutes(),
                minutes ->
                    minutes == 1 ? WORDS.text("idle.minute") : WORDS.text("idle.minutes", minutes),
                Preferences::idleMinutes,
                Preferences::withIdleMinutes)));
  }

  private Node warnings() {
    return Card.withTitle(
        WORDS.text("section.warnings"),
        row(
            WORDS.text("certificate.name"),
            Labels.about(
                WORDS.text("certificate.about", String.valueOf(Thresholds.CERTIFICATE_DAYS_BAD))),
            choice(
                "preference-certificate",
                viewModel.certificateDays(),
                days -> WORDS.text("certificate.days", days),
                now -> now.thresholds().certificateDays(),
                (before, days) ->
                    before.withThresholds(before.thresholds().withCertificateDays(days)))),
        row(
            WORDS.text("slow.name"),
            Labels.about(WORDS.text("slow.about")),
            choice(
                "preference-slow",
                viewModel.slowMillis(),
                millis -> WORDS.text("slow.millis", millis),
                now -> now.thresholds().slowMillis(),
                (before, millis) ->
                    before.withThresholds(before.thresholds().withSlowMillis(millis)))));
  }

  private Label aboutLabel(Supplier<String> about) {
    var label = Labels.about("");
    label.textProperty().bind(viewModel.preferences().map(_ -> about.get()));
    return label;
  }

  private static HBox row(String name, Label about, ComboBox<?> choice) {
    var label = new Label(name);
    label.setLabelFor(choice);
    choice.setAccessibleHelp(about.getText());
    about.textProperty().subscribe(choice::setAccessibleHelp);
    var words = new VBox(2, label, about);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    var row = new HBox(16, words, choice);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private <T> ComboBox<T> choice(
      String id,
      List<T> values,
      Function<T, String> name,
      Function<Preferences, T> now,
      BiFunction<Preferences, T, Preferences> change) {
    var choice = Choices.of(id, values, name);
    choice.setMinWidth(CHOICE_WIDTH);
    choice.setValue(now.apply(viewModel.preferences().get()));
    choice
        .valueProperty()
        .addListener((_, _, value) -> viewModel.change(before -> change.apply(before, value)));
    return choice;
  }

  private static String nameOf(Appearance appearance) {
    return switch (appearance) {
      case SYSTEM -> WORDS.text("choice.system");
      case LIGHT -> WORDS.text("theme.light");
      case DARK -> WORDS.text("theme.dark");
    };
  }

  /// A language is called as those who speak it call it.
  private static String nameOf(LanguageChoice language) {
    return switch (language) {
      case SYSTEM -> WORDS.text("choice.system");
      case ENGLISH -> "English";
      case GERMAN -> "Deutsch";
    };
  }
}
