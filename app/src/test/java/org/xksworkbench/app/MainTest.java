package org.xksworkbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.bridge.Product;

/// What the program answers a terminal, in a process of its own.
class MainTest {

  @Test
  void an_argument_that_it_does_not_know_ends_with_the_usage_and_no_window() throws Exception {
    var run = run("--colour", "red");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.said()).isEqualTo("Unknown argument --colour.\n" + Arguments.USAGE);
  }

  @Test
  void nothing_in_the_product_drives_the_window() throws Exception {
    var run = run("--demo", "--tour", folder.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.said()).startsWith("Unknown argument --tour.\n");
  }

  @Test
  void help_and_version_need_no_display() throws Exception {
    assertThat(run("--demo", "--help")).isEqualTo(new ProgramRun(0, Arguments.USAGE));
    assertThat(run("--version"))
        .isEqualTo(new ProgramRun(0, Product.NAME + " " + Product.VERSION + "\n"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void without_a_display_it_says_so_in_a_sentence() throws Exception {
    var run = run("--demo", "--demo-folder", folder.toString());
    assertThat(run.code()).isEqualTo(1);
    // JavaFX warns of the class path before; in the packages it is a module.
    assertThat(run.said())
        .endsWith(
            "\nThe window cannot be opened: Unable to open DISPLAY. It needs a graphical desktop."
                + " Without one, use hsm-bridge at the terminal.\n")
        .doesNotContain("\tat ");
  }

  @TempDir Path folder;

  private ProgramRun run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().remove("DISPLAY");
    builder.environment().remove("WAYLAND_DISPLAY");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.environment().put("XDG_CACHE_HOME", folder.toString());
    return ProgramRun.of(builder);
  }
}
