package org.xksworkbench.app.ui.screen.keydetail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.SharedLoop;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.StillAsRead;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;

/// The screen of one key on the whole loop, for tests of its parts. What was answered and noted is
/// of one test alone.
final class DetailsOnLoop {

  /// Gives it to the constructor of a test.
  static final class Shared implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == DetailsOnLoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new DetailsOnLoop(SharedLoop.of(context, DetailsOnLoop.class));
    }
  }

  private final Loop loop;
  private final Path state;
  private final ScriptedDialogs dialogs = new ScriptedDialogs();

  private DetailsOnLoop(SharedLoop shared) {
    loop = shared.loop();
    try {
      state = Files.createTempDirectory(shared.folder(), "state");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Loop loop() {
    return loop;
  }

  ScriptedDialogs dialogs() {
    return dialogs;
  }

  KeyCreation creation() {
    return loop.creation(state);
  }

  /// A key of its own, by its alias.
  KeyDetailViewModel fresh(String name) {
    loop.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(name));
    var key =
        loop.kms().perform(new KmsChange.CreateKey(loop.store("main").id(), name, "")).value();
    loop.kms().perform(new KmsChange.CreateAlias("alias/" + name, key.keyId()));
    return shown("alias/" + name);
  }

  KeyDetailViewModel shown(String keyId) {
    return shown(keyId, loop.ownProxy());
  }

  KeyDetailViewModel shown(String keyId, OwnProxy proxy) {
    var viewModel =
        new KeyDetailViewModel(
            keyId,
            new DetailSources(
                new InterceptedKeyManagement(
                    loop.kms(), Interceptors.of(new StillAsRead(loop.kms()))),
                loop.aws().events(),
                creation(),
                loop.texts(),
                proxy),
            new DirectTasks(),
            dialogs);
    viewModel.load();
    return viewModel;
  }

  static KeyDetails details(KeyDetailViewModel viewModel) {
    return ((Loadable.Ready<KeyDetails>) viewModel.details().get()).value();
  }
}
