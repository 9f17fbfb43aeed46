package org.xksworkbench.app.ui.screen.ceremony;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as a ceremony shows them: UTC first, then the local zone by name.
final class CeremonyTimes {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("HH:mm:ss zzz", Locale.ENGLISH);

  private CeremonyTimes() {}

  static String utc(Instant at) {
    return TIME.format(at.atZone(ZoneOffset.UTC)) + " UTC";
  }

  static String local(Instant at, ZoneId zone) {
    return LOCAL.format(at.atZone(zone));
  }
}
