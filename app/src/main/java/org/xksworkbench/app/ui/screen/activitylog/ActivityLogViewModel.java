package org.xksworkbench.app.ui.screen.activitylog;

import java.util.Comparator;
import java.util.Locale;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;

/// The entries as they are when the screen is opened, newest first.
public final class ActivityLogViewModel {

  private final ActivityLog log;
  private final ObservableList<ActivityEntry> all = FXCollections.observableArrayList();
  private final FilteredList<ActivityEntry> rows = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");

  public ActivityLogViewModel(ActivityLog log) {
    this.log = log;
    filter.subscribe(text -> rows.setPredicate(entry -> matches(entry, text)));
    refresh();
  }

  public ObservableList<ActivityEntry> rows() {
    return rows;
  }

  public StringProperty filter() {
    return filter;
  }

  public void refresh() {
    all.setAll(
        log.entries().stream().sorted(Comparator.comparing(ActivityEntry::at).reversed()).toList());
  }

  private static boolean matches(ActivityEntry entry, String filter) {
    return String.join(" ", entry.operation(), entry.target(), entry.requestId(), entry.outcome())
        .toLowerCase(Locale.ROOT)
        .contains(filter.strip().toLowerCase(Locale.ROOT));
  }
}
