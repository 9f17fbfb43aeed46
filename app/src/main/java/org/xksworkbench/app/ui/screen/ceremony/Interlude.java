package org.xksworkbench.app.ui.screen.ceremony;

/// What interrupts the plan. Each needs a reason and people.
enum Interlude {
  DEVIATION("Deviation", "Record a deviation", "F6", 2, "Who agrees"),
  PAUSE("Pause", "Pause the ceremony", "F7", 1, "Who says so"),
  BREAK("Break", "Take a break", "F8", 2, "Who stays with the equipment"),
  ABORT("Abort", "Abort the ceremony", "F9", 2, "Who agrees");

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
    return word;
  }

  String title() {
    return title;
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
    return who;
  }

  /// Whether more people than needed can be named.
  boolean several() {
    return this != PAUSE;
  }
}
