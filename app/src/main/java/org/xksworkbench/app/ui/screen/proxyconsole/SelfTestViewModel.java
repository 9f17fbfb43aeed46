package org.xksworkbench.app.ui.screen.proxyconsole;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.externalkey.TestableKeys;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.proxy.ProxyControl.SelfTestTarget;
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

  private static final String LOAD =
      "Try the default quota of AWS KMS, too: %d requests a second for %d seconds"
          .formatted(AWS_QUOTA, LOAD_TIME.toSeconds());

  private final Optional<ProxyControl> control;
  private final TestableKeys keys;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final TaskScope scope;
  private final ObservableList<RuleVerdict> verdicts = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable CheckReport> report = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final BooleanProperty busy = new SimpleBooleanProperty();

  /// @param keys what our proxy can be tested with
  public SelfTestViewModel(OwnProxy proxy, TestableKeys keys, Tasks tasks, Dialogs dialogs) {
    this.control = proxy.control();
    this.keys = keys;
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

  /// Whether our proxy can be tested from here.
  boolean testsOwn() {
    return control.flatMap(SelfTestViewModel::target).isPresent();
  }

  private static Optional<SelfTestTarget> target(ProxyControl proxy) {
    return proxy.selfTestTarget(firstPath(proxy));
  }

  private static String firstPath(ProxyControl proxy) {
    return proxy.state().paths().getFirst().path();
  }

  /// Tests the proxy of this workstation at its first path, with one of the keys that it serves.
  public void testOwn() {
    control.ifPresent(present ->
        target(present)
            .ifPresent(target -> {
              if (!present.state().running()) {
                problem.set(invalid("The XKS proxy does not run", "Start it first."));
                return;
              }
              var path = firstPath(present);
              tasks
                  .task("Reading which keys the XKS proxy serves")
                  .on(Job.HSM_LIST, _ -> keys.at(path))
                  .in(scope)
                  .latest("self-test")
                  .busy(busy)
                  .onSuccess(known -> askKey(target, known))
                  .onProblem(why -> {
                    problem.set(why);
                    askKey(target, List.of());
                  })
                  .start();
            }));
  }

  private void askKey(SelfTestTarget target, List<String> known) {
    dialogs
        .askTestedKey(known, LOAD)
        .ifPresent(key ->
            run(
                () ->
                    CheckTarget.read(
                        URI.create(target.url()),
                        target.consoleFile(),
                        Optional.of(target.authority()),
                        Optional.of(
                            new InetSocketAddress(
                                InetAddress.getLoopbackAddress(),
                                URI.create(target.url()).getPort())),
                        Optional.of(key.xksKeyId())),
                key.withLoad()));
  }

  /// Asks for the address, credential and authority of another proxy and tests it.
  public void testOther() {
    dialogs
        .askTestedProxy(LOAD)
        .ifPresent(other ->
            run(
                () ->
                    CheckTarget.read(
                        other.endpoint(),
                        other.consoleFile(),
                        other.authority(),
                        Optional.empty(),
                        Optional.of(other.key().xksKeyId())),
                other.key().withLoad()));
  }

  @FunctionalInterface
  private interface TargetMaker {
    CheckTarget make();
  }

  private void run(TargetMaker maker, boolean withLoad) {
    var rate = withLoad ? AWS_QUOTA : 0;
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
