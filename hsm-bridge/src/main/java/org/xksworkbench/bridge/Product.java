package org.xksworkbench.bridge;

/// What the program calls itself.
public final class Product {

  public static final String NAME = "XKS Workbench";

  /// As in pom.xml.
  public static final String VERSION = "0.1.0";

  private Product() {}
}
