package org.xksworkbench.app.ui.screen.tour;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.ui.navigation.Destination;

/// What happened at each stop since the demo started, by whatever way: a screen was seen, a key was
/// created, a proof was made.
///
/// @param visited where the user went
public record TourMarks(Set<Destination> visited, ActivityLog activity, DemoFaults faults) {

  /// In a word or two; empty if nothing happened there.
  Optional<String> at(TourStop stop) {
    return switch (stop) {
      case KEY_STORES -> seenIf(Destination.KeyStoresScreen.class::isInstance);
      case CONNECTION_CHECK ->
          seenIf(there ->
              there instanceof Destination.ConnectionCheckScreen(var storeId)
                  && storeId.isPresent());
      case HSM_KEYS ->
          seenIf(there ->
              there instanceof Destination.HsmKeysScreen
                  || there instanceof Destination.HsmKeyScreen);
      case CREATE_KEY -> doneIf("CreateKey", "Created");
      case PROVE -> doneIf("Decrypt", "Proven");
      case LINEAGE -> seenIf(Destination.LineageScreen.class::isInstance);
      case XKS_PROXY -> seenIf(Destination.XksProxyScreen.class::isInstance);
      case FAULTS ->
          Optional.of(faults.triedFaults().size())
              .filter(tried -> tried > 0)
              .map(tried -> tried + " of " + DemoFault.values().length + " tried");
    };
  }

  private Optional<String> seenIf(Predicate<Destination> there) {
    return visited.stream().anyMatch(there) ? Optional.of("Seen") : Optional.empty();
  }

  private Optional<String> doneIf(String operation, String mark) {
    return activity.entries().stream()
            .anyMatch(
                entry -> entry.operation().equals(operation) && entry.outcome().equals("done"))
        ? Optional.of(mark)
        : Optional.empty();
  }
}
