package org.xksworkbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A class that is read in one go is understood in one go.
class SizeTest {

  private static final Path ROOT = Path.of(System.getProperty("xksw.basedir"));
  private static final int MOST_LINES = 400;
  private static final int MOST_FIELDS = 12;
  private static final int MOST_PARAMETERS = 6;

  /// Larger ones, and why. A view, a pane or a view model has no reason.
  private static final Map<String, String> LARGER =
      Map.of(
          "Action", "one record a kind of step",
          "AgentChannel", "both directions of one channel, with what ends them",
          "CeremonyRun", "the acts of a ceremony, each with what must hold before it",
          "ConnectionDoctor", "one probe after the other, as AWS KMS meets them",
          "PdfPages", "whatever can stand on a page",
          "Pkcs11Hsm", "every call of the port to the module",
          "PlanReader", "one method a part of a plan, each with its own message",
          "CeremonyProgress", "what each event of a ceremony changes",
          "StepActions", "one method an action of a plan");

  @Test
  void no_class_is_longer_than_it_must_be() throws IOException {
    var larger = new TreeMap<String, Long>();
    lines()
        .forEach((name, lines) -> {
          if (lines > MOST_LINES) {
            larger.put(name, lines);
          }
        });
    assertThat(larger.keySet())
        .as("longer than %d lines: %s", MOST_LINES, larger)
        .isEqualTo(new TreeMap<>(LARGER).keySet())
        .noneMatch(name -> name.matches(".*(ViewModel|View|Pane)"));
  }

  @Test
  void no_view_model_has_more_fields_or_takes_more_parameters_than_can_be_kept_in_mind()
      throws IOException {
    var larger = new TreeMap<String, String>();
    for (var viewModel : viewModels()) {
      var fields = Arrays.stream(viewModel.getDeclaredFields()).filter(SizeTest::isState).count();
      var parameters =
          Arrays.stream(viewModel.getDeclaredConstructors())
              .mapToInt(Constructor::getParameterCount)
              .max()
              .orElse(0);
      if (fields > MOST_FIELDS || parameters > MOST_PARAMETERS) {
        larger.put(viewModel.getName(), fields + " fields, " + parameters + " parameters");
      }
    }
    assertThat(larger)
        .as(
            "with over %d fields or %d parameters: a part with a state of its own is a class, and"
                + " what always travels together is a record",
            MOST_FIELDS, MOST_PARAMETERS)
        .isEmpty();
  }

  private static boolean isState(Field field) {
    return !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic();
  }

  /// Not initialised: they are only looked at.
  private static List<Class<?>> viewModels() throws IOException {
    var sources = ROOT.resolve("app/src/main/java");
    var found = new ArrayList<Class<?>>();
    try (var files = Files.walk(sources)) {
      for (var file : files.filter(one -> one.toString().endsWith("ViewModel.java")).toList()) {
        var name = sources.relativize(file).toString().replace(File.separatorChar, '.');
        found.add(
            Class.forName(
                name.substring(0, name.length() - ".java".length()),
                false,
                SizeTest.class.getClassLoader()));
      }
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
    assertThat(found).as("view models").isNotEmpty();
    return found;
  }

  private static Map<String, Long> lines() throws IOException {
    var lines = new HashMap<String, Long>();
    for (var module : new String[] {"app", "hsm-bridge"}) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file ->
                lines.merge(
                    file.getFileName().toString().replace(".java", ""), count(file), Math::max));
      }
    }
    return lines;
  }

  private static long count(Path file) {
    try (Stream<String> text = Files.lines(file)) {
      return text.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
