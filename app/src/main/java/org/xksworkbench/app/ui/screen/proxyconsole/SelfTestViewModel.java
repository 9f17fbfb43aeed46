package org.xksworkbench.app.ui.screen.proxyconsole;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.ChosenFile;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.check.CheckException;
import org.xksworkbench.bridge.check.CheckReport;
import org.xksworkbench.bridge.check.CheckTarget;
import org.xksworkbench.bridge.check.ConformanceLab;
import org.xksworkbench.bridge.check.ConformanceLab.Options;
import org.xksworkbench.bridge.check.RuleVerdict;

/// Tries every rule of the specification on the proxy of this workstation, or on another that the
/// user owns.
public final class SelfTestViewModel implements AutoCloseable {

  private static final Duration LOAD_TIME = Duration.ofSeconds(10);
  private static final int AWS_QUOTA = 1800;

  private final Optional<ProxyControl> control;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final TaskScope scope;
  private final ObservableList<RuleVerdict> verdicts = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable CheckReport> report = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final BooleanProperty busy = new SimpleBooleanProperty();

  public SelfTestViewModel(OwnProxy proxy, Tasks tasks, Dialogs dialogs) {
    this.control = proxy.control();
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.scope = tasks.scope();
  }

  /// What came of each rule.
  public ObservableList<RuleVerdict> verdicts() {
    return verdicts;
  }

  /// Null until a test has run.
  public ReadOnlyObjectProperty<@Nullable CheckReport> report() {
    return report.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  public BooleanProperty busy() {
    return busy;
  }

  /// Tests the proxy of this workstation at its first path.
  public void testOwn() {
    control.ifPresent(present -> {
      var state = present.state();
      var target = present.selfTestTarget(state.paths().getFirst().path());
      if (!state.running()) {
        problem.set(invalid("The XKS proxy does not run", "Start it first."));
        return;
      }
      askKey()
          .ifPresent(key ->
              run(() ->
                  CheckTarget.read(
                      URI.create(target.url()),
                      target.consoleFile(),
                      Optional.of(target.authority()),
                      Optional.of(
                          new InetSocketAddress(
                              InetAddress.getLoopbackAddress(),
                              URI.create(target.url()).getPort())),
                      Optional.of(key))));
    });
  }

  /// Asks for the address, credential and authority of another proxy and tests it.
  public void testOther() {
    dialogs
        .askText(
            "Check an XKS proxy that you own",
            "Its proxy URI endpoint. The test encrypts and decrypts with one key and changes"
                + " nothing.",
            "https://",
            "Next")
        .ifPresent(url ->
            dialogs
                .chooseFile("The configuration file for the AWS console, with its credential")
                .ifPresent(conf -> {
                  var authority =
                      dialogs.chooseFile(
                          "PEM file of its certificate authority; cancel for a public one");
                  askKey()
                      .ifPresent(key ->
                          run(() ->
                              CheckTarget.read(
                                  URI.create(url),
                                  conf,
                                  authority,
                                  Optional.empty(),
                                  Optional.of(key))));
                }));
  }

  private Optional<String> askKey() {
    return dialogs.askText(
        "Which key may the test use?",
        "The XKS key ID of a key to encrypt and decrypt with.",
        "",
        "Test");
  }

  @FunctionalInterface
  private interface TargetMaker {
    CheckTarget make();
  }

  private void run(TargetMaker maker) {
    var rate =
        dialogs.confirm(
                "Try the default quota of AWS KMS, too?",
                AWS_QUOTA
                    + " requests a second for "
                    + LOAD_TIME.toSeconds()
                    + " seconds, with the same key. Do not do this to a proxy in production.",
                "Try it")
            ? AWS_QUOTA
            : 0;
    problem.set(null);
    report.set(null);
    verdicts.clear();
    tasks
        .task("Testing the XKS proxy")
        .on(
            Job.PROXY_LAB,
            context -> {
              try {
                return ConformanceLab.run(
                    maker.make(),
                    new Options(rate, LOAD_TIME, Options.AWS_KMS_DEADLINE),
                    _ -> context.signOfLife());
              } catch (CheckException | IllegalArgumentException e) {
                return e;
              }
            })
        .in(scope)
        .latest("self-test")
        .busy(busy)
        .onSuccess(result -> {
          switch (result) {
            case CheckReport done -> {
              verdicts.setAll(done.verdicts());
              report.set(done);
            }
            case RuntimeException refused ->
                problem.set(
                    invalid(
                        "The test cannot begin",
                        refused.getMessage() == null ? "" : refused.getMessage()));
            default -> throw new IllegalStateException("neither report nor refusal");
          }
        })
        .start();
  }

  /// Writes the report, as PDF or JSON by the name of the file.
  public void save() {
    var done = report.get();
    if (done == null) {
      return;
    }
    dialogs
        .saveFile("Save the report as .pdf or .json", "xks-proxy-report.pdf")
        .ifPresent(path ->
            tasks
                .task("Writing " + path.getFileName())
                .on(Job.FILES, _ -> ChosenFile.write(path, file -> write(done, file)))
                .in(scope)
                .start());
  }

  private static void write(CheckReport done, Path path) throws IOException {
    if (path.toString().endsWith(".json")) {
      var _ = ChosenFile.write(path, done.toJson());
    } else {
      done.writePdf(path);
    }
  }

  private static Problem invalid(String headline, String cause) {
    return Problem.of(Problem.ProblemKind.INVALID, headline).because(cause);
  }

  @Override
  public void close() {
    scope.close();
  }
}
