package org.xksworkbench.app.ui.widget;

import javafx.beans.property.StringProperty;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import org.controlsfx.control.textfield.TextFields;

/// Where one types to filter a table; a cross empties it.
public final class SearchField {

  private static final String SHORT = "Search";

  private SearchField() {}

  /// @param prompt what can be searched; in a field that had to become narrower, it is its tooltip
  public static TextField of(String prompt, double width, StringProperty filter) {
    var field = TextFields.createClearableTextField();
    field.setId("search");
    field
        .promptTextProperty()
        .bind(
            field
                .widthProperty()
                .map(now -> now.doubleValue() > 0 && now.doubleValue() < width ? SHORT : prompt));
    field.setTooltip(new Tooltip(prompt));
    field.setAccessibleText(prompt);
    field.setPrefWidth(width);
    field.textProperty().bindBidirectional(filter);
    // It searches while one types: Enter would press a button that has nothing to do with it.
    return Keyboard.deafToEnter(field);
  }
}
