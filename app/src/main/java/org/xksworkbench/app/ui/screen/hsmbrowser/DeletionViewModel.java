package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Locale;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.dialog.LostKey;

/// Deletes the selected object after its label was typed.
public final class DeletionViewModel {

  private final HsmCalls calls;
  private final ObjectListViewModel objects;
  private final KmsKeyUse kmsKeys;
  private final KeyRecords records;
  private final Dialogs dialogs;

  DeletionViewModel(
      HsmCalls calls,
      ObjectListViewModel objects,
      KmsKeyUse kmsKeys,
      KeyRecords records,
      Dialogs dialogs) {
    this.calls = calls;
    this.objects = objects;
    this.kmsKeys = kmsKeys;
    this.records = records;
    this.dialogs = dialogs;
  }

  void delete() {
    objects.whenSelected(row -> {
      if (dialogs.confirmTyped(
          "Delete " + describe(row) + "?",
          warning(row),
          LostKey.of(row.lineages()),
          row.label().isBlank() ? "delete" : row.name().strip(),
          "Delete the " + what(row))) {
        calls.change(
            "Deleting " + row.name(), session -> session.objects().delete(row.object().ref()));
      }
    });
  }

  private static String what(HsmObjectRow row) {
    return row.object().ref().objectClass().title().toLowerCase(Locale.ROOT);
  }

  private static String describe(HsmObjectRow row) {
    return what(row) + " " + row.name();
  }

  private String warning(HsmObjectRow row) {
    if (!row.secretKey()) {
      return "It is gone for good.";
    }
    return use(row)
        + " "
        + backup(row)
        + " A deleted key cannot be brought back by AWS or by this program.";
  }

  private String use(HsmObjectRow row) {
    if (row.kmsKeys().isEmpty()) {
      return kmsKeys.isKnown() ? "No KMS key uses it." : "Whether a KMS key uses it is not known.";
    }
    return "KMS key "
        + String.join(", ", row.kmsKeys())
        + " loses its key material: all that was encrypted under it can never be decrypted again.";
  }

  private String backup(HsmObjectRow row) {
    return calls
        .token()
        .flatMap(token -> records.backupOf(token.label(), row.label()))
        .map(record -> "A backup was recorded by " + record.by() + ": " + record.how() + ".")
        .orElse("No backup of it is recorded.");
  }
}
