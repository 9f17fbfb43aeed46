package org.xksworkbench.bridge.hsm;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks what changes a token, for those who guard it. Every method of the port that does has it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ChangesToken {

  /// The function of Cryptoki that does it, such as `C_DestroyObject`.
  String value();
}
