package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.Documents;

/// No start of a JVM that loads a PKCS#11 library lets a crash write what was in memory, PINs too.
///
/// The options cannot stand in one file: the launchers that `jpackage` makes for Windows and macOS
/// take no argument file, and a helper differs on purpose.
class CrashFilesTest {

  private static final String NO_CORE = "-XX:-CreateCoredumpOnCrash";

  /// No page of the JVM either: it would stand in the middle of an answer in JSON. With it goes the
  /// error file.
  private static final String NO_PAGE = "-XX:+SuppressFatalErrorMessage";

  /// The page stays: its first words tell the window that the helper crashed.
  private static final Set<String> NO_FILE = Set.of("-XX:ErrorFile=/dev/null", "-XX:ErrorFile=NUL");

  private static final Pattern ON_A_CRASH =
      Pattern.compile(
          "-XX:(?:[+-](?:CreateCoredumpOnCrash|SuppressFatalErrorMessage|ShowRegistersOnAssert"
              + "|HeapDumpOnOutOfMemoryError|CrashOnOutOfMemoryError)"
              + "|(?:ErrorFile|OnError|HeapDumpPath)=\\S+)");

  /// What a JVM has to be given that loads a native library by this program.
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  /// The window loads no PKCS#11 library, which `ArchitectureTest` holds, and the build's trainer
  /// only writes down what a JVM has loaded.
  private static final Set<String> OF_THE_WINDOW =
      Set.of(
          "app/bin/xks-workbench",
          "app/src/test/java/org/xksworkbench/app/LaunchersTest.java",
          "packaging/jpackage/image.args",
          "packaging/scripts/train.sh");

  private static Set<String> onACrash(String text) {
    var found = new TreeSet<String>();
    ON_A_CRASH.matcher(text).results().forEach(match -> found.add(match.group()));
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void both_launchers_of_the_command_leave_no_core_no_error_file_and_no_page() {
    for (var launcher :
        List.of("hsm-bridge/bin/hsm-bridge", "packaging/jpackage/hsm-bridge.properties")) {
      assertThat(onACrash(read(Documents.ROOT.resolve(launcher))))
          .as(launcher)
          .containsExactlyInAnyOrder(NO_CORE, NO_PAGE);
    }
  }

  @Test
  void a_helper_and_the_windows_proxy_leave_no_core_and_no_error_file() {
    for (var command : List.of("agent", "proxy")) {
      var words = AgentProcess.likeThis(Map.of()).command(command).command();
      var options = onACrash(String.join("\n", words.subList(0, words.indexOf("-cp"))));
      assertThat(options).as(command).hasSize(2).contains(NO_CORE).containsAnyElementsOf(NO_FILE);
    }
  }

  @Test
  void nothing_else_starts_one_that_leaves_a_core() throws IOException {
    var starts = 0;
    for (var folder :
        List.of("app/bin", "app/src", "hsm-bridge/bin", "hsm-bridge/src", "packaging")) {
      try (var files = Files.walk(Documents.ROOT.resolve(folder))) {
        for (var file : texts(files)) {
          var name = Documents.ROOT.relativize(file).toString().replace('\\', '/');
          if (read(file).contains(NATIVE) && !OF_THE_WINDOW.contains(name)) {
            assertThat(onACrash(read(file))).as(name).contains(NO_CORE);
            starts++;
          }
        }
      }
    }
    assertThat(starts).isGreaterThan(3);
  }

  private static List<Path> texts(Stream<Path> files) {
    return files
        .filter(Files::isRegularFile)
        .filter(file -> !file.endsWith("CrashFilesTest.java"))
        .filter(CrashFilesTest::isText)
        .toList();
  }

  private static boolean isText(Path file) {
    var name = String.valueOf(file.getFileName());
    return !name.contains(".") || name.matches(".*\\.(java|sh|args|properties|service|spec)");
  }
}
