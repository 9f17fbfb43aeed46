package org.xksworkbench.app.overview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.overview.LoopLink.LinkState;
import org.xksworkbench.app.overview.ProxyGroup.KeyCount;
import org.xksworkbench.app.overview.ProxyGroup.StoreNode;
import org.xksworkbench.app.settings.Thresholds;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// How the whole loop stands.
///
/// @param region that AWS KMS was asked in
/// @param counted when the KMS keys were followed last; empty while they are followed for the first
///   time
/// @param groups ours first, then those with a broken link
/// @param concerns what needs attention, the worst first
public record Overview(
    Instant at,
    String region,
    Optional<Instant> counted,
    List<ProxyGroup> groups,
    Optional<Token> token,
    LoopFigures figures,
    List<LoopConcern> concerns) {

  /// @param keys of all key stores; empty while they are not counted
  /// @param slowestMillis the 99th percentile of the key store whose requests take longest; empty
  ///   without requests in the last hour
  /// @param certificateDays until the certificate of our proxy ends; empty without such a proxy
  /// @param withoutBackup keys in use of which no backup is recorded; empty while not counted
  public record LoopFigures(
      int connected,
      int stores,
      Optional<KeyCount> keys,
      OptionalDouble slowestMillis,
      OptionalLong certificateDays,
      Optional<Integer> withoutBackup) {}

  private static final Words WORDS = Words.of(Overview.class);
  private static final double PERCENTILE = 0.99;
  private static final double MICROS_A_MILLI = 1_000;

  public Overview {
    groups = List.copyOf(groups);
    concerns = List.copyOf(concerns);
  }

  /// @param keys of all key stores; empty while they are still counted
  public static Overview of(
      LoopReading seen, Optional<LineageReading> keys, Thresholds thresholds) {
    var inUse = keys.map(Overview::byStore);
    var byHost = new LinkedHashMap<String, List<StoreNode>>();
    seen.stores().stream()
        .sorted(Comparator.comparing(ExternalKeyStore::name))
        .forEach(store ->
            byHost
                .computeIfAbsent(store.proxy().uriEndpoint(), _ -> new ArrayList<>())
                .add(node(store, seen, inUse)));
    var groups =
        byHost.entrySet().stream()
            .map(entry -> group(entry.getKey(), entry.getValue(), seen))
            .sorted(
                Comparator.comparing((ProxyGroup group) -> group.own().isEmpty())
                    .thenComparing(group -> !group.broken())
                    .thenComparing(ProxyGroup::host))
            .toList();
    return new Overview(
        seen.at(),
        seen.region(),
        keys.map(LineageReading::at),
        groups,
        seen.token(),
        figures(seen, keys),
        Concerns.of(seen, keys, thresholds));
  }

  private static ProxyGroup group(String endpoint, List<StoreNode> nodes, LoopReading seen) {
    var own = nodes.stream().anyMatch(node -> seen.calls().containsKey(node.store().id()));
    return new ProxyGroup(
        endpoint.replaceFirst("^https://", ""),
        seen.proxy().filter(_ -> own),
        nodes,
        own ? toToken(seen) : new LoopLink(LinkState.NOT_SEEN, WORDS.text("link.not-seen")));
  }

  private static StoreNode node(
      ExternalKeyStore store, LoopReading seen, Optional<Map<String, List<Lineage>>> inUse) {
    return new StoreNode(
        store,
        inUse.map(of -> count(of.getOrDefault(store.id(), List.of()))),
        toProxy(store, seen));
  }

  private static LoopLink toProxy(ExternalKeyStore store, LoopReading seen) {
    return switch (store.connectionState()) {
      case ConnectionState.Failed _ -> new LoopLink(LinkState.BROKEN, WORDS.text("link.failed"));
      case ConnectionState.Disconnected _ -> new LoopLink(LinkState.OFF, WORDS.text("link.off"));
      case ConnectionState.Connecting _, ConnectionState.Disconnecting _ ->
          new LoopLink(LinkState.BUSY, store.connectionState().words());
      case ConnectionState.Connected _ -> whileConnected(store, seen);
    };
  }

  private static LoopLink whileConnected(ExternalKeyStore store, LoopReading seen) {
    var calls = seen.calls().get(store.id());
    if (calls == null) {
      return new LoopLink(LinkState.NOT_SEEN, WORDS.text("link.not-seen"));
    }
    if (seen.proxy().filter(proxy -> !proxy.running()).isPresent()) {
      return new LoopLink(LinkState.BROKEN, WORDS.text("link.no-proxy"));
    }
    return new LoopLink(
        LinkState.WORKS,
        slow(calls).isPresent()
            ? WORDS.text("link.millis", slow(calls).getAsDouble())
            : WORDS.text("link.no-requests"));
  }

  private static LoopLink toToken(LoopReading seen) {
    if (seen.proxy().filter(proxy -> !proxy.running()).isPresent()) {
      return new LoopLink(LinkState.OFF, WORDS.text("link.off"));
    }
    return seen.health()
        .map(health ->
            health.available()
                ? new LoopLink(LinkState.WORKS, WORDS.text("link.available"))
                : new LoopLink(LinkState.BROKEN, WORDS.text("link.unavailable")))
        .orElseGet(() -> new LoopLink(LinkState.NOT_SEEN, WORDS.text("link.not-seen")));
  }

  /// 99 of 100 requests were answered within so many milliseconds.
  private static OptionalDouble slow(List<XksCall> calls) {
    if (calls.isEmpty()) {
      return OptionalDouble.empty();
    }
    var micros = calls.stream().mapToLong(XksCall::totalMicros).sorted().toArray();
    var place = (int) Math.ceil(PERCENTILE * micros.length) - 1;
    return OptionalDouble.of(micros[place] / MICROS_A_MILLI);
  }

  /// Of the key store whose requests take longest.
  static OptionalDouble slowest(LoopReading seen) {
    return seen.calls().values().stream()
        .map(Overview::slow)
        .flatMapToDouble(OptionalDouble::stream)
        .max();
  }

  private static LoopFigures figures(LoopReading seen, Optional<LineageReading> keys) {
    return new LoopFigures(
        (int) seen.stores().stream().filter(store -> store.connectionState().usable()).count(),
        seen.stores().size(),
        keys.map(read -> count(inUse(read))),
        slowest(seen),
        seen.proxy()
            .map(proxy -> OptionalLong.of(Concerns.daysUntil(proxy.certificateExpires(), seen)))
            .orElseGet(OptionalLong::empty),
        keys.map(read -> Concerns.withoutBackup(read).size()));
  }

  private static KeyCount count(List<Lineage> lines) {
    return new KeyCount(lines.size(), (int) lines.stream().filter(Overview::usable).count());
  }

  private static List<Lineage> inUse(LineageReading read) {
    return read.lines().stream().filter(line -> line.kmsKey().isPresent()).toList();
  }

  private static Map<String, List<Lineage>> byStore(LineageReading read) {
    return inUse(read).stream()
        .filter(line -> line.store().isPresent())
        .collect(Collectors.groupingBy(line -> line.store().orElseThrow().id()));
  }

  private static boolean usable(Lineage line) {
    return line.store().filter(store -> store.connectionState().usable()).isPresent()
        && line.kmsKey()
            .map(KmsKey::keyState)
            .filter(KeyState.KnownKeyState.ENABLED::equals)
            .isPresent();
  }
}
