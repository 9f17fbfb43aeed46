package org.xksworkbench.app.overview;

/// Something that needs attention.
///
/// @param text what follows from it, a sentence or two
/// @param way where it is mended
public record LoopConcern(ConcernLevel level, String headline, String text, ConcernWay way) {

  /// The worst first.
  public enum ConcernLevel {
    /// Something does not work, or data is at risk.
    BAD,
    /// Something will not work one day.
    WARNING
  }

  /// Where the window leads.
  public sealed interface ConcernWay {

    /// To the check of the way to the proxy of a key store.
    record CheckConnection(String customKeyStoreId) implements ConcernWay {}

    record ShowProxy() implements ConcernWay {}

    record ShowLineage() implements ConcernWay {}

    /// To a key of the token.
    record ShowHsmKey(String label) implements ConcernWay {}

    record ShowUnfinished() implements ConcernWay {}
  }
}
