package org.xksworkbench.app.words;

import java.util.Locale;

/// The languages of the window. One rule for what people read: numbers and dates are written as the
/// words are, whatever the formats of the machine. What a program reads again (files, logs,
/// protocols) knows no language.
public enum Language {
  ENGLISH(Locale.ROOT, Locale.ENGLISH, "d MMM uuuu", "d MMMM uuuu"),
  GERMAN(Locale.GERMAN, Locale.GERMAN, "d. MMM uuuu", "d. MMMM uuuu");

  private final Locale bundle;
  private final Locale formats;
  private final String day;
  private final String longDay;

  Language(Locale bundle, Locale formats, String day, String longDay) {
    this.bundle = bundle;
    this.formats = formats;
    this.day = day;
    this.longDay = longDay;
  }

  /// The one of the user of this machine.
  public static Language current() {
    return of(Locale.getDefault(Locale.Category.DISPLAY));
  }

  /// English where there are no words in the language that is wanted.
  static Language of(Locale wanted) {
    for (var language : values()) {
      if (language.formats.getLanguage().equals(wanted.getLanguage())) {
        return language;
      }
    }
    return ENGLISH;
  }

  /// By which numbers and dates are written.
  public Locale formats() {
    return formats;
  }

  /// Pattern of a day, for tables.
  public String day() {
    return day;
  }

  /// Pattern of a day with the month in full.
  public String longDay() {
    return longDay;
  }

  /// English is what the bundles hold that no language is named of.
  Locale bundle() {
    return bundle;
  }
}
