package org.xksworkbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The scripts that start the Linux image, made for an image whose `java` prints how it was called.
@EnabledOnOs(OS.LINUX)
class LaunchersTest {

  private static final Path SCRIPT = Path.of("../packaging/scripts/launchers.sh").toAbsolutePath();

  @TempDir Path folder;

  private Path image;
  private Path launcher;

  @BeforeEach
  void an_image_in_a_folder_with_an_awkward_name() throws Exception {
    image = imageIn("it's $HOME \"here\" *\n-");
    launcher = image.resolve("bin/tool");
  }

  @Test
  void arguments_and_options_reach_java_as_they_are() throws Exception {
    assertThat(run(folder, Map.of(), launcher.toString(), "a b", "", "\"'$HOME\n*").said())
        .isEqualTo(called("C.UTF-8", "a b", "", "\"'$HOME\n*"));
  }

  @Test
  void links_to_the_launcher_and_to_its_folder_are_followed() throws Exception {
    var links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("absolute"), launcher);
    Files.createSymbolicLink(links.resolve("relative"), links.relativize(launcher));
    Files.createSymbolicLink(links.resolve("second"), Path.of("relative"));
    Files.createSymbolicLink(links.resolve("bin"), links.relativize(image.resolve("bin")));

    for (var name : List.of("absolute", "relative", "second", "bin/tool")) {
      assertThat(run(links, Map.of(), "./" + name).said()).as(name).isEqualTo(called("C.UTF-8"));
      assertThat(run(links, Map.of(), "sh", name).said()).as(name).isEqualTo(called("C.UTF-8"));
    }
  }

  @Test
  void variables_of_other_programs_do_not_lead_astray() throws Exception {
    var variables = Map.of("CDPATH", "/tmp:/", "APPDIR", "/opt/other", "PWD", "/no/such/folder");
    assertThat(run(image, variables, "sh", "bin/tool").said()).isEqualTo(called("C.UTF-8"));
  }

  @Test
  void a_locale_that_the_user_chose_stays() throws Exception {
    assertThat(run(folder, Map.of("LANG", "de_DE.UTF-8"), launcher.toString()).said())
        .isEqualTo(called(""));
    assertThat(run(folder, Map.of("LC_ALL", "POSIX"), launcher.toString()).said())
        .as("Java could not even open its own files below a folder named in UTF-8")
        .isEqualTo(called("C.UTF-8"));
  }

  @Test
  void a_path_that_java_cannot_take_is_refused_in_a_sentence() throws Exception {
    var other = imageIn("a:b");
    var run = run(folder, Map.of(), other.resolve("bin/tool").toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.said()).startsWith("tool: The path " + other + "/lib/app has a colon");
  }

  @Test
  void a_launcher_that_was_copied_away_says_so() throws Exception {
    var copy = Files.copy(launcher, folder.resolve("tool"));
    var run = run(folder, Map.of(), "sh", copy.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.said()).startsWith("tool: There is no lib/app beside the folder of " + copy);
  }

  @Test
  void a_working_folder_that_is_gone_is_said() throws Exception {
    Files.createDirectories(folder.resolve("gone"));
    var run =
        run(
            folder.resolve("gone"),
            Map.of("TOOL", launcher.toString()),
            "sh",
            "-c",
            "rmdir ../gone; exec \"$TOOL\"");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.said()).contains("tool: The folder that you are in does not exist any more.");
  }

  private Path imageIn(String name) throws Exception {
    var made = folder.resolve(name).resolve("image");
    var app = Files.createDirectories(made.resolve("lib/app"));
    var java = Files.createDirectories(made.resolve("lib/runtime/bin")).resolve("java");
    Files.writeString(
        app.resolve("tool.cfg"),
        """
        [Application]
        app.classpath=$APPDIR/one.jar
        app.mainclass=org.example.Tool
        app.classpath=$APPDIR/two.jar

        [JavaOptions]
        java-options=--enable-native-access=ALL-UNNAMED
        """);
    Files.writeString(java, "#!/bin/sh\nprintf '<%s>' \"${LC_ALL-}\" \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.createFile(made.resolve("lib/libapplauncher.so"));
    Files.createDirectories(made.resolve("bin"));
    assertThat(run(folder, Map.of(), "sh", SCRIPT.toString(), made.toString()))
        .isEqualTo(new ProgramRun(0, ""));
    return made;
  }

  private String called(String locale, String... arguments) {
    var app = image.resolve("lib/app");
    return "<%s><--enable-native-access=ALL-UNNAMED><-cp><%s/one.jar:%s/two.jar><org.example.Tool>"
            .formatted(locale, app, app)
        + (arguments.length == 0 ? "" : "<" + String.join("><", arguments) + ">");
  }

  private static ProgramRun run(Path in, Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(variables);
    return ProgramRun.of(builder);
  }
}
