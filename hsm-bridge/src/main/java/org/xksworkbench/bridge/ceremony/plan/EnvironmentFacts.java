package org.xksworkbench.bridge.ceremony.plan;

import java.util.Set;

/// What an environment is told by, by name.
public final class EnvironmentFacts {

  /// SHA-256 over this program's own class path.
  public static final String PROGRAM = "program";

  public static final String PROGRAM_VERSION = "programVersion";
  public static final String JVM = "jvm";
  public static final String OS = "os";

  /// SHA-256 of the PKCS#11 module's file.
  public static final String MODULE_HASH = "moduleHash";

  public static final String LIBRARY = "library";
  public static final String LIBRARY_VERSION = "libraryVersion";
  public static final String TOKEN_LABEL = "tokenLabel";
  public static final String TOKEN_MODEL = "tokenModel";
  public static final String TOKEN_SERIAL = "tokenSerial";
  public static final String FIRMWARE_VERSION = "firmwareVersion";
  public static final String HARDWARE_VERSION = "hardwareVersion";

  /// Which AWS KMS: the Region, and whether it is AWS or the local stand-in.
  public static final String KMS = "kms";

  /// Which variables are set that change what runs; `none` if none is. Their names, never what they
  /// hold.
  public static final String VARIABLES = "variables";

  /// Options by which something else runs in this program; `none` if there is none.
  public static final String JVM_OPTIONS = "jvmOptions";

  /// What [#VARIABLES] and [#JVM_OPTIONS] are where there is nothing.
  public static final String NONE = "none";

  public static final Set<String> NAMES =
      Set.of(
          PROGRAM,
          PROGRAM_VERSION,
          JVM,
          OS,
          MODULE_HASH,
          LIBRARY,
          LIBRARY_VERSION,
          TOKEN_LABEL,
          TOKEN_MODEL,
          TOKEN_SERIAL,
          FIRMWARE_VERSION,
          HARDWARE_VERSION,
          KMS,
          VARIABLES,
          JVM_OPTIONS);

  private EnvironmentFacts() {}
}
