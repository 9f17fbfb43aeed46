package org.xksworkbench.bridge.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xksworkbench.bridge.guard.UserFolders;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.store.UnpackedFile;

/// The native part of the wrapper. The wrapper itself would unpack it into the shared temporary
/// folder, and leave it there when a process crashes.
final class WrapperLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(WrapperLibrary.class);

  private static final String NAME = "pkcs11wrapper";

  private static final class Linked {
    /// Why it is not loaded; empty if it is.
    static final Optional<String> TROUBLE = link();

    private Linked() {}
  }

  private WrapperLibrary() {}

  /// A module through the wrapper.
  ///
  /// @throws UnsatisfiedLinkError with a sentence, if its native part cannot be loaded
  static PKCS11Module open(Path module) throws IOException {
    if (Linked.TROUBLE.isPresent()) {
      throw new UnsatisfiedLinkError(Linked.TROUBLE.get());
    }
    return new PKCS11Module(new PKCS11Implementation(module.toString())) {};
  }

  private static Optional<String> link() {
    var trouble = isInstalled() ? Optional.<String>empty() : loadOurs();
    if (trouble.isEmpty()) {
      PKCS11Implementation.initializeLibrary();
    }
    return trouble;
  }

  /// Where the jar has none, as for macOS, it can be put among the system's libraries.
  @SuppressWarnings("restricted") // native access is what this class is for
  private static boolean isInstalled() {
    try {
      System.loadLibrary(NAME);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  private static Optional<String> loadOurs() {
    var folder = UserFolders.cache().resolve("native");
    var resource = resource();
    try {
      var content = read(resource);
      if (content.isEmpty()) {
        return Optional.of("this program has none of its own for this system (" + resource + ")");
      }
      return loadOurs(folder, resource.substring(resource.lastIndexOf('/') + 1), content.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> loadOurs(Path folder, String name, byte[] content) {
    var first = tryToLoad(() -> UnpackedFile.in(folder, name, content));
    if (first.isEmpty()) {
      return first;
    }
    // A service may have no folder that it can write to, or none from which code is loaded.
    var second = loadFromPassingFolder(name, content);
    if (second.isEmpty()) {
      LOG.debug("The folder {} cannot be used: {}", folder, first.get());
      return second;
    }
    return Optional.of(
        "this program calls such libraries by one of its own, which it unpacks into the folder "
            + folder
            + " and cannot load from there, nor from "
            + System.getProperty("java.io.tmpdir")
            + ". Where that is full, not writable or mounted noexec, name another by the"
            + " environment variable XDG_CACHE_HOME. The reason given is: "
            + first.get());
  }

  @FunctionalInterface
  private interface Unpacking {
    Path file() throws IOException;
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static Optional<String> tryToLoad(Unpacking unpacking) {
    try {
      System.load(unpacking.file().toString());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(StoreException.words(e));
    } catch (UnsatisfiedLinkError e) {
      return Optional.of(String.valueOf(e.getMessage()).replaceAll("[.!\\s]+$", ""));
    }
  }

  /// A folder that is made for it, this user's alone, and gone when this returns: what is loaded
  /// needs no name any more.
  private static Optional<String> loadFromPassingFolder(String name, byte[] content) {
    try {
      var folder = Files.createTempDirectory("xks-workbench-");
      try {
        return tryToLoad(() -> UnpackedFile.in(folder, name, content));
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      return Optional.of(StoreException.words(e));
    }
  }

  private static void delete(Path folder) throws IOException {
    var parent = Objects.requireNonNull(folder.getParent(), "no root is temporary");
    try (var files = Files.list(folder)) {
      var own = folder.getFileName() + "/";
      var names = files.map(file -> own + file.getFileName()).toList();
      Deletion.deleteMade(MadeFiles.of(parent, names));
      Deletion.deleteMade(MadeFiles.of(parent, List.of(own)));
    }
  }

  private static Optional<byte[]> read(String resource) throws IOException {
    var loader = PKCS11Module.class.getClassLoader();
    try (var in = loader == null ? null : loader.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }

  private static String resource() {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var processor =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case String other -> other;
        };
    return os.startsWith("windows")
        ? "natives/windows/win-" + processor + "/release/" + NAME + ".dll"
        : "natives/unix/" + os + "-" + processor + "/release/lib" + NAME + ".so";
  }
}
