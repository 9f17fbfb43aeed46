package org.xksworkbench.app.ui.screen.activitylog;

import java.util.Comparator;
import java.util.List;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.widget.FilteredRows;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// The entries as they are when the screen is opened, newest first, and what our own proxy logged
/// under the same request ID.
public final class ActivityLogViewModel {

  private final ActivityLog log;
  private final OwnProxy proxy;
  private final FilteredRows<ActivityEntry> rows =
      new FilteredRows<>(ActivityLogViewModel::matches);

  public ActivityLogViewModel(ActivityLog log, OwnProxy proxy) {
    this.log = log;
    this.proxy = proxy;
    refresh();
  }

  public FilteredRows<ActivityEntry> rows() {
    return rows;
  }

  /// What our proxy logged of the selected call; empty if the call never reached it, or the proxy
  /// is not ours.
  public List<XksCall> proxyCalls() {
    var entry = rows.selected().get();
    return entry == null || entry.requestId().isEmpty()
        ? List.of()
        : proxy.callsOf(entry.requestId());
  }

  public void refresh() {
    rows.set(
        log.entries().stream().sorted(Comparator.comparing(ActivityEntry::at).reversed()).toList());
  }

  private static boolean matches(ActivityEntry entry, String typed) {
    return FilteredRows.found(
        String.join(
            " ",
            entry.who(),
            entry.operation(),
            entry.target(),
            entry.requestId(),
            entry.outcome()),
        typed);
  }
}
