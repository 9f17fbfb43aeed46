package org.xksworkbench.app.ui.screen.activitylog;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// The entries as they are when the screen is opened, newest first, and what our own proxy logged
/// under the same request ID.
public final class ActivityLogViewModel {

  private final ActivityLog log;
  private final OwnProxy proxy;
  private final ObservableList<ActivityEntry> all = FXCollections.observableArrayList();
  private final FilteredList<ActivityEntry> rows = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable ActivityEntry> selected = new SimpleObjectProperty<>();

  public ActivityLogViewModel(ActivityLog log, OwnProxy proxy) {
    this.log = log;
    this.proxy = proxy;
    filter.subscribe(text -> rows.setPredicate(entry -> matches(entry, text)));
    refresh();
  }

  public ObservableList<ActivityEntry> rows() {
    return rows;
  }

  public StringProperty filter() {
    return filter;
  }

  public ObjectProperty<@Nullable ActivityEntry> selected() {
    return selected;
  }

  /// Such as "2 of 3".
  public ObservableValue<String> count() {
    return Bindings.createStringBinding(() -> rows.size() + " of " + all.size(), rows, all);
  }

  /// What our proxy logged of the selected call; empty if the call never reached it, or the proxy
  /// is not ours.
  public List<XksCall> proxyCalls() {
    var entry = selected.get();
    return entry == null || entry.requestId().isEmpty()
        ? List.of()
        : proxy.callsOf(entry.requestId());
  }

  public void refresh() {
    all.setAll(
        log.entries().stream().sorted(Comparator.comparing(ActivityEntry::at).reversed()).toList());
  }

  private static boolean matches(ActivityEntry entry, String filter) {
    return String.join(
            " ", entry.who(), entry.operation(), entry.target(), entry.requestId(), entry.outcome())
        .toLowerCase(Locale.ROOT)
        .contains(filter.strip().toLowerCase(Locale.ROOT));
  }
}
