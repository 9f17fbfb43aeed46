package org.xksworkbench.app.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xksworkbench.app.inventory.OutageCause.KeyOutage;
import org.xksworkbench.app.inventory.OutageCause.ProxyOutage;
import org.xksworkbench.app.inventory.OutageCause.StoreOutage;
import org.xksworkbench.app.inventory.OutageCause.TokenOutage;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReading;

/// Which KMS keys fail when a part of the loop is gone.
///
/// @param keys those that surely fail first
/// @param unseen what could not be seen, a sentence each
public record Outage(
    SurveyedPlace place,
    OutageCause cause,
    LineageReading read,
    List<FailingKey> keys,
    List<String> unseen) {

  private enum Certainty {
    SURE,
    NOT_SEEN,
    UNTOUCHED
  }

  public Outage {
    keys = List.copyOf(keys);
    unseen = List.copyOf(unseen);
  }

  /// @param token that was looked into; empty if none was
  public static Outage of(
      SurveyedPlace place, OutageCause cause, Optional<String> token, LineageReading read) {
    var keys = new ArrayList<FailingKey>();
    for (var line : read.lines()) {
      var certainty = certainty(cause, line, read);
      if (certainty != Certainty.UNTOUCHED) {
        line.kmsKey()
            .ifPresent(key -> keys.add(new FailingKey(line, key, certainty == Certainty.SURE)));
      }
    }
    keys.sort(
        Comparator.comparing((FailingKey key) -> !key.sure())
            .thenComparing(key -> !key.worksNow())
            .thenComparing(FailingKey::names));
    return new Outage(place, cause, read, keys, Blindness.of(token, read));
  }

  /// What can be asked about: the token, and each XKS proxy and key store that a KMS key depends
  /// on.
  public static List<OutageCause> causes(Optional<String> token, LineageReading read) {
    var causes = new ArrayList<OutageCause>();
    token.map(TokenOutage::new).ifPresent(causes::add);
    stores(read)
        .map(store -> store.proxy().uriEndpoint())
        .distinct()
        .sorted()
        .map(ProxyOutage::new)
        .forEach(causes::add);
    stores(read)
        .map(store -> new StoreOutage(store.id(), store.name()))
        .distinct()
        .sorted(Comparator.comparing(StoreOutage::name))
        .forEach(causes::add);
    return List.copyOf(causes);
  }

  private static Stream<ExternalKeyStore> stores(LineageReading read) {
    return read.lines().stream().flatMap(line -> line.store().stream());
  }

  private static Certainty certainty(OutageCause cause, Lineage line, LineageReading read) {
    var own = line.store().filter(store -> read.ownStores().contains(store.id())).isPresent();
    return switch (cause) {
      // Another proxy may serve another key by the same ID.
      case KeyOutage(var xksKeyId) when line.xksKeyId().equals(xksKeyId) ->
          own ? Certainty.SURE : Certainty.NOT_SEEN;
      case KeyOutage _ -> Certainty.UNTOUCHED;
      case TokenOutage _ when own ->
          line.hsmKeys().isEmpty() ? Certainty.UNTOUCHED : Certainty.SURE;
      case TokenOutage _ -> Certainty.NOT_SEEN;
      case ProxyOutage(var endpoint) ->
          sureIf(
              line.store()
                  .filter(store -> store.proxy().uriEndpoint().equals(endpoint))
                  .isPresent());
      case StoreOutage(var id, _) ->
          sureIf(line.store().filter(store -> store.id().equals(id)).isPresent());
    };
  }

  private static Certainty sureIf(boolean touched) {
    return touched ? Certainty.SURE : Certainty.UNTOUCHED;
  }

  /// How many surely fail that can be used now.
  public long losses() {
    return keys.stream().filter(FailingKey::sure).filter(FailingKey::worksNow).count();
  }

  /// A sentence or two.
  public String summary() {
    var sure = keys.stream().filter(FailingKey::sure).count();
    var unsure = keys.size() - sure;
    var told = new StringBuilder();
    told.append(
        sure == 0
            ? "No KMS key that can be seen depends on %s.".formatted(cause.words())
            : "Without %s, %s. %s."
                .formatted(
                    cause.words(),
                    sure == 1 ? "one KMS key fails" : "%,d KMS keys fail".formatted(sure),
                    losses() == sure
                        ? (sure == 1 ? "It can be used now" : "All of them can be used now")
                        : "%,d can be used now".formatted(losses())));
    if (unsure > 0) {
      told.append(
          unsure == 1
              ? " Of one more it cannot be seen from here."
              : " Of %,d more it cannot be seen from here.".formatted(unsure));
    }
    return told.toString();
  }
}
