package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.Documents;
import org.xksworkbench.bridge.guard.MachinePolicy;
import picocli.CommandLine.MissingParameterException;

/// What the documents tell a reader to type is understood by the program and by make.
class DocumentedCommandsTest {

  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```\\w*\\n(.*?)^ *```$");
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern BRIDGE =
      Pattern.compile("(?m)(?:^|[\\s/])hsm-bridge ([a-z-][^\\n]*)$");
  private static final Pattern MAKE = Pattern.compile("(?m)(?:^|`)make ([a-z-]+)");
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z-]+):");

  /// A document and the words after `hsm-bridge` in it.
  private record Typed(Path document, List<String> words) {}

  @Test
  void each_command_in_a_block_is_one_of_hsm_bridge_with_all_that_it_needs() throws IOException {
    var commands = new ArrayList<Typed>();
    for (var document : Documents.pages()) {
      var blocks = FENCE.matcher(Files.readString(document));
      while (blocks.find()) {
        var text = blocks.group(1).replaceAll("\\\\\\n\\s*", " ");
        BRIDGE.matcher(text).results().forEach(m -> commands.add(typed(document, m.group(1))));
      }
    }
    assertThat(commands).hasSizeGreaterThan(12);
    assertThat(commands)
        .allSatisfy(command ->
            assertThatCode(() -> parse(command)).as(command.toString()).doesNotThrowAnyException());
  }

  @Test
  void each_command_in_a_sentence_names_subcommands_and_options_that_exist() throws IOException {
    var commands = new ArrayList<Typed>();
    for (var document : Documents.pages()) {
      var sentences = FENCE.matcher(Files.readString(document)).replaceAll("");
      INLINE
          .matcher(sentences)
          .results()
          .flatMap(code -> BRIDGE.matcher(code.group(1)).results())
          .forEach(m -> commands.add(typed(document, m.group(1))));
    }
    assertThat(commands).hasSizeGreaterThan(12);
    assertThat(commands)
        .allSatisfy(command -> {
          try {
            parse(command);
          } catch (MissingParameterException e) {
            // A sentence need not name every option.
          }
        });
  }

  @Test
  void each_target_of_make_exists() throws IOException {
    var targets =
        TARGET
            .matcher(Files.readString(Documents.ROOT.resolve("Makefile")))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    for (var document : Documents.pages()) {
      var named =
          MAKE.matcher(Files.readString(document))
              .results()
              .map(match -> match.group(1))
              .collect(Collectors.toSet());
      assertThat(targets).as(Documents.ROOT.relativize(document).toString()).containsAll(named);
    }
  }

  private static Typed typed(Path document, String line) {
    var command = line.replaceFirst("\\s+(#|>|\\||&&|2>|</).*$", "").replaceAll("[\\[\\]]", "");
    return new Typed(Documents.ROOT.relativize(document), List.of(command.strip().split("\\s+")));
  }

  private static void parse(Typed command) {
    var _ =
        HsmBridge.commandLine(MachinePolicy.none())
            .parseArgs(command.words().toArray(String[]::new));
  }
}
