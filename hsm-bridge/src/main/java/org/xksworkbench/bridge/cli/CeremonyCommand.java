package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.store.StoreException;
import picocli.CommandLine.Command;

/// Plans, people's keys and evidence of key ceremonies. The ceremony itself is held in the window.
@Command(
    name = "ceremony",
    mixinStandardHelpOptions = true,
    description = "Plans, people's keys and evidence of key ceremonies.",
    subcommands = {
      CeremonyPlansCommand.class,
      CeremonyCheckCommand.class,
      CeremonyScriptCommand.class,
      CeremonyPersonCommand.class,
      CeremonyExportCommand.class,
      CeremonyVerifyCommand.class,
      CeremonyCountersignCommand.class,
      CeremonyAnchorCommand.class,
      CeremonyDiscloseCommand.class,
      CeremonyChecklistCommand.class,
      CeremonyCompareCommand.class
    })
final class CeremonyCommand {

  /// A fingerprint as people compare it: digits in groups of four, then words.
  static String asWords(Fingerprint fingerprint) {
    var out = new StringBuilder();
    var groups = fingerprint.groups();
    for (var row = 0; row < 2; row++) {
      out.append("  ").append(String.join(" ", groups.subList(row * 8, row * 8 + 8))).append('\n');
    }
    var words = fingerprint.words();
    for (var row = 0; row < 4; row++) {
      out.append("  ").append(String.join(" ", words.subList(row * 8, row * 8 + 8)));
      if (row < 3) {
        out.append('\n');
      }
    }
    return out.toString();
  }

  /// Writes a file that did not exist.
  static void writeNew(Path file, byte[] content) {
    try {
      Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new CommandFailure(file + " is there already; nothing was written.");
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be written: " + StoreException.words(e));
    }
  }

  /// What cannot be read as evidence or a plan is wrong use: no verdict on it.
  static <T> T reading(Supplier<T> work) {
    try {
      return work.get();
    } catch (CeremonyException e) {
      throw new CommandFailure(ExitStatus.USAGE, e.getMessage());
    }
  }

  /// The content of a file that the user named.
  static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitStatus.USAGE, file + " cannot be read: " + StoreException.words(e));
    }
  }
}
