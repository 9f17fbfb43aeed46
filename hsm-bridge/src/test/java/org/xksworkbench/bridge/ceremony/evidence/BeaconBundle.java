package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// The ceremony of [TestBundle] with a value of a public source in one of its steps.
final class BeaconBundle {

  /// Before the key is made.
  static final String ROOM = "room";

  /// After it was made.
  static final String RECORDING = "recording";

  static final String FACTS =
      "'fact.source':'drand quicknet','fact.round':'13579','fact.value':'8f21cc04d1b2a3e9'";

  /// What each step does in the plan without it, and at which line its act begins.
  private static final Map<String, String> WITHOUT =
      Map.of(
          ROOM,
          """
              do: enter
              by: witness
              with: {fields: [{name: place, prompt: Where are we}]}
          """,
          RECORDING,
          """
              do: elsewhere
              by: auditor
              with: {what: The recording}
          """);

  private BeaconBundle() {}

  static byte[] plan(String step) {
    var by = step.equals(ROOM) ? "witness" : "auditor";
    return TestBundle.planWith(
        WITHOUT.get(step).stripTrailing(),
        """
            do: beacon
            by: %s
            with: {source: drand quicknet}
        """
            .formatted(by)
            .stripTrailing());
  }

  /// @param facts what its step tells
  static Consumer<List<Draft>> told(String step, String facts) {
    return drafts -> {
      var begun = step.equals(ROOM) ? 2 : 26;
      drafts.set(0, drafts.getFirst().with("{'plan':'" + Fingerprint.of(plan(step)) + "'}"));
      var lines = TestBundle.step(step, "beacon", facts);
      drafts.set(begun - 1, lines.get(0));
      drafts.set(begun, lines.get(1));
    };
  }

  /// One that everybody signed.
  static TestBundle bundle(String step) {
    var bundle = new TestBundle();
    bundle.plan = plan(step);
    return bundle;
  }

  static List<Draft> drafts(String step) {
    var drafts = new ArrayList<>(TestBundle.drafts());
    told(step, FACTS).accept(drafts);
    return drafts;
  }
}
