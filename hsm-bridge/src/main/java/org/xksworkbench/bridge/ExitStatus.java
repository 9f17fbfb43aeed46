package org.xksworkbench.bridge;

import java.util.LinkedHashMap;
import java.util.Map;

/// What `hsm-bridge` ends with: the one table of it, for those who start it, its manual page and
/// its documents. The numbers are those of `sysexits.h` where it has one that fits.
public enum ExitStatus {
  DONE(0, "Done; a server was stopped and finished what it answered."),
  FAILED(1, "Failed. The last line says why."),
  USAGE(2, "The arguments were not understood, or evidence cannot be read."),
  /// Neither 0 nor 1 would be true.
  NOT_ESTABLISHED(3, "Nothing speaks against it, but not all was tried or compared."),
  /// `EX_SOFTWARE`
  DEFECT(70, "A defect of the program. The last line names the file with its trace."),
  /// `EX_OSERR`; given by the launcher, as the process itself could not.
  LIBRARY(71, "The PKCS#11 library ended the program, or crashed it."),
  /// `EX_TEMPFAIL`
  GIVEN_UP(75, "A call into the PKCS#11 library did not return. To be started again."),
  /// `EX_NOPERM`; apart from all others, because each try may bring the token nearer to its lock.
  PIN_REFUSED(77, "The PIN is wrong, locked, expired, empty or not set. Not to be tried again.");

  private final int code;
  private final String meaning;

  ExitStatus(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /// By code, for a manual page.
  public static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    for (var status : values()) {
      meanings.put(Integer.toString(status.code), status.meaning);
    }
    meanings.put("128+N", "Ended by the signal N.");
    return meanings;
  }
}
