package org.xksworkbench.app.ui.screen.ceremony;

import org.xksworkbench.app.words.Words;

/// What interrupts the plan. Each needs a reason and people.
enum Interlude {
  DEVIATION("deviation.word", "deviation.title", "F6", 2, "deviation.who"),
  PAUSE("pause.word", "pause.title", "F7", 1, "pause.who"),
  BREAK("break.word", "break.title", "F8", 2, "break.who"),
  ABORT("abort.word", "abort.title", "F9", 2, "abort.who"),
  /// Somebody who is asked to sign says no.
  REFUSAL("refusal.word", "refusal.title", "F4", 1, "refusal.who"),
  /// After a pause, a break or an interruption. What is entered are the head words from paper.
  CONTINUATION("go-on.word", "go-on.title", "F3", 1, "go-on.who");

  private static final Words WORDS = Words.of(Interlude.class);

  private final String word;
  private final String title;
  private final String key;
  private final int people;
  private final String who;

  Interlude(String word, String title, String key, int people, String who) {
    this.word = word;
    this.title = title;
    this.key = key;
    this.people = people;
    this.who = who;
  }

  String word() {
    return WORDS.text(word);
  }

  String title() {
    return WORDS.text(title);
  }

  /// The key that opens it.
  String key() {
    return key;
  }

  /// How many people it needs at least.
  int people() {
    return people;
  }

  /// What is asked of people.
  String who() {
    return WORDS.text(who);
  }

  /// Whether more people than needed can be named.
  boolean several() {
    return this != PAUSE && this != REFUSAL;
  }
}
