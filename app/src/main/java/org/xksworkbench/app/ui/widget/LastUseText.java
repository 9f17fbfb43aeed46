package org.xksworkbench.app.ui.widget;

import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.ui.task.Loadable;

/// When a KMS key was last used, in words.
public final class LastUseText {

  /// AWS's caution with GetKeyLastUsage.
  public static final String CAUTION =
      "This alone does not show that a key can go: AWS advises to disable it first and watch for"
          + " DisabledException.";

  /// The same, for somebody who is about to delete the key.
  public static final String BEFORE_DELETION =
      "A key whose data is rarely read looks unused: AWS advises to disable it first and watch for"
          + " DisabledException.";

  private LastUseText() {}

  /// Beside the name "Last used".
  public static String value(Loadable<LastUse> use) {
    return switch (use) {
      case Loadable.Loading<LastUse> _ -> "reading from AWS KMS…";
      case Loadable.LoadFailed<LastUse>(var problem) -> "Not known: " + problem.headline();
      case Loadable.Ready<LastUse>(var known) ->
          switch (known) {
            case LastUse.Used used -> Dates.full(used.at()) + ", " + used.operation();
            case LastUse.NeverUsed _ -> "Never used since it was created";
            case LastUse.NotSince(var began) ->
                "Not used since tracking began on " + Dates.day(began);
            case LastUse.NotKnown(var why) -> "Not known: " + reason(why);
          };
    };
  }

  /// In a table, under "Last used".
  public static String cell(Loadable<LastUse> use) {
    return switch (use) {
      case Loadable.Loading<LastUse> _ -> "reading…";
      case Loadable.LoadFailed<LastUse> _ -> "not known";
      case Loadable.Ready<LastUse>(var known) ->
          switch (known) {
            case LastUse.Used used -> Dates.day(used.at()) + ", " + used.operation();
            case LastUse.NeverUsed _ -> "never";
            case LastUse.NotSince(var began) -> "not since " + Dates.day(began);
            case LastUse.NotKnown(var why) ->
                why == LastUse.Why.DENIED ? "not known: denied" : "not known";
          };
    };
  }

  /// A sentence, for somebody who is about to delete the key.
  public static String sentence(Loadable<LastUse> use) {
    return switch (use) {
      case Loadable.Loading<LastUse> _ -> "Reading when the key was last used…";
      case Loadable.LoadFailed<LastUse>(var problem) ->
          "When the key was last used is not known: " + problem.headline() + ".";
      case Loadable.Ready<LastUse>(var known) ->
          switch (known) {
            case LastUse.Used used ->
                "The key was last used on %s, by %s."
                    .formatted(Dates.full(used.at()), used.operation());
            case LastUse.NeverUsed _ -> "The key was never used since it was created.";
            case LastUse.NotSince(var began) ->
                "The key was not used since tracking began on %s. What was before is not known."
                    .formatted(Dates.day(began));
            case LastUse.NotKnown(var why) ->
                "When the key was last used is not known: " + reason(why);
          };
    };
  }

  private static String reason(LastUse.Why why) {
    return switch (why) {
      case DENIED -> "you may not ask. The permission is kms:GetKeyLastUsage, in the key policy.";
      case NO_SUCH_OPERATION -> "this KMS does not have GetKeyLastUsage.";
    };
  }
}
