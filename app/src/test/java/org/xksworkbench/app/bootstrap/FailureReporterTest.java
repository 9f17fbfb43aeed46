package org.xksworkbench.app.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;

/// What the user, the terminal and the log file are told of failures, with the log as the window
/// has it.
class FailureReporterTest {

  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private final FailureReporter reporter = new FailureReporter(dialogs);
  private final Thread.UncaughtExceptionHandler uncaught =
      reporter.handlerOfUncaught(new DirectTasks());
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final PrintStream before = System.err;
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private Path log;

  @BeforeEach
  void logAsTheWindowDoes(@TempDir Path folder) throws JoranException {
    log = folder.resolve("window.log");
    System.setErr(new PrintStream(terminal, true, StandardCharsets.UTF_8));
    context.reset();
    context.putProperty("xksw.logs", folder.toString());
    context.putProperty("xksw.log.file", "window");
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Places.class.getResource("/window-logback.xml"));
  }

  @AfterEach
  void logAsBefore() throws Exception {
    System.setErr(before);
    context.reset();
    new ch.qos.logback.classic.util.ContextInitializer(context).autoConfig();
  }

  private String terminal() {
    return terminal.toString(StandardCharsets.UTF_8);
  }

  @Test
  void no_network_and_an_expired_sign_in_are_a_line_each_and_their_traces_are_in_the_file()
      throws IOException {
    var offline =
        new KmsException(
            KmsException.KmsFailureKind.UNREACHABLE,
            "UnknownHost",
            "AWS cannot be reached.\nIs there a network?",
            "",
            new IOException("no route"));
    var expired =
        new KmsException(
            KmsException.KmsFailureKind.CREDENTIALS,
            "ExpiredToken",
            "The sign-in has expired.",
            "",
            null);
    reporter.report(Problems.of(offline), offline);
    reporter.report(Problems.of(expired), expired);
    assertThat(terminal().lines()).hasSize(2).allSatisfy(line -> assertThat(line).contains("WARN"));
    assertThat(dialogs.shown()).hasSize(2);
    assertThat(Files.readString(log)).contains("no route", "\tat " + getClass().getName());
  }

  @Test
  void a_defect_is_one_line_too_and_shown_once_although_it_fails_at_each_frame()
      throws IOException {
    for (var frame = 0; frame < 3; frame++) {
      uncaught.uncaughtException(Thread.currentThread(), new IllegalStateException("drawn wrong"));
    }
    assertThat(dialogs.shown())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.headline()).contains("inside XKS Workbench");
          assertThat(problem.nextStep()).contains("diagnostics bundle");
          assertThat(problem.causes().toString()).contains("log");
        });
    assertThat(terminal().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("ERROR", problemCode(), "drawn wrong"));
    assertThat(Files.readString(log)).contains("\tat " + getClass().getName());
  }

  private String problemCode() {
    return dialogs.shown().getFirst().code();
  }

  @Test
  void a_failure_that_has_words_of_its_own_is_no_defect_wherever_it_was_thrown() {
    var refused =
        new KmsException(
            KmsException.KmsFailureKind.REFUSED, "AccessDeniedException", "No.", "", null);
    uncaught.uncaughtException(Thread.currentThread(), refused);
    assertThat(dialogs.shown()).containsExactly(Problems.of(refused));
  }

  @Test
  void what_a_library_logs_with_a_trace_is_one_line_on_the_terminal() {
    Logger library = context.getLogger("software.amazon.awssdk.something");
    library.warn("A library has trouble", new IOException("first line\nsecond line"));
    assertThat(terminal().lines())
        .singleElement()
        .asString()
        .contains("A library has trouble [java.io.IOException: first line]");
  }
}
