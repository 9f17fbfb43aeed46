package org.xksworkbench.app.ui.widget;

import java.time.Duration;
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

  private static final long AT_ONCE = 5;
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;

  private Dates() {}

  /// How long ago it was seen.
  public static String age(Instant seen, Instant now) {
    var seconds = Math.max(0, Duration.between(seen, now).toSeconds());
    if (seconds < MINUTE) {
      return seconds < AT_ONCE ? "just now" : seconds + " s ago";
    }
    return seconds < HOUR ? seconds / MINUTE + " min ago" : seconds / HOUR + " h ago";
  }

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
