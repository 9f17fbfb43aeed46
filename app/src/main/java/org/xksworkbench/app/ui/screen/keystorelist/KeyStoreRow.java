package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.List;
import java.util.Locale;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsKey;

/// One line of the table, ready to show.
///
/// @param keys the KMS keys in this key store
public record KeyStoreRow(ExternalKeyStore store, List<KmsKey> keys) {

  public KeyStoreRow {
    keys = List.copyOf(keys);
  }

  public String connectivity() {
    return switch (store.proxy().connectivity()) {
      case PUBLIC_ENDPOINT -> "Public endpoint";
      case VPC_ENDPOINT_SERVICE -> "VPC endpoint service";
    };
  }

  boolean matches(String filter) {
    var state =
        store.connectionState() instanceof ConnectionState.Failed(var code)
            ? "failed " + code
            : store.connectionState().getClass().getSimpleName();
    var text =
        String.join(
            " ", store.name(), store.id(), store.proxy().uriEndpoint(), connectivity(), state);
    return text.toLowerCase(Locale.ROOT).contains(filter.strip().toLowerCase(Locale.ROOT));
  }
}
