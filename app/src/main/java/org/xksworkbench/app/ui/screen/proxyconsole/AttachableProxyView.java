package org.xksworkbench.app.ui.screen.proxyconsole;

import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.navigation.Screen;

/// The console of the proxy that the window is attached to, drawn anew when that is another.
public final class AttachableProxyView implements Screen {

  private final ProxyAttachmentViewModel attachment;
  private final StackPane root = new StackPane();
  private @Nullable Screen console;

  /// @param consoles makes the console of the present proxy
  public AttachableProxyView(ProxyAttachmentViewModel attachment, Supplier<Screen> consoles) {
    this.attachment = attachment;
    attachment
        .changes()
        .subscribe(_ -> {
          var before = console;
          if (before != null) {
            before.close();
          }
          var next = consoles.get();
          console = next;
          root.getChildren().setAll(next.root());
        });
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void close() {
    var shown = console;
    if (shown != null) {
      shown.close();
    }
    attachment.close();
  }
}
