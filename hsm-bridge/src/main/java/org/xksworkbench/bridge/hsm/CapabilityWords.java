package org.xksworkbench.bridge.hsm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.hsm.TokenCapabilities.Assumption;
import org.xksworkbench.bridge.hsm.TokenCapabilities.GcmVerdict;

/// What a token can do, in lines for people, alike on the terminal and in the window.
public final class CapabilityWords {

  /// One line.
  ///
  /// @param assumed whether the probe could not prove it
  public record CapabilityLine(String what, String answer, boolean assumed) {

    /// With the mark of what is assumed.
    public String withMark() {
      return assumed ? answer + " (assumed)" : answer;
    }
  }

  private CapabilityWords() {}

  public static List<CapabilityLine> of(TokenCapabilities found) {
    var lines = new ArrayList<CapabilityLine>();
    lines.add(new CapabilityLine("AES-GCM", aesGcm(found), false));
    if (found.proven() || found.aesGcm() == GcmVerdict.NOT_TRIED) {
      lines.add(line(found, Assumption.IV, "Initialization vectors", iv(found)));
      lines.add(line(found, Assumption.WRONG_TAG, "Says of a wrong tag", wrongTag(found)));
    }
    lines.add(new CapabilityLine("Random bytes", random(found), false));
    lines.add(line(found, Assumption.SESSIONS, "Sessions", sessions(found)));
    lines.add(
        new CapabilityLine(
            "Sessions that cannot write", found.readOnlySessions() ? "yes" : "refused", false));
    lines.add(
        new CapabilityLine("Can be written to", found.writeProtected() ? "no" : "yes", false));
    lines.add(
        new CapabilityLine("PIN", found.keypad() ? "typed at the token" : "given to it", false));
    if (found.proven()) {
      lines.add(line(found, Assumption.LENGTHS, "All lengths that XKS allows", lengths(found)));
      lines.add(line(found, Assumption.SPEED, "Time of an encryption", speed(found)));
    }
    return List.copyOf(lines);
  }

  private static CapabilityLine line(
      TokenCapabilities found, Assumption about, String what, String answer) {
    return new CapabilityLine(what, answer, found.assumed().contains(about));
  }

  private static String aesGcm(TokenCapabilities found) {
    return switch (found.aesGcm()) {
      case WORKS ->
          "works, by mechanism "
              + number(found.mechanism())
              + " with parameters of "
              + found.parameterBytes()
              + " bytes";
      case ABSENT -> "no. " + found.why();
      case REFUSED -> "refused. " + found.why();
      case UNSAFE -> "not to be used. " + found.why();
      case NOT_TRIED -> "not tried. " + found.why();
    };
  }

  private static String iv(TokenCapabilities found) {
    return switch (found.ivHome()) {
      case CALLER -> "made by the caller, 12 bytes, and used by the token";
      case IN_PARAMETERS -> "made by the token, written into the parameters";
      case AFTER_TAG -> "made by the token, appended after the tag";
      case BEFORE_CIPHERTEXT -> "made by the token, put before the ciphertext";
    };
  }

  private static String wrongTag(TokenCapabilities found) {
    return found.wrongTagCodes().isEmpty()
        ? "not known"
        : found.wrongTagCodes().stream().map(ReturnCode::inWords).collect(Collectors.joining(", "));
  }

  private static String random(TokenCapabilities found) {
    return switch (found.random()) {
      case ANY -> "yes";
      case LIMITED -> "of some lengths only";
      case NONE -> "none: the operating system makes initialization vectors";
    };
  }

  private static String sessions(TokenCapabilities found) {
    return (found.sessionsLimited() ? "" : "at least ")
        + found.sessions()
        + " beside the one of the login";
  }

  private static String lengths(TokenCapabilities found) {
    return found
        .speed()
        .map(speed -> speed.trouble().isEmpty() ? "yes" : speed.trouble())
        .orElse("yes");
  }

  private static String speed(TokenCapabilities found) {
    return found
        .speed()
        .map(speed ->
            String.format(
                Locale.ROOT,
                "%.2f ms; %d a second in %d sessions",
                speed.microsAlone() / 1000.0,
                speed.perSecond(),
                speed.sessions()))
        .orElse("not measured yet");
  }

  private static String number(long code) {
    return String.format(Locale.ROOT, "0x%08X", code);
  }
}
