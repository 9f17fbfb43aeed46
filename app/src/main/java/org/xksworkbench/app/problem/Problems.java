package org.xksworkbench.app.problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.xksworkbench.app.creation.JournalException;
import org.xksworkbench.app.kms.ChangedMeanwhileException;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.problem.Problem.ProblemKind;
import org.xksworkbench.app.proxy.ProxyException;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.PlanException;
import org.xksworkbench.bridge.check.CheckException;
import org.xksworkbench.bridge.guard.PolicyException;
import org.xksworkbench.bridge.guard.ReadOnlyException;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.localkms.files.LocalKmsException;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.protocol.XksException;

/// Every failure to words, in one place.
public final class Problems {

  private Problems() {}

  public static Problem of(Throwable failure) {
    return switch (failure) {
      case ProblemException told -> told.problem();
      case HsmException hsm -> ofHsm(hsm);
      case KmsException kms -> KmsProblems.of(kms);
      case ProxyException proxy ->
          Problem.of(
                  proxy.errorName().isEmpty() ? ProblemKind.UNREACHABLE : ProblemKind.INVALID,
                  proxy.errorName().isEmpty()
                      ? "The XKS proxy could not be asked"
                      : "The XKS proxy refused: " + proxy.errorName())
              .because(message(proxy))
              .toDo("Look at the proxy's log for the same moment.")
              .withCode(proxy.errorName());
      case PolicyException refused ->
          Problem.of(
                  ProblemKind.DENIED,
                  "The policy of this machine does not allow " + refused.whatIsRefused())
              .because(refused.why(), "Nothing was loaded and nothing was sent.")
              .toDo("Ask whoever administers this machine.")
              .withCode(PolicyException.CODE);
      case ReadOnlyException locked when locked.policy().isPresent() ->
          Problem.of(ProblemKind.DENIED, "This machine is read-only")
              .because(
                  locked.operation() + " would change something. Nothing was sent.",
                  locked.policy().get())
              .toDo("Ask whoever administers this machine. No profile can be unlocked here.")
              .withCode(PolicyException.CODE);
      case ReadOnlyException locked ->
          Problem.of(ProblemKind.DENIED, "The profile " + locked.profile() + " is read-only")
              .because(locked.operation() + " would change something. Nothing was sent.")
              .toDo("Unlock the profile for changes at the top of the window, then try again.")
              .withCode(ReadOnlyException.CODE);
      case ChangedMeanwhileException changed ->
          Problem.of(ProblemKind.CONFLICT, "Somebody else changed this after you read it")
              .because(changed.difference())
              .toDo(
                  "Reload to see what AWS KMS has now, then make your change again. Nothing was"
                      + " sent.")
              .withDetail(
                  "%s %s%nWhat you read:%n%s%nWhat AWS KMS has now:%n%s"
                      .formatted(
                          changed.operation(), changed.target(), changed.read(), changed.now()))
              .withCode(ChangedMeanwhileException.CODE);
      case JournalException journal ->
          Problem.of(ProblemKind.INVALID, "What is to be done could not be noted on this machine")
              .because(
                  message(journal),
                  "Without the note, a KMS key could be left over unseen if the program ended.")
              .toDo(journal.failure().reason().remedy() + " Nothing was created.")
              .withCode("JOURNAL");
      case StoreException file -> FileProblems.of(file);
      case ProxyConfigException configuration
          when configuration.getCause() instanceof StoreException file
              && file.act() == StoreException.FileAct.WRITE ->
          Problem.of(ProblemKind.INVALID, "The configuration of the XKS proxy cannot be changed")
              .because(message(configuration) + ".")
              .toDo(file.reason().remedy())
              .withCode("PROXY_CONFIG");
      case ProxyConfigException configuration ->
          Problem.of(ProblemKind.INVALID, "The configuration of the XKS proxy cannot be used")
              .because(message(configuration) + ".")
              .toDo("Correct it, then try again. A running proxy keeps what it read before.")
              .withCode("PROXY_CONFIG");
      case CheckException check ->
          Problem.of(ProblemKind.INVALID, "The XKS proxy cannot be checked so")
              .because(message(check))
              .toDo("Correct what was given, then try again.")
              .withCode("CHECK");
      case XksException refused ->
          Problem.of(ProblemKind.INVALID, "The XKS proxy refused: " + refused.error().errorName())
              .because(message(refused))
              .toDo("Look at the proxy's log for the same moment.")
              .withCode(refused.error().errorName());
      case LocalKmsException local ->
          Problem.of(ProblemKind.INVALID, "The local KMS cannot be used")
              .because(message(local))
              .toDo("Correct what it says, then try again.")
              .withCode("LOCAL_KMS");
      case PlanException plan ->
          Problem.of(ProblemKind.INVALID, "The plan cannot be accepted")
              .because(message(plan))
              .toDo(
                  "Correct this line of the file, have the plan reviewed again, and open it again.")
              .withCode("PLAN");
      case CeremonyException ceremony -> ofCeremony(ceremony);
      case UncheckedIOException wrapped ->
          FileProblems.of(Objects.requireNonNull(wrapped.getCause()));
      case IOException io -> FileProblems.of(io);
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      default -> bug(failure);
    };
  }

