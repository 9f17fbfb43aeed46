package org.xksworkbench.app.kms.aws.network;

import java.net.ProxySelector;

/// What the SDK must not do by itself, said before it is loaded. The rest of this program gives
/// each client what it needs; this is for clients that the SDK makes inside, today or in a later
/// version.
public final class Fence {

  private static final String NOWHERE = "/nonexistent";
  private static final String SYSTEM_PROXIES = "java.net.useSystemProxies";

  private Fence() {}

  /// The first statement of the program.
  public static void up() {
    withoutFiles();
    System.setProperty(
        "software.amazon.awssdk.http.service.impl", RefusingHttpService.class.getName());
    // Java leaves Basic out for proxies of HTTPS. It is sent to the proxy that HTTPS_PROXY names.
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    // A ticket of Kerberos is taken from where kinit and the desktop keep it.
    System.setProperty("javax.security.auth.useSubjectCredsOnly", "false");
    if (System.getProperty(SYSTEM_PROXIES) == null) {
      // Read once, when Java chooses its first proxy.
      System.setProperty(SYSTEM_PROXIES, "true");
      ProxySelector.setDefault(new SystemProxies(ProxySelector.getDefault()));
    }
  }

  /// The SDK parses the user's files for every client that it builds, also for one that is given
  /// others, and no client can be built if it does not understand them (seen in 2.40.2 and 2.59.1).
  /// This program reads them itself.
  public static void withoutFiles() {
    System.setProperty("aws.configFile", NOWHERE);
    System.setProperty("aws.sharedCredentialsFile", NOWHERE);
  }
}
