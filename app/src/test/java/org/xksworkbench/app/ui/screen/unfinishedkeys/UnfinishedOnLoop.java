package org.xksworkbench.app.ui.screen.unfinishedkeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.SharedLoop;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;

/// Creations that did not come to their end, on the whole loop. What was begun is of one test
/// alone.
final class UnfinishedOnLoop {

  /// Gives it to the constructor of a test.
  static final class SharedUnfinishedKeys implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == UnfinishedOnLoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new UnfinishedOnLoop(SharedLoop.of(context, UnfinishedOnLoop.class));
    }
  }

  private final SharedLoop shared;
  private final Path state;
  private final List<Destination> visited = new ArrayList<>();

  private UnfinishedOnLoop(SharedLoop shared) {
    this.shared = shared;
    try {
      state = Files.createTempDirectory(shared.folder(), "state");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Loop loop() {
    return shared.loop();
  }

  List<Destination> visited() {
    return visited;
  }

  /// As from a fresh start of the program.
  KeyCreation creation() {
    return loop().creation(state);
  }

  /// Makes a KMS key whose alias is taken.
  ///
  /// @return its XKS key ID
  String leaveOver() {
    var xksKeyId = "left-" + UUID.randomUUID();
    loop().session().generateAesKey(AesKeyTemplate.forExternalKeyStore(xksKeyId));
    creation()
        .create(
            new KeyPlan(
                loop().store("main").id(),
                "main",
                xksKeyId,
                "alias/used",
                "",
                Map.of(),
                KeyAccess.ofAccountOnly().policy("aws", "000000000000")),
            () -> {});
    return xksKeyId;
  }

  UnfinishedKeysViewModel list(Tasks tasks) {
    return new UnfinishedKeysViewModel(creation(), loop().commands(), tasks, visited::add);
  }

  UnfinishedKeysViewModel loaded() {
    var list = list(new DirectTasks());
    list.load();
    return list;
  }

  static List<UnfinishedKeyViewModel> keys(UnfinishedKeysViewModel list) {
    return ((Loadable.Ready<List<UnfinishedKeyViewModel>>) list.keys().get()).value();
  }
}
