package org.xksworkbench.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.xksworkbench.app.hsm.AttachedHsm;

/// A loop for the tests of many classes: to make one takes seconds, and more where the machine is
/// busy.
///
/// @param folder for what a test keeps on disk; deleted after the last test
/// @param hsm with the token of the loop, logged in to
public record SharedLoop(Path folder, Loop loop, AttachedHsm hsm) implements AutoCloseable {

  /// @param group whose tests share it
  public static SharedLoop of(ExtensionContext context, Class<?> group) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedLoop.class))
        .computeIfAbsent(group, _ -> open(), SharedLoop.class);
  }

  private static SharedLoop open() {
    try {
      var folder = Files.createTempDirectory("loop");
      var loop = new Loop(folder);
      return new SharedLoop(folder, loop, loop.attachedHsm());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    hsm.close();
    loop.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
