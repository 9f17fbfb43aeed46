package org.xksworkbench.bridge.ceremony.run;

import java.util.OptionalInt;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.writing.LineDraft;

/// Something changes hands, is opened, looked at or sealed. Texts may be empty.
///
/// @param intact whether bag and seals are as they were left
/// @param item what it is
/// @param expectedBag the number that the last ceremony wrote down
/// @param photo number of the line that attached one
public record CustodyMove(
    Content.Custody.Move move,
    boolean intact,
    String item,
    String serial,
    String bag,
    String expectedBag,
    String seal,
    String place,
    OptionalInt photo) {

  LineDraft draft(String step) {
    var draft = LineDraft.of(new Content.Custody(step, move, intact)).telling("item", item);
    draft = with(draft, "serial", serial);
    draft = with(draft, "bag", bag);
    draft = with(draft, "expectedBag", expectedBag);
    draft = with(draft, "seal", seal);
    draft = with(draft, "place", place);
    return photo.isPresent() ? draft.telling("photo", photo.getAsInt()) : draft;
  }

  private static LineDraft with(LineDraft draft, String name, String text) {
    return text.isBlank() ? draft : draft.telling(name, text.strip());
  }
}
