package org.xksworkbench.app.ui.screen.ceremony;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.evidence.Content.Deviated.Concern;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;

/// A deviation, pause, break or abort that is being written down: why, and who says so.
final class InterludeForm {

  private static final Words WORDS = Words.of(InterludeForm.class);

  private final ReadOnlyObjectWrapper<Optional<Interlude>> kind =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final StringProperty reason = new SimpleStringProperty("");
  private final BooleanProperty leavesOut = new SimpleBooleanProperty();
  private final ObjectProperty<Concern> concern = new SimpleObjectProperty<>(Concern.SCRIPT);
  private final Map<Player, BooleanProperty> ticked = new LinkedHashMap<>();
  private final StringBinding obstacle;

  InterludeForm(List<Player> people) {
    people.forEach(player -> ticked.put(player, new SimpleBooleanProperty()));
    var watched = new ArrayList<Observable>(List.of(reason, kind));
    watched.addAll(ticked.values());
    this.obstacle =
        Bindings.createStringBinding(this::whatIsMissing, watched.toArray(new Observable[0]));
  }

  /// Empty while nothing is written down.
  ReadOnlyObjectProperty<Optional<Interlude>> kind() {
    return kind.getReadOnlyProperty();
  }

  StringProperty reason() {
    return reason;
  }

  /// Whether a deviation leaves the step as it is.
  BooleanProperty leavesOut() {
    return leavesOut;
  }

  /// What a deviation is about.
  ObjectProperty<Concern> concern() {
    return concern;
  }

  /// Who agrees, or stays.
  Map<Player, BooleanProperty> ticks() {
    return ticked;
  }

  /// Why it cannot be recorded yet; empty if it can.
  StringBinding obstacle() {
    return obstacle;
  }

  void open(Interlude one) {
    reason.set("");
    leavesOut.set(false);
    concern.set(Concern.SCRIPT);
    ticked.values().forEach(tick -> tick.set(false));
    kind.set(Optional.of(one));
  }

  void tick(Player player) {
    var tick = ticked.get(player);
    if (tick != null) {
      tick.set(true);
    }
  }

  void close() {
    kind.set(Optional.empty());
  }

  List<Player> agreeing() {
    return ticked.entrySet().stream()
        .filter(entry -> entry.getValue().get())
        .map(Map.Entry::getKey)
        .toList();
  }

  private String whatIsMissing() {
    var written = kind.get();
    if (written.isEmpty()) {
      return "";
    }
    if (reason.get().isBlank() && written.get() != Interlude.CONTINUATION) {
      return WORDS.text("interlude.no-reason");
    }
    var count = agreeing().size();
    var needed = written.get().people();
    if (count < needed) {
      return needed == 1
          ? WORDS.text("interlude.tick-one")
          : WORDS.text("interlude.tick-several", needed);
    }
    return written.get().several() || count == 1 ? "" : WORDS.text("interlude.tick-only-one");
  }
}
