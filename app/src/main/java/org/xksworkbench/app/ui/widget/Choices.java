package org.xksworkbench.app.ui.widget;

import java.util.List;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Boxes to choose from, in which nothing is typed.
public final class Choices {

  private Choices() {}

  /// @param words for each of them
  public static <T> ComboBox<@Nullable T> of(
      String id, List<? extends T> all, Function<T, String> words) {
    var box = new ComboBox<@Nullable T>();
    box.setId(id);
    box.getItems().setAll(all);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable T one) {
            return one == null ? "" : words.apply(one);
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("It is chosen, never typed");
          }
        });
    return box;
  }
}
