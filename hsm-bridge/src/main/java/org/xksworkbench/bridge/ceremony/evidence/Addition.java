package org.xksworkbench.bridge.ceremony.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// What was added beside a bundle after it was sealed. It proves itself or nothing: the seal does
/// not cover it, and anybody can put something there or take it away.
public sealed interface Addition {

  /// Its name in the bundle.
  String file();

  /// The opinion of somebody who verified the bundle on a machine of their own.
  ///
  /// @param by who took part and has that key; empty if nobody has
  /// @param expected whether its key was named by who verifies
  record CounterSigned(
      String file,
      Fingerprint keyid,
      Optional<Participant> by,
      boolean expected,
      CounterSignature.Opinion verdict,
      List<String> checked,
      List<String> exceptions)
      implements Addition {
    public CounterSigned {
      checked = List.copyOf(checked);
      exceptions = List.copyOf(exceptions);
    }

    /// Whether it is known whose it is: somebody's who took part, or the one that was asked for.
    public boolean known() {
      return by.isPresent() || expected;
    }
  }

  /// A token of RFC 3161: the seal was there by then.
  ///
  /// @param at as the authority says
  /// @param authority the subject of its certificate
  /// @param trusted whether its certificate leads to one that who verifies has named
  record TimeStamped(String file, Instant at, String authority, boolean trusted)
      implements Addition {}

  /// A proof of OpenTimestamps that begins with the seal's digest. Whether a block holds it is not
  /// known here.
  record OpenTimestamps(String file) implements Addition {}

  /// Where the fingerprint was printed, to be looked up there.
  ///
  /// @param on a day
  /// @param scan name of a picture of it in the bundle
  record Published(String file, String where, String on, Optional<String> scan)
      implements Addition {}

  /// Something else, which is not looked at.
  record OtherAddition(String file) implements Addition {}
}
