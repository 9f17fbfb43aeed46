package org.xksworkbench.app.ui.screen.tour;

import java.util.Arrays;

/// Where the tour stops, in its order. docs/tour.md says the same; a test compares them.
public enum TourStop {
  KEY_STORES(
      "External key stores",
      1,
      "Three key stores: payments-hsm is connected, archive-hsm is not, and branch-office failed,"
          + " because the certificate of its proxy is for another name. Choose branch-office and"
          + " read why and what to do: AWS KMS itself gives a code and no more.",
      "Show the key stores"),
  CONNECTION_CHECK(
      "Connection check",
      1,
      "The check walks the way to the proxy of branch-office step by step and stops at the name in"
          + " the certificate. It tells you what to mend before you ask AWS KMS to connect again.",
      "Check branch-office"),
  HSM_KEYS(
      "HSM keys",
      1,
      "Each key says whether it is fit for an external key store: look why legacy-128 and seal-only"
          + " are not. Generate key… makes one that is, for the next stop.",
      "Show the HSM keys"),
  CREATE_KEY(
      "Create a KMS key",
      2,
      "Choose the key that you made, or payments-2026-12. The form checks it with the proxy first,"
          + " so that AWS KMS is not asked for what it would refuse.",
      "Create in payments-hsm"),
  PROVE(
      "Prove it",
      1,
      "Prove encrypts and decrypts through KMS, proxy and HSM. The KMS request IDs stand beside the"
          + " proxy's own log lines, so it can be seen that the HSM did the work.",
      "Show the newest KMS key"),
  LINEAGE(
      "Lineage",
      1,
      "HSM key, XKS key ID, KMS key and alias stand in one line. Before anybody touches a key of"
          + " the HSM, you see what in AWS depends on it.",
      "Show the lineage"),
  XKS_PROXY(
      "XKS proxy",
      1,
      "Requests as they come, latency, credentials: what the operator of a proxy sees. The"
          + " self-test tells whether a proxy is ready for AWS KMS.",
      "Show the XKS proxy"),
  FAULTS(
      "Fault switches",
      2,
      "Each switch makes something go wrong, does what it strikes, and shows what you would read."
          + " While a fault is on, look at the other screens too: they show the same text.",
      "Show the switches");

  private final String title;
  private final int minutes;
  private final String text;
  private final String action;

  TourStop(String title, int minutes, String text, String action) {
    this.title = title;
    this.minutes = minutes;
    this.text = text;
    this.action = action;
  }

  public String title() {
    return title;
  }

  /// About how long it takes.
  public int minutes() {
    return minutes;
  }

  /// What to look at, and why: two sentences or so.
  public String text() {
    return text;
  }

  /// What the button that leads there says.
  public String action() {
    return action;
  }

  /// How long these take together.
  static int minutes(java.util.Collection<TourStop> stops) {
    return stops.stream().mapToInt(TourStop::minutes).sum();
  }

  /// How long the whole tour takes.
  public static int minutesOfAll() {
    return minutes(Arrays.asList(values()));
  }
}
