package org.xksworkbench.app.ui.screen.ceremony;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.bridge.ceremony.plan.PlanField;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;

/// What the acting person enters in the present step.
final class StepEntries {

  private final ReadOnlyObjectWrapper<Map<String, StringProperty>> fields =
      new ReadOnlyObjectWrapper<>(Map.of());
  private String step = "";

  /// By the name of the field.
  ReadOnlyObjectProperty<Map<String, StringProperty>> fields() {
    return fields.getReadOnlyProperty();
  }

  /// Without blanks at its ends; empty for what is not entered.
  String entry(PlanField field) {
    var text = fields.get().get(field.name());
    return text == null ? "" : text.get().strip();
  }

  /// Fields of a new step are empty; those of the same step keep what was entered.
  void offer(Optional<CurrentStep> current) {
    var id = current.map(CurrentStep::id).orElse("");
    if (id.equals(step)) {
      return;
    }
    step = id;
    var offered = new LinkedHashMap<String, StringProperty>();
    current.ifPresent(one ->
        one.inputs().forEach(field -> offered.put(field.name(), new SimpleStringProperty(""))));
    fields.set(offered);
  }
}
