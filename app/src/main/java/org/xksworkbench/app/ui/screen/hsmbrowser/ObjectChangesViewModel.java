package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.Token;

/// Changes of the selected object, and the record of its backup.
public final class ObjectChangesViewModel {

  private final HsmCalls calls;
  private final ObjectListViewModel objects;
  private final KeyRecords records;
  private final Dialogs dialogs;
  private final MessagesViewModel messages;

  ObjectChangesViewModel(
      HsmCalls calls,
      ObjectListViewModel objects,
      KeyRecords records,
      Dialogs dialogs,
      MessagesViewModel messages) {
    this.calls = calls;
    this.objects = objects;
    this.records = records;
    this.dialogs = dialogs;
    this.messages = messages;
  }

  void rename() {
    objects.whenSelected(row ->
        dialogs
            .askText(
                "Give " + row.name() + " another label",
                row.kmsKeys().isEmpty()
                    ? "The label is the XKS key ID. No other key may have it."
                    : "KMS key "
                        + String.join(", ", row.kmsKeys())
                        + " finds this key by its label: it cannot decrypt any more until the"
                        + " label is as it was.",
                row.label(),
                "Rename")
            .ifPresent(label -> rename(row, label)));
  }

  private void rename(HsmObjectRow row, String label) {
    if (row.secretKey() && XksKeyIds.refuses(label, messages)) {
      return;
    }
    objects.want(label);
    calls.change(
        "Renaming " + row.name(), session -> session.objects().setLabel(row.object().ref(), label));
  }

  void setId() {
    objects.whenSelected(row ->
        dialogs
            .askText(
                "Give " + row.name() + " another ID",
                "CKA_ID in hexadecimal. No other object of its class may have it.",
                row.object().ref().id(),
                "Set ID")
            .ifPresent(id ->
                calls.change(
                    "Setting the ID of " + row.name(),
                    session ->
                        session
                            .objects()
                            .setId(row.object().ref(), id.strip().toLowerCase(Locale.ROOT)))));
  }

  /// Allows or ends encryption or decryption; asks before it ends one.
  public void setUsage(KeyUsage usage, boolean allowed) {
    objects.whenSelected(row -> {
      if (allowed || confirmsEnd(row, usage)) {
        setUsage(row, usage, allowed);
      }
    });
  }

  private boolean confirmsEnd(HsmObjectRow row, KeyUsage usage) {
    var what = verb(usage);
    return dialogs.confirm(
        "Forbid " + row.name() + " to " + what + "?",
        row.kmsKeys().isEmpty()
            ? "No KMS key uses it."
            : "KMS key "
                + String.join(", ", row.kmsKeys())
                + " cannot "
                + what
                + " until this is allowed again.",
        "Forbid");
  }

  private void setUsage(HsmObjectRow row, KeyUsage usage, boolean allowed) {
    calls.ask(
        (allowed ? "Allowing " : "Forbidding ") + row.name() + " to " + verb(usage),
        Job.HSM_CHANGE,
        session -> session.objects().setUsage(row.object().ref(), usage, allowed),
        read -> {
          objects.want(row.label());
          if (read.is(AttributeType.valueOf(usage.name())) != allowed) {
            messages.tell(
                new HsmNotice(
                    false,
                    "The token did not make the change",
                    List.of("CKA_" + usage.name() + " was read back as it was before.")));
          }
        });
  }

  private static String verb(KeyUsage usage) {
    return usage.name().toLowerCase(Locale.ROOT);
  }

  /// Records that the selected key was backed up: when, by whom, how.
  void recordBackup() {
    objects.whenSelected(row ->
        calls
            .token()
            .ifPresent(token ->
                dialogs
                    .askText(
                        "Who backed " + row.name() + " up?",
                        "A key that can never be extracted and is lost takes its data with it. This"
                            + " records what you did with the tools of your HSM; it makes no"
                            + " backup.",
                        System.getProperty("user.name", ""),
                        "Next")
                    .ifPresent(by -> recordBackup(token, row, by))));
  }

  private void recordBackup(Token token, HsmObjectRow row, String by) {
    dialogs
        .askText(
            "How was " + row.name() + " backed up?",
            "Such as: cloned to two backup HSMs, in the safes of Bern and Basel.",
            "",
            "Record")
        .ifPresent(how -> {
          records.add(new BackupRecord(Instant.now(), token.label(), row.label(), by, how));
          objects.askForKmsKeys();
        });
  }
}
