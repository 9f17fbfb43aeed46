package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.xksworkbench.app.record.CheckValueRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.ObjectRef;

/// The CMAC of keys: computed since the screen is open, or on record.
final class KnownCheckValues {

  private final HsmCalls calls;
  private final KeyRecords records;
  private final Map<ObjectRef, String> computed = new HashMap<>();

  KnownCheckValues(HsmCalls calls, KeyRecords records) {
    this.calls = calls;
    this.records = records;
  }

  static String hex(byte[] checkValue) {
    return HexFormat.of().withUpperCase().formatHex(checkValue);
  }

  /// Empty where it is not known.
  String of(HsmObject object) {
    var known = computed.get(object.ref());
    if (known != null) {
      return known;
    }
    return calls
        .token()
        .flatMap(
            token -> records.checkValueOf(token.label(), object.ref().label(), object.ref().id()))
        .orElse("");
  }

  void keep(ObjectRef key, String cmac) {
    computed.put(key, cmac);
  }

  /// Keeps it beyond the end of the program too.
  void record(ObjectRef key, String cmac) {
    keep(key, cmac);
    calls
        .token()
        .ifPresent(token ->
            records.add(
                new CheckValueRecord(Instant.now(), token.label(), key.label(), key.id(), cmac)));
  }
}
