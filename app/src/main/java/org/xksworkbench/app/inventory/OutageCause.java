package org.xksworkbench.app.inventory;

/// A part of the loop that could be gone.
public sealed interface OutageCause {

  /// As a part of a sentence, such as `the token demo`.
  String words();

  record TokenOutage(String label) implements OutageCause {
    @Override
    public String words() {
      return "the token " + label;
    }
  }

  /// @param xksKeyId label of the HSM key
  record KeyOutage(String xksKeyId) implements OutageCause {
    @Override
    public String words() {
      return "the external key " + xksKeyId;
    }
  }

  /// @param endpoint as key stores name it
  record ProxyOutage(String endpoint) implements OutageCause {
    @Override
    public String words() {
      return "the XKS proxy " + endpoint;
    }
  }

  record StoreOutage(String id, String name) implements OutageCause {
    @Override
    public String words() {
      return "the key store " + name;
    }
  }
}
