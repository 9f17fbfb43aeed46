package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.bridge.hsm.CheckValueMethod;

/// Check values of the selected key, computed by the token.
public final class CheckValueViewModel {

  private final HsmCalls calls;
  private final ObjectListViewModel objects;
  private final KnownCheckValues known;
  private final Dialogs dialogs;
  private final MessagesViewModel messages;

  CheckValueViewModel(
      HsmCalls calls,
      ObjectListViewModel objects,
      KnownCheckValues known,
      Dialogs dialogs,
      MessagesViewModel messages) {
    this.calls = calls;
    this.objects = objects;
    this.known = known;
    this.dialogs = dialogs;
    this.messages = messages;
  }

  /// Computes the one that is written to records.
  void compute() {
    compute(CheckValueMethod.CMAC);
  }

  /// Shows one that reveals more than it should, after that was said.
  public void reveal(CheckValueMethod method) {
    if (method.harmless()
        || dialogs.confirm(
            "Show " + method.title() + "?",
            "Of a key that is used with GCM, these three bytes are the start of its hash subkey,"
                + " which authenticates every message. Show them only to compare with a record that"
                + " has nothing else, and keep them secret. They are never exported.",
            "Show")) {
      compute(method);
    }
  }

  private void compute(CheckValueMethod method) {
    objects.whenSelected(row ->
        calls.ask(
            "Computing a check value of " + row.name(),
            Job.HSM_CRYPTO,
            session -> session.objects().checkValue(row.object().ref(), method),
            bytes -> {
              var checkValue = KnownCheckValues.hex(bytes);
              if (method.harmless()) {
                known.keep(row.object().ref(), checkValue);
                objects.showAnew();
              }
              messages.tell(
                  new HsmNotice(
                      true,
                      method.title() + " of " + row.name() + ": " + checkValue,
                      List.of("Three bytes show that two keys differ. They identify none.")));
            }));
  }
}
