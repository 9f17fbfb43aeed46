package org.xksworkbench.app.ui.widget;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.xksworkbench.app.words.Language;

/// Times as this program shows them: the day in tables, to the second and in UTC where it counts.
public final class Dates {

  private static final DateTimeFormatter DAY = day(Language.current());
  private static final DateTimeFormatter FULL = full(Language.current());
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Language.current().formats());

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

  static DateTimeFormatter day(Language language) {
    return DateTimeFormatter.ofPattern(language.day(), language.formats());
  }

  static DateTimeFormatter full(Language language) {
    return DateTimeFormatter.ofPattern(language.longDay() + ", HH:mm:ss 'UTC'", language.formats());
  }
}
