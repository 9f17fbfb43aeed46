package org.xksworkbench.app.ui.widget;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as this program shows them: the day in tables, to the second and in UTC where it counts.
public final class Dates {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Dates() {}

  public static String day(Instant instant) {
    return DAY.format(instant.atZone(ZoneId.systemDefault()));
  }

  public static String full(Instant instant) {
    return FULL.format(instant.atZone(ZoneOffset.UTC));
  }

  public static String clock(Instant instant) {
    return CLOCK.format(instant.atZone(ZoneId.systemDefault()));
  }
}
