package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeySurroundings;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeyUse;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.ObjectClass;

/// Joins objects of a token with what the XKS proxy, AWS KMS and the records say of them.
final class ObjectRows {

  /// What the proxy of this workstation says, read once for all keys.
  ///
  /// @param own whether it is ours to configure
  private record ProxySide(
      boolean own, Function<HsmKey, List<String>> paths, Optional<String> healthKey) {}

  private final OwnProxy proxy;
  private final KmsKeyUse kmsKeys;
  private final KnownCheckValues checkValues;
  private Optional<Boolean> aesGcm = Optional.empty();
  private ProxySide proxySide = new ProxySide(false, _ -> List.of(), Optional.empty());

  ObjectRows(OwnProxy proxy, KmsKeyUse kmsKeys, KnownCheckValues checkValues) {
    this.proxy = proxy;
    this.kmsKeys = kmsKeys;
    this.checkValues = checkValues;
  }

  /// What it says may have changed.
  void askProxy() {
    proxySide = new ProxySide(proxy.control().isPresent(), proxy.servedPaths(), proxy.healthKey());
  }

  /// What the token says of itself ([HsmSession#doesAesGcm]).
  void tokenSays(Optional<Boolean> doesAesGcm) {
    aesGcm = doesAesGcm;
  }

  /// @param among all objects of the token that are known: no two keys may have one label
  List<HsmObjectRow> of(List<HsmObject> objects, List<HsmObject> among) {
    var sameLabels =
        among.stream()
            .filter(object -> object.ref().objectClass() == ObjectClass.SECRET_KEY)
            .collect(Collectors.groupingBy(object -> object.ref().label(), Collectors.counting()));
    return objects.stream().map(object -> row(object, sameLabels)).toList();
  }

  private HsmObjectRow row(HsmObject object, Map<String, Long> sameLabels) {
    var key = object.toKey();
    var label = object.ref().label();
    var lines = key.isPresent() ? kmsKeys.of(label) : List.<Lineage>of();
    var healthKey = key.isPresent() && proxySide.healthKey().equals(Optional.of(label));
    return new HsmObjectRow(
        object,
        key.map(one -> fitness(one, sameLabels, lines, healthKey)),
        checkValues.of(object),
        lines,
        healthKey);
  }

  private ExternalKeyFitness fitness(
      HsmKey key, Map<String, Long> sameLabels, List<Lineage> lines, boolean healthKey) {
    var use =
        new KeyUse(
            lines.stream().flatMap(line -> line.kmsKeyName().stream()).toList(),
            List.of(),
            healthKey);
    return ExternalKeyFitness.of(
        key,
        new KeySurroundings(
            sameLabels.getOrDefault(key.label(), 1L).intValue(),
            proxySide.own()
                ? Optional.of(healthKey || !proxySide.paths().apply(key).isEmpty())
                : Optional.empty(),
            Optional.empty(),
            use,
            aesGcm));
  }
}
