package org.xksworkbench.app.ui.widget;

import javafx.scene.control.TextArea;

/// Text of a program: key policies, events, commands.
public final class CodeArea {

  private CodeArea() {}

  /// @param accessible what it is, for those who do not see what stands above it
  public static TextArea of(String content, int rows, String accessible) {
    var area = new TextArea(content);
    area.setPrefRowCount(rows);
    area.getStyleClass().add("mono");
    area.setAccessibleText(accessible);
    return area;
  }

  /// One to read and to copy from.
  ///
  /// @param accessible what it is, for those who do not see what stands above it
  public static TextArea readOnly(String content, int rows, String accessible) {
    var area = of(content, rows, accessible);
    area.setEditable(false);
    return area;
  }
}
