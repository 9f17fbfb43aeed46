package org.xksworkbench.app.bootstrap;

import java.time.InstantSource;
import java.util.Optional;
import org.xksworkbench.app.externalkey.TestableKeys;
import org.xksworkbench.app.session.Session;
import org.xksworkbench.app.settings.Thresholds;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.proxyconsole.AttachableProxyView;
import org.xksworkbench.app.ui.screen.proxyconsole.ProxyAttachmentViewModel;
import org.xksworkbench.app.ui.screen.proxyconsole.ProxyConsoleView;
import org.xksworkbench.app.ui.screen.proxyconsole.ProxyConsoleViewModel;
import org.xksworkbench.app.ui.screen.proxyconsole.SelfTestViewModel;
import org.xksworkbench.app.ui.task.Tasks;

/// Makes the screen of an XKS proxy: of the one that comes with the session, or of whichever the
/// window is attached to.
record ProxyScreens(Session session, Thresholds thresholds, Tasks tasks, Dialogs dialogs) {

  Screen screen() {
    return session
        .proxy()
        .attachment()
        .<Screen>map(one -> {
          var attachment = new ProxyAttachmentViewModel(one, tasks, dialogs);
          return new AttachableProxyView(attachment, () -> console(Optional.of(attachment)));
        })
        .orElseGet(() -> console(Optional.empty()));
  }

  private Screen console(Optional<ProxyAttachmentViewModel> attachment) {
    var proxy = session.proxy();
    return new ProxyConsoleView(
        new ProxyConsoleViewModel(proxy, tasks, dialogs, InstantSource.system()),
        new SelfTestViewModel(proxy, new TestableKeys(session.hsm(), proxy), tasks, dialogs),
        thresholds.certificate(),
        attachment);
  }
}
