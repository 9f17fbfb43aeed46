package org.xksworkbench.app.bootstrap;

import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.MfaPrompt;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Tasks;

/// Asks in a dialog, while the thread of the request waits.
record MfaDialog(Tasks tasks, Dialogs dialogs) implements MfaPrompt {

  @Override
  public String code(String profile, String serial) {
    return tasks
        .ask(() ->
            dialogs.askText(
                "MFA code for " + profile,
                "Enter the code that the device " + serial + " shows now.",
                "",
                "Sign in"))
        .orElseThrow(() ->
            KmsException.ofCredentials(
                KmsErrorCode.MFA_CODE_MISSING,
                "No MFA code was given for the profile " + profile + ".",
                null));
  }
}
