package org.xksworkbench.app.ui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The pairs of text and background that the style sheet uses can be read (WCAG 2.2, 1.4.3).
class ContrastTest {

  private static final Pattern TOKEN =
      Pattern.compile("(-color-[a-z0-9-]+):\\s*(#[0-9a-fA-F]{3,8}|rgba?\\([^)]*\\))");

  static Stream<Arguments> pairs() {
    var pairs =
        Map.ofEntries(
            Map.entry("-color-fg-default", "-color-bg-default"),
            Map.entry("-color-fg-muted", "-color-bg-default"),
            Map.entry("-color-fg-muted ", "-color-bg-subtle"),
            Map.entry("-color-accent-fg", "-color-accent-subtle"),
            Map.entry("-color-success-fg", "-color-success-subtle"),
            Map.entry("-color-warning-fg", "-color-warning-subtle"),
            Map.entry("-color-danger-fg", "-color-danger-subtle"),
            Map.entry("-color-danger-fg ", "-color-bg-default"),
            Map.entry("-color-fg-muted  ", "-color-neutral-subtle"));
    return Stream.<Theme>of(new PrimerLight(), new PrimerDark())
        .flatMap(theme ->
            pairs.entrySet().stream()
                .map(pair -> Arguments.of(theme, pair.getKey().strip(), pair.getValue())));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void text_can_be_read_on_its_background(Theme theme, String text, String background)
      throws IOException {
    var tokens = tokens(theme);
    var ground = over(tokens.get(background), tokens.get("-color-bg-default"));
    assertThat(Contrast.of(over(tokens.get(text), ground), ground))
        .as("%s: %s on %s", theme.getName(), text, background)
        .isGreaterThanOrEqualTo(Contrast.READABLE);
  }

  @ParameterizedTest
  @MethodSource("bands")
  void the_band_that_says_that_this_is_not_aws_can_be_read(String text, String background) {
    assertThat(Contrast.of(Color.web(text), Color.web(background)))
        .isGreaterThanOrEqualTo(Contrast.READABLE);
  }

  static Stream<Arguments> bands() {
    return Stream.of(Arguments.of("white", "#8250df"));
  }

  private static Map<String, Color> tokens(Theme theme) throws IOException {
    var tokens = new HashMap<String, Color>();
    var resource = theme.getUserAgentStylesheet();
    String css;
    try (var in =
        resource.startsWith("/")
            ? Theme.class.getResourceAsStream(resource)
            : URI.create(resource).toURL().openStream()) {
      css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var found = TOKEN.matcher(css);
    while (found.find()) {
      tokens.putIfAbsent(found.group(1), Color.web(found.group(2)));
    }
    return tokens;
  }

  private static Color over(Color front, Color back) {
    return back.interpolate(
        Color.color(front.getRed(), front.getGreen(), front.getBlue()), front.getOpacity());
  }
}
