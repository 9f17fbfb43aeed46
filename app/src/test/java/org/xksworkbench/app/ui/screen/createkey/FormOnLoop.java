package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.SharedLoop;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.externalkey.Candidates;
import org.xksworkbench.app.externalkey.ExternalKeyCheck;
import org.xksworkbench.app.externalkey.ExternalKeys;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.Principals;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Step;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.bridge.hsm.HsmKey;

/// The form on the whole loop, for tests of its parts. What is entered and recorded is of one test
/// alone.
final class FormOnLoop {

  /// Gives it to the constructor of a test.
  static final class SharedForm implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == FormOnLoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new FormOnLoop(SharedLoop.of(context, FormOnLoop.class));
    }
  }

  private final SharedLoop shared;
  private final Path state;
  private final DirectTasks tasks = new DirectTasks();
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private final List<Destination> visited = new ArrayList<>();
  private KeyRecords records = KeyRecords.inMemory();

  private FormOnLoop(SharedLoop shared) {
    this.shared = shared;
    try {
      state = Files.createTempDirectory(shared.folder(), "state");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var token = shared.hsm().status().token().orElseThrow().label();
    shared.hsm().session().orElseThrow().secretKeys().stream()
        .map(HsmKey::label)
        .forEach(
            label -> records.add(new BackupRecord(Instant.EPOCH, token, label, "ada", "cloned")));
  }

  Loop loop() {
    return shared.loop();
  }

  DirectTasks tasks() {
    return tasks;
  }

  ScriptedDialogs dialogs() {
    return dialogs;
  }

  List<Destination> visited() {
    return visited;
  }

  /// As from a fresh start of the program.
  KeyCreation creation() {
    return loop().creation(state);
  }

  /// For forms that are opened from now on.
  void forgetBackups() {
    records = KeyRecords.inMemory();
  }

  /// Started in a key store.
  CreateKeyViewModel form(String store) {
    return form(store, loop().ownProxy());
  }

  CreateKeyViewModel form(String store, OwnProxy proxy) {
    return form(in(store), proxy, loop().aws().principals());
  }

  CreateKeyViewModel form(String store, Principals principals) {
    return form(in(store), loop().ownProxy(), principals);
  }

  CreateKeyViewModel form(Destination.CreateKeyScreen start) {
    return form(start, loop().ownProxy(), loop().aws().principals());
  }

  private Destination.CreateKeyScreen in(String store) {
    return new Destination.CreateKeyScreen(loop().store(store).id());
  }

  private CreateKeyViewModel form(
      Destination.CreateKeyScreen start, OwnProxy proxy, Principals principals) {
    var form =
        new CreateKeyViewModel(start, services(proxy, principals), tasks, dialogs, visited::add);
    form.load();
    return form;
  }

  private CreateKeyViewModel.Services services(OwnProxy proxy, Principals principals) {
    var kms = loop().kms();
    return new CreateKeyViewModel.Services(
        kms,
        new ExternalKeys(kms, shared.hsm(), proxy, new KeyCensus(kms)),
        principals,
        creation(),
        loop().texts(),
        shared.hsm(),
        records);
  }

  /// The review of a form, with tasks of its own.
  ReviewStepViewModel review(CreateKeyViewModel form, ScreenTasks tasks) {
    return new ReviewStepViewModel(
        new CreateKeyViewModel.Parts(
            form.entries(), form.keyStore(), form.externalKey(), form.access()),
        services(loop().ownProxy(), loop().aws().principals()),
        tasks,
        dialogs,
        visited::add);
  }

  /// To the review.
  static void fill(CreateKeyViewModel form, String xksKeyId, String alias) {
    form.entries().edit(draft -> draft.withAcknowledged(true));
    form.next();
    form.externalKey().pick(xksKeyId);
    form.next();
    form.entries().edit(draft -> draft.withAlias(alias).withDescription("Made by a test"));
    form.skipToReview();
    assertThat(form.step().get()).isEqualTo(Step.REVIEW);
  }

  static ExternalKeyCheck.ExternalKeyReport report(CreateKeyViewModel form) {
    return ((Loadable.Ready<ExternalKeyCheck.ExternalKeyReport>) form.externalKey().report().get())
        .value();
  }

  static Candidates candidates(CreateKeyViewModel form) {
    return ((Loadable.Ready<Candidates>) form.externalKey().candidates().get()).value();
  }

  void awaitState(String id, Class<? extends ConnectionState> wanted) throws InterruptedException {
    var kms = loop().kms();
    for (var i = 0; i < 3000 && !wanted.isInstance(kms.keyStore(id).connectionState()); i++) {
      Thread.sleep(10); // the local KMS connects in a thread of its own and tells nobody
    }
    assertThat(kms.keyStore(id).connectionState()).isInstanceOf(wanted);
  }
}
