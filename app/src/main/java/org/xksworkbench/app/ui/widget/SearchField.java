package org.xksworkbench.app.ui.widget;

import javafx.beans.property.StringProperty;
import javafx.scene.control.TextField;
import org.controlsfx.control.textfield.TextFields;

/// Where one types to filter a table; a cross empties it.
public final class SearchField {

  private SearchField() {}

  /// @param prompt what can be searched
  public static TextField of(String prompt, double width, StringProperty filter) {
    var field = TextFields.createClearableTextField();
    field.setId("search");
    field.setPromptText(prompt);
    field.setAccessibleText(prompt);
    field.setPrefWidth(width);
    field.textProperty().bindBidirectional(filter);
    return field;
  }
}
