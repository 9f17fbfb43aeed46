package org.xksworkbench.bridge.diagnostics;

import java.util.Optional;

/// The version that the build wrote into the jar.
final class ProgramVersion {

  static final String TEXT =
      Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
          .orElse("not packaged");

  private ProgramVersion() {}
}
