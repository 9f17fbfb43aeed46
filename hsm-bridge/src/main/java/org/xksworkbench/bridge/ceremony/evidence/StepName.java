package org.xksworkbench.bridge.ceremony.evidence;

import java.util.regex.Pattern;

/// A step, as lines name it.
final class StepName {

  static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private StepName() {}
}