  /// What a ceremony says is a sentence for the room already; codes come from its cause.
  private static Problem ofCeremony(CeremonyException said) {
    if (said.getCause() instanceof RuntimeException cause) {
      var known = of(cause);
      if (known.kind() != ProblemKind.BUG) {
        return ofCeremony(said, known.kind(), known.nextStep(), known.code(), known.requestId());
      }
    }
    return ofCeremony(said, ProblemKind.CONFLICT, "", "CEREMONY", "");
  }

  private static Problem ofCeremony(
      CeremonyException said, ProblemKind kind, String nextStep, String code, String requestId) {
    return Problem.of(kind, "The ceremony says no")
        .because(message(said))
        .toDo(nextStep)
        .withCode(code)
        .withRequestId(requestId);
  }

  private static Problem ofHsm(HsmException failure) {
    return Problem.of(ProblemKind.HSM, headline(failure.reason()))
        .because(message(failure))
        .toDo(nextStep(failure.reason()))
        .withCode(failure.returnCode().isEmpty() ? failure.reason().name() : failure.returnCode());
  }

  private static String headline(HsmException.Reason reason) {
    return switch (reason) {
      case MODULE_UNUSABLE -> "The PKCS#11 module cannot be used";
      case TOKEN_ABSENT -> "No token is in the slot";
      case DEVICE_FAILED -> "The HSM does not answer";
      case PIN_INCORRECT -> "The PIN is not right";
      case PIN_LOCKED -> "The PIN is locked";
      case PIN_EXPIRED -> "The PIN has expired";
      case PIN_NOT_SET -> "The token has no user PIN";
      case NOT_LOGGED_IN -> "The login to the token has ended";
      case KEY_NOT_FOUND -> "The key is not on the token";
      case KEY_AMBIGUOUS -> "More than one key has this label";
      case LABEL_IN_USE -> "A key with this label exists already";
      case KEY_USAGE_NOT_PERMITTED -> "The key may not be used so";
      case MECHANISM_UNSUPPORTED -> "The token cannot do this";
      case CIPHERTEXT_INVALID -> "The ciphertext does not belong to this key";
      case OUT_OF_RESOURCES -> "The HSM is out of resources";
      case READ_ONLY -> "The token cannot be written to";
      case TIMEOUT -> "The HSM did not answer in time";
      case GENERAL -> "The HSM refused";
    };
  }

  private static String nextStep(HsmException.Reason reason) {
    return switch (reason) {
      case MODULE_UNUSABLE -> "Choose the library file that the vendor of the HSM installed.";
      case TOKEN_ABSENT -> "Attach the token and refresh.";
      case DEVICE_FAILED -> "Check that the device is attached and runs, then refresh and log in.";
      case PIN_INCORRECT -> "Mind that a token locks after a few wrong PINs.";
      case PIN_LOCKED -> "The security officer of the token can set a new PIN.";
      case PIN_EXPIRED ->
          "Set a new PIN: under HSM keys, beside the token, More, Change the user PIN; or with the"
              + " tool of the HSM's vendor. Its security officer can set one, too.";
      case PIN_NOT_SET -> "The security officer of the token can set it.";
      case NOT_LOGGED_IN -> "Log in again under HSM keys.";
      case KEY_NOT_FOUND -> "Refresh the list of keys.";
      case KEY_AMBIGUOUS -> "Give one of the keys another label, or remove it.";
      case LABEL_IN_USE -> "Choose another label.";
      case KEY_USAGE_NOT_PERMITTED -> "Use a key that may encrypt and decrypt.";
      case MECHANISM_UNSUPPORTED -> "Use a token that supports AES-GCM.";
      case CIPHERTEXT_INVALID -> "Check which key and which context it was encrypted with.";
      case OUT_OF_RESOURCES -> "Close other programs that use the HSM, or remove unused keys.";
      case READ_ONLY -> "Look whether the token is write-protected.";
      case TIMEOUT -> "Wait for the device to be idle, then try again.";
      case GENERAL -> "Look the code up in the manual of the HSM.";
    };
  }

  private static Problem bug(Throwable failure) {
    return Problem.of(ProblemKind.BUG, "Something went wrong inside XKS Workbench")
        .because("This is a defect of the program, not of what you did. " + log())
        .toDo(
            "Save a diagnostics bundle (Ctrl+K, or the button here) and report the defect with it"
                + " and with the code below. What you did before is not lost.")
        .withDetail(failure.getClass().getName() + ": " + message(failure))
        .withCode(stableCode(failure));
  }

  /// Where it is told of with its trace.
  private static String log() {
    var folder = System.getProperty("xksw.logs");
    var name = System.getProperty("xksw.log.file");
    return folder == null || name == null
        ? "What led to it is in the log."
        : "What led to it is in the log: " + Path.of(folder, name + ".log") + ".";
  }

  /// The same defect has the same code in every report: made of the exception's class and the place
  /// where it was thrown.
  private static String stableCode(Throwable failure) {
    var frames =
        Arrays.stream(failure.getStackTrace())
            .limit(3)
            .map(frame -> frame.getClassName() + "." + frame.getMethodName())
            .collect(Collectors.joining("|"));
    var hash = (failure.getClass().getName() + frames).hashCode();
    return "XKSW-" + Integer.toUnsignedString(hash, 36).toUpperCase(Locale.ROOT);
  }

  static String message(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
