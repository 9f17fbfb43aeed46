package org.xksworkbench.bridge.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a command that changes something in an HSM or in AWS KMS. [HsmBridge] refuses it while the
/// profile is read-only, before it does anything.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Changes {

  /// What it does, such as `C_GenerateKey`.
  String value();
}
