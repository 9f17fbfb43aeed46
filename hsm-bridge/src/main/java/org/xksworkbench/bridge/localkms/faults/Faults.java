package org.xksworkbench.bridge.localkms.faults;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.xksworkbench.bridge.localkms.state.ConnectFailure;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// The faults that are switched on. Safe for use by several threads; a change holds from the next
/// request on.
public final class Faults {

  /// HTTP 500: the `fault` shapes of the service model.
  private static final Set<String> OF_SERVICE =
      Set.of("KMSInternalException", "DependencyTimeoutException", "KeyUnavailableException");

  private final Supplier<List<Fault>> more;
  private volatile List<Fault> set = List.of();

  public Faults(Supplier<List<Fault>> more) {
    this.more = more;
  }

  /// Switches on these faults, and off all others that were set like this before. Those of a fault
  /// file stay.
  public void set(List<Fault> faults) {
    set = List.copyOf(faults);
  }

  /// Those that were set, and those of the fault file.
  public List<Fault> current() {
    return Stream.concat(set.stream(), more.get().stream()).toList();
  }

  /// Throws if AWS KMS shall answer this operation with an error.
  public void strikeOperation(String operation) {
    for (var fault : current()) {
      if (fault instanceof Fault.ErrorResponse(var struck, var code)
          && struck.filter(name -> !name.equals(operation)).isEmpty()) {
        var message = "A fault that was switched on in the local KMS.";
        throw OF_SERVICE.contains(code)
            ? ServiceFault.ofService(code, message)
            : ServiceFault.of(code, message);
      }
    }
  }

  /// The faults of a key store's proxy, in the order in which they were switched on.
  public List<Fault.OfProxy> ofProxy(String storeId, String storeName) {
    return current().stream()
        .filter(Fault.OfProxy.class::isInstance)
        .map(Fault.OfProxy.class::cast)
        .filter(fault ->
            fault.keyStore().filter(s -> !s.equals(storeId) && !s.equals(storeName)).isEmpty())
        .toList();
  }

  /// The code with which a connect shall fail.
  public Optional<ConnectFailure> ofConnect(String storeId, String storeName) {
    return ofProxy(storeId, storeName).stream()
        .filter(Fault.ConnectFails.class::isInstance)
        .map(fault -> ((Fault.ConnectFails) fault).errorCode())
        .findFirst();
  }
}
