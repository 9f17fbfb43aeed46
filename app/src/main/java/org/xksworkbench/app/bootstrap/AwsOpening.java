package org.xksworkbench.app.bootstrap;

import java.util.function.Supplier;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.ui.screen.start.Opening;

/// AWS KMS, or a local KMS that runs already.
record AwsOpening(String name, Supplier<AwsAccess> opener) implements Opening<AwsOpening.Opened> {

  /// Closed by whoever takes it.
  record Opened(AwsAccess access) implements AutoCloseable {
    @Override
    public void close() {
      access.kms().close();
    }
  }

  @Override
  public Opened open(Progress progress) {
    return new Opened(opener.get());
  }
}
