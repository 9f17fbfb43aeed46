package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.ArrayList;
import java.util.Optional;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.KeyMaking;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// Makes the key that AWS KMS accepts for an external key store, from a template that is shown
/// first.
public final class KeyMakingViewModel {

  private final HsmCalls calls;
  private final ObjectListViewModel objects;
  private final KnownCheckValues checkValues;
  private final Dialogs dialogs;
  private final MessagesViewModel messages;

  KeyMakingViewModel(
      HsmCalls calls,
      ObjectListViewModel objects,
      KnownCheckValues checkValues,
      Dialogs dialogs,
      MessagesViewModel messages) {
    this.calls = calls;
    this.objects = objects;
    this.checkValues = checkValues;
    this.dialogs = dialogs;
    this.messages = messages;
  }

  void generate() {
    dialogs
        .askKeyTemplate(
            "Generate an AES-256 key",
            "It is made on the token. Its label is the XKS key ID.",
            AesKeyTemplate.forExternalKeyStore("…"),
            this::fault,
            "Generate")
        .filter(template -> !XksKeyIds.refuses(template.label(), messages))
        .ifPresent(this::generate);
  }

  /// An XKS proxy serves neither of two keys with one label.
  private String fault(String label) {
    return objects.rows().stream().anyMatch(row -> row.secretKey() && row.label().equals(label))
        ? "A key with this label is on the token: an XKS key ID names one key."
        : XksKeyIds.fault(label);
  }

  private void generate(AesKeyTemplate template) {
    calls.ask(
        "Generating " + template.label(),
        Job.HSM_MAKE_KEY,
        session -> attempt(new KeyMaking(session), template),
        attempt ->
            attempt
                .made()
                .ifPresentOrElse(made -> tell(template.label(), made), () -> ask(attempt)));
  }

  /// What came of a template: a key, or what may be tried in its place.
  private record Attempt(
      Optional<KeyMaking.MadeHsmKey> made, Optional<AesKeyTemplate> smaller, String refusal) {}

  private static Attempt attempt(KeyMaking making, AesKeyTemplate template) {
    try {
      return new Attempt(Optional.of(making.make(template)), Optional.empty(), "");
    } catch (HsmException e) {
      var smaller = KeyMaking.smallerAfter(template, e);
      if (smaller.isEmpty()) {
        throw e;
      }
      return new Attempt(Optional.empty(), smaller, String.valueOf(e.getMessage()));
    }
  }

  private void ask(Attempt attempt) {
    if (dialogs.confirm(
        "Generate the key with fewer attributes?",
        attempt.refusal()
            + " It may not know an attribute of the template. A smaller one leaves out the usages"
            + " that are not asked for, and signing; there is no check value then. What the token"
            + " allows beside is told afterwards.",
        "Generate with fewer")) {
      attempt.smaller().ifPresent(this::generate);
    }
  }

  private void tell(String label, KeyMaking.MadeHsmKey made) {
    objects.want(label);
    var lines = new ArrayList<String>();
    made.checkValue()
        .map(KnownCheckValues::hex)
        .ifPresent(cmac -> {
          lines.add(
              "Check value (CMAC): "
                  + cmac
                  + (made.key().may(KeyUsage.SIGN) ? "." : ". The key may not sign any more."));
          checkValues.record(made.key().ref(), cmac);
        });
    lines.addAll(made.remarks());
    if (made.remarks().isEmpty()) {
      lines.add("Every attribute that was expected was read back as expected.");
    }
    messages.tell(new HsmNotice(made.remarks().isEmpty(), label + " was made", lines));
  }
}
