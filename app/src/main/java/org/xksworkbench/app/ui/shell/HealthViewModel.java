package org.xksworkbench.app.ui.shell;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.xksworkbench.app.words.Words;

/// How HSM and proxy of this workstation are: said to be absent until somebody knows better.
public final class HealthViewModel {

  private static final Words WORDS = Words.of(HealthViewModel.class);

  private final ReadOnlyStringWrapper hsm = new ReadOnlyStringWrapper(WORDS.text("health.no-hsm"));
  private final ReadOnlyStringWrapper proxy =
      new ReadOnlyStringWrapper(WORDS.text("health.no-proxy"));

  public ReadOnlyStringProperty hsm() {
    return hsm.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty proxy() {
    return proxy.getReadOnlyProperty();
  }

  public void hsmIs(String status) {
    hsm.set(status);
  }

  public void proxyIs(String status) {
    proxy.set(status);
  }
}
