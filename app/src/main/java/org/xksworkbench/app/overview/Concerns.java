package org.xksworkbench.app.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.lineage.Mismatch;
import org.xksworkbench.app.overview.LoopConcern.ConcernLevel;
import org.xksworkbench.app.overview.LoopConcern.ConcernWay;
import org.xksworkbench.app.problem.ConnectionErrorCode;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.settings.Thresholds;
import org.xksworkbench.app.words.Words;

/// What in a loop needs attention. A key store that was disconnected on purpose does not.
final class Concerns {

  private static final Words WORDS = Words.of(Concerns.class);

  /// More of one kind are told as one.
  private static final int MOST_ALIKE = 3;

  private final LoopReading seen;
  private final Optional<LineageReading> keys;
  private final Thresholds thresholds;
  private final List<LoopConcern> found = new ArrayList<>();

  private Concerns(LoopReading seen, Optional<LineageReading> keys, Thresholds thresholds) {
    this.seen = seen;
    this.keys = keys;
    this.thresholds = thresholds;
  }

  /// The worst first.
  static List<LoopConcern> of(
      LoopReading seen, Optional<LineageReading> keys, Thresholds thresholds) {
    var concerns = new Concerns(seen, keys, thresholds);
    seen.stores().forEach(concerns::addFailure);
    seen.proxy().ifPresent(concerns::proxy);
    keys.ifPresent(concerns::keys);
    concerns.addUnfinished();
    return concerns.found.stream().sorted(Comparator.comparing(LoopConcern::level)).toList();
  }

  static long daysUntil(Instant end, LoopReading seen) {
    return Duration.between(seen.at(), end).toDays();
  }

  /// Keys in use of which no backup is recorded.
  static List<Lineage> withoutBackup(LineageReading read) {
    return read.lines().stream()
        .filter(line -> line.kmsKey().filter(key -> !key.pendingDeletion()).isPresent())
        .filter(line -> line.backup().isEmpty())
        .toList();
  }

  private void bad(String headline, String text, ConcernWay way) {
    found.add(new LoopConcern(ConcernLevel.BAD, headline, text, way));
  }

  private void warn(String headline, String text, ConcernWay way) {
    found.add(new LoopConcern(ConcernLevel.WARNING, headline, text, way));
  }

  private void addFailure(ExternalKeyStore store) {
    if (store.connectionState() instanceof ConnectionState.Failed(var code)) {
      bad(
          WORDS.text("store.failed", store.name()),
          (ConnectionErrorCode.of(code).cause() + " " + keysOf(store)).strip(),
          new ConcernWay.CheckConnection(store.id()));
    }
  }

  private String keysOf(ExternalKeyStore store) {
    return keys.map(read ->
            read.lines().stream()
                .filter(line -> line.kmsKey().isPresent())
                .filter(line -> line.store().filter(of -> of.id().equals(store.id())).isPresent())
                .count())
        .filter(count -> count > 0)
        .map(count -> count == 1 ? WORDS.text("store.one-key") : WORDS.text("store.keys", count))
        .orElse("");
  }

  private void proxy(ProxyState proxy) {
    if (!proxy.running()) {
      bad(
          WORDS.text("proxy.stopped"),
          proxy.ended().orElseGet(() -> WORDS.text("proxy.stopped-about")),
          new ConcernWay.ShowProxy());
    }
    seen.health()
        .filter(health -> !health.available())
        .ifPresent(health ->
            bad(
                WORDS.text("proxy.unavailable"),
                health.problem().isEmpty()
                    ? WORDS.text("proxy.unavailable-about")
                    : health.problem(),
                new ConcernWay.ShowProxy()));
    proxy
        .fault()
        .ifPresent(why -> warn(WORDS.text("proxy.fault"), why, new ConcernWay.ShowProxy()));
    certificate(proxy);
    Overview.slowest(seen)
        .ifPresent(millis -> {
          if (millis > thresholds.slowMillis()) {
            warn(
                WORDS.text("proxy.slow", millis),
                WORDS.text("proxy.slow-about"),
                new ConcernWay.ShowProxy());
          }
        });
  }

  private void certificate(ProxyState proxy) {
    var days = daysUntil(proxy.certificateExpires(), seen);
    if (days >= thresholds.certificateDays()) {
      return;
    }
    var headline =
        proxy.certificateExpires().isBefore(seen.at())
            ? WORDS.text("certificate.ended", proxy.certificateSubject())
            : WORDS.text("certificate.ends", proxy.certificateSubject(), days);
    var text = WORDS.text("certificate.about");
    if (days < Thresholds.CERTIFICATE_DAYS_BAD) {
      bad(headline, text, new ConcernWay.ShowProxy());
    } else {
      warn(headline, text, new ConcernWay.ShowProxy());
    }
  }

  private void keys(LineageReading read) {
    var serious = read.lines().stream().filter(line -> disagreement(line).isPresent()).toList();
    if (serious.size() > MOST_ALIKE) {
      bad(
          WORDS.text("keys.disagree", serious.size()),
          WORDS.text("keys.disagree-about"),
          new ConcernWay.ShowLineage());
    } else {
      serious.forEach(line ->
          bad(
              WORDS.text("key.disagrees", line.xksKeyId()),
              disagreement(line).orElseThrow().words(),
              new ConcernWay.ShowLineage()));
    }
    var unsaved = withoutBackup(read);
    if (unsaved.size() > MOST_ALIKE) {
      warn(
          WORDS.text("keys.no-backup", unsaved.size()),
          WORDS.text("keys.no-backup-about"),
          new ConcernWay.ShowLineage());
    } else {
      unsaved.forEach(line ->
          warn(
              WORDS.text("key.no-backup", line.xksKeyId()),
              WORDS.text("key.no-backup-about", usedBy(line)),
              new ConcernWay.ShowHsmKey(line.xksKeyId())));
    }
    if (read.unknown() > 0) {
      warn(
          WORDS.text("keys.unknown", read.unknown()),
          WORDS.text("keys.unknown-about"),
          new ConcernWay.ShowLineage());
    }
  }

  /// The first that is serious; a missing backup is told by itself.
  private static Optional<Mismatch> disagreement(Lineage line) {
    return line.mismatches().stream()
        .filter(Mismatch::serious)
        .filter(one -> one.side() != Mismatch.Side.BACKUP)
        .findFirst();
  }

  private static String usedBy(Lineage line) {
    return line.aliases().isEmpty()
        ? line.kmsKey().map(KmsKey::keyId).orElse("")
        : line.aliases().getFirst();
  }

  private void addUnfinished() {
    if (seen.unfinished() > 0) {
      warn(
          seen.unfinished() == 1
              ? WORDS.text("unfinished.one")
              : WORDS.text("unfinished.many", seen.unfinished()),
          WORDS.text("unfinished.about"),
          new ConcernWay.ShowUnfinished());
    }
  }
}
