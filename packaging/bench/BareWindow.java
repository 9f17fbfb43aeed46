import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.stage.Stage;

/// The least that a JavaFX program with a table costs: 10,000 rows, four columns, nothing else. Writes
/// milliseconds from the start of the process to its second frame, and its memory in KiB.
public final class BareWindow extends Application {

  private record Row(int number) {}

  /// Does not extend Application, so that JavaFX is taken from wherever it is.
  public static final class Main {
    public static void main(String[] args) {
      Application.launch(BareWindow.class, args);
    }
  }

  @Override
  public void start(Stage stage) {
    var table =
        new TableView<>(
            FXCollections.observableArrayList(
                IntStream.range(0, 10_000).mapToObj(Row::new).toList()));
    for (var name : new String[] {"Name", "ID", "State", "Created"}) {
      var column = new TableColumn<Row, String>(name);
      column.setCellValueFactory(
          cell -> new ReadOnlyObjectWrapper<>(name + " " + cell.getValue().number()));
      table.getColumns().add(column);
    }
    stage.setScene(new Scene(table, 1440, 900));
    stage.show();
    new AnimationTimer() {
      private int frames;

      @Override
      public void handle(long now) {
        if (++frames == 2) {
          stop();
          report(Path.of(getParameters().getRaw().getFirst()));
        }
      }
    }.start();
  }

  /// As the StartReport of the window does.
  private static void report(Path file) {
    try {
      var stat = Files.readString(Path.of("/proc/self/stat"));
      var started = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
      var now = Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0];
      var millis = new BigDecimal(now).movePointRight(3).longValueExact() - started * 10;
      var memory =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow()
              .replaceAll("\\D", "");
      Files.writeString(file, millis + " " + memory + "\n");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Platform.exit();
  }
}
