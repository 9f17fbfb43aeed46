package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.SharedLoop;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.probe.ProbedTokens;

/// The screen on the whole loop, for tests of its parts. What is recorded is of one test alone.
final class BrowserOnLoop {

  /// Gives it to the constructor of a test.
  static final class SharedBrowser implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == BrowserOnLoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new BrowserOnLoop(SharedLoop.of(context, BrowserOnLoop.class));
    }
  }

  private final Loop loop;
  private final AttachedHsm hsm;
  private final KeyRecords records = KeyRecords.inMemory();

  private BrowserOnLoop(SharedLoop shared) {
    loop = shared.loop();
    hsm = shared.hsm();
  }

  Loop loop() {
    return loop;
  }

  /// With the token of the loop, logged in to.
  AttachedHsm hsm() {
    return hsm;
  }

  KeyRecords records() {
    return records;
  }

  /// Label of the token.
  String token() {
    return hsm.status().token().orElseThrow().label();
  }

  static TokenPlace place(Slot slot) {
    return new TokenPlace(SoftHsm.modulePath(), slot.id());
  }

  void makeKey(String label) {
    loop.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
  }

  HsmBrowserViewModel browser(ScriptedDialogs dialogs) {
    return browser(hsm, loop.kms(), new DirectTasks(), dialogs);
  }

  HsmBrowserViewModel browser(
      AttachedHsm attached, KeyManagement kms, Tasks tasks, ScriptedDialogs dialogs) {
    var lineages = new LineageReader(kms, new KeyCensus(kms), loop.ownProxy(), records);
    return new HsmBrowserViewModel(
        attached,
        new KeySources(lineages, loop.ownProxy(), records, probed()),
        tasks,
        dialogs,
        _ -> {});
  }

  /// What other tests found is not known.
  static ProbedTokens probed() {
    try {
      return new ProbedTokens(Files.createTempDirectory("probed").resolve(ProbedTokens.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HsmBrowserViewModel shown(ScriptedDialogs dialogs) {
    var browser = browser(dialogs);
    browser.refresh();
    return browser;
  }

  /// @param selected label of an object
  HsmBrowserViewModel shown(ScriptedDialogs dialogs, String selected) {
    var browser = shown(dialogs);
    browser.objects().selected().set(row(browser, selected));
    return browser;
  }

  static HsmObjectRow row(HsmBrowserViewModel browser, String label) {
    return browser.objects().rows().stream()
        .filter(row -> row.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  static HsmContents contents(HsmBrowserViewModel browser) {
    return ((Loadable.Ready<HsmContents>) browser.contents().get()).value();
  }
}
