package org.xksworkbench.app.session;

import java.nio.file.Path;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.creation.CreationJournal;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.bridge.probe.ProbedTokens;
import org.xksworkbench.bridge.store.KeptFiles;

/// What is remembered from session to session. What is wrong with its files is told by [KeptFiles].
///
/// @param folder where creations, records and ceremonies are
public record Remembered(
    Path folder,
    Settings settings,
    ActivityLog activity,
    ConnectionHistory history,
    KeyRecords records,
    CreationJournal creations) {

  /// Reads what is in the folder; new records and all activity go there, too. Blocks.
  static Remembered in(Path folder, Settings settings, KeptFiles files) {
    return new Remembered(
        folder,
        settings,
        ActivityLog.open(folder.resolve("activity.jsonl"), files),
        ConnectionHistory.open(folder.resolve("connections.jsonl"), files, files.soon()),
        records(folder, files),
        creations(folder, files));
  }

  /// The same but for settings and activity, which are forgotten with the program. Blocks.
  public static Remembered withoutActivity(Path folder, KeptFiles files) {
    return new Remembered(
        folder,
        Settings.inMemory(),
        ActivityLog.inMemory(),
        ConnectionHistory.inMemory(),
        records(folder, files),
        creations(folder, files));
  }

  /// What was found of tokens.
  public ProbedTokens probedTokens() {
    return new ProbedTokens(folder.resolve(ProbedTokens.FILE));
  }

  private static KeyRecords records(Path folder, KeptFiles files) {
    return KeyRecords.in(folder.resolve("records"), files, files.soon());
  }

  private static CreationJournal creations(Path folder, KeptFiles files) {
    var journal = new CreationJournal(folder.resolve("creations"));
    journal.watch(files);
    return journal;
  }
}
