package org.xksworkbench.app.overview;

/// How one link of the loop stands.
///
/// @param words a few, for the link itself
public record LoopLink(LinkState state, String words) {

  public enum LinkState {
    /// It works as far as is seen from here.
    WORKS,
    /// On purpose.
    OFF,
    /// Somebody is at work, and it will change by itself.
    BUSY,
    BROKEN,
    /// Nobody here can say.
    NOT_SEEN
  }
}
