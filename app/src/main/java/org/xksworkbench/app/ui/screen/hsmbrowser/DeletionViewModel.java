package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Locale;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.Dialogs;

/// Deletes the selected object after its label was typed.
public final class DeletionViewModel {

  private final HsmCalls calls;
  private final ObjectListViewModel objects;
  private final KmsKeyUse kmsKeys;
  private final KeyRecords records;
  private final Dialogs dialogs;
  private final MessagesViewModel messages;

  DeletionViewModel(
      HsmCalls calls,
      ObjectListViewModel objects,
      KmsKeyUse kmsKeys,
      KeyRecords records,
      Dialogs dialogs,
      MessagesViewModel messages) {
    this.calls = calls;
    this.objects = objects;
    this.kmsKeys = kmsKeys;
    this.records = records;
    this.dialogs = dialogs;
    this.messages = messages;
  }

  void delete() {
    objects.whenSelected(row -> {
      var word = row.label().isEmpty() ? "delete" : row.label();
      dialogs
          .askText(
              "Delete " + describe(row) + "?",
              warning(row) + " Type " + word + " to delete it.",
              "",
              "Delete")
          .ifPresent(typed -> {
            if (typed.equals(word)) {
              calls.change(
                  "Deleting " + row.label(),
                  session -> session.objects().delete(row.object().ref()));
            } else {
              messages.refuse(
                  "Nothing was deleted",
                  "“" + typed + "” is not " + word + ".",
                  "Type it exactly, if you mean it.");
            }
          });
    });
  }

  private static String describe(HsmObjectRow row) {
    return row.object().ref().objectClass().title().toLowerCase(Locale.ROOT) + " " + row.label();
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
