package org.xksworkbench.app.ui.screen.ceremony;

import org.xksworkbench.bridge.ceremony.plan.Plan;

/// A plan that was opened.
///
/// @param name where it is from, such as `external-key` or a file's name
record ChosenPlan(Plan plan, String name) {

  /// For the name of a folder or a file.
  String fileName() {
    var dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^A-Za-z0-9-]+", "-");
  }
}
