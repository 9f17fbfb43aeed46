package org.xksworkbench.bridge.guard;

/// The policy of this machine does not allow a module, a profile or a Region. Nothing was loaded
/// and nothing was sent to anybody.
public final class PolicyException extends RuntimeException {

  /// Stable and searchable, as AWS's error codes are.
  public static final String CODE = "MACHINE_POLICY";

  private static final long serialVersionUID = 1;

  private final String refused;
  private final String why;

  /// @param refused such as `the Region eu-west-1`
  /// @param why a sentence that names the file
  public PolicyException(String refused, String why) {
    super(Character.toUpperCase(refused.charAt(0)) + refused.substring(1) + " is not used. " + why);
    this.refused = refused;
    this.why = why;
  }

  /// Such as `the Region eu-west-1`.
  public String whatIsRefused() {
    return refused;
  }

  /// A sentence that names the file.
  public String why() {
    return why;
  }
}
