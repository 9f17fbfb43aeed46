package org.xksworkbench.bridge.xks.server;

import io.netty.channel.EventLoopGroup;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections that were closed as they came, counted by reason. The log tells of the first at
/// once, and of those that follow together: a line for each would let callers fill it.
final class Refusals {

  enum RefusalReason {
    CONNECTIONS("all connections were in use"),
    ADDRESS("their address had all the connections that one may have, in use"),
    HANDSHAKES("their address began more in a second than one may"),
    PROXY_HEADER("their load balancer did not say by the PROXY protocol, version 2, who calls");

    private final String words;

    RefusalReason(String words) {
      this.words = words;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Consumer<Runnable> later;
  private final Map<RefusalReason, Long> counts = new EnumMap<>(RefusalReason.class);
  private final Map<RefusalReason, Long> untold = new EnumMap<>(RefusalReason.class);
  private boolean quiet;
  private String last = "";

  /// @param later does something when the log may be written to again
  Refusals(Consumer<Runnable> later) {
    this.later = later;
    for (var reason : RefusalReason.values()) {
      counts.put(reason, 0L);
    }
  }

  /// Tells once a minute at most.
  static Refusals whileRunning(EventLoopGroup eventLoops) {
    return new Refusals(task -> {
      var _ = eventLoops.schedule(task, 1, TimeUnit.MINUTES);
    });
  }

  synchronized void add(RefusalReason reason, String address) {
    counts.merge(reason, 1L, Long::sum);
    untold.merge(reason, 1L, Long::sum);
    last = address;
    if (!quiet) {
      tell();
    }
  }

  /// Since the start, also those that are none, by names for metrics.
  synchronized Map<String, Long> counts() {
    var named = new TreeMap<String, Long>();
    counts.forEach((reason, count) -> named.put(reason.name().toLowerCase(Locale.ROOT), count));
    return named;
  }

  private void tell() {
    LOG.warn(
        "Connections were refused, the last from {}: {}. The limits are in [connections] of"
            + " proxy.toml; a load balancer is named in balancers there.",
        last,
        untold.entrySet().stream()
            .map(entry -> entry.getValue() + " because " + entry.getKey().words)
            .collect(Collectors.joining("; ")));
    untold.clear();
    quiet = true;
    later.accept(this::tellMore);
  }

  private synchronized void tellMore() {
    quiet = false;
    if (!untold.isEmpty()) {
      tell();
    }
  }
}
