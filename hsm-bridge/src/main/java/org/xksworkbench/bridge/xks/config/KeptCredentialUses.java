package org.xksworkbench.bridge.xks.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.store.Document;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.server.CredentialUses;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;

/// Keeps beside `proxy.toml` when each credential was last used, over restarts and for who asks
/// without the proxy. No secret is in it.
public final class KeptCredentialUses implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeptCredentialUses.class);

  /// Its name in the folder of a proxy.
  public static final String FILE = "credential-uses.json";

  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final int VERSION = 1;

  /// What is in the file.
  record WrittenUses(List<WrittenUse> uses) {

    WrittenUses {
      uses = List.copyOf(uses);
    }
  }

  record WrittenUse(String pathPrefix, String accessKeyId, Instant lastUsed) {}

  private final Document<WrittenUses> document;
  private final CredentialUses uses;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("xks-credential-uses").daemon().factory());
  private Map<CredentialName, Instant> written;
  private boolean failed;

  private KeptCredentialUses(Document<WrittenUses> document, CredentialUses uses) {
    this.document = document;
    this.uses = uses;
    written = begin(document);
    written.forEach(uses::note);
  }

  /// Goes on where the proxy before stopped.
  ///
  /// @param configuration `proxy.toml`
  public static KeptCredentialUses start(Path configuration, CredentialUses uses) {
    var kept = new KeptCredentialUses(documentOf(configuration), uses);
    var _ =
        kept.scheduler.scheduleWithFixedDelay(
            kept::write, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return kept;
  }

  /// As they were at most some seconds ago; none if no proxy wrote any.
  ///
  /// @param configuration `proxy.toml`
  public static Map<CredentialName, Instant> read(Path configuration) {
    try {
      return uses(documentOf(configuration));
    } catch (StoreException e) {
      LOG.warn("When credentials were last used is not known: {}", e.getMessage());
      return Map.of();
    }
  }

  private static Document<WrittenUses> documentOf(Path configuration) {
    return new Document<>(
        ProxyConfig.folderOf(configuration).resolve(FILE), WrittenUses.class, VERSION);
  }

  /// What cannot be understood is not overwritten: it stays under another name.
  private static Map<CredentialName, Instant> begin(Document<WrittenUses> document) {
    try {
      return uses(document);
    } catch (StoreException e) {
      LOG.warn("When credentials were last used is not known before now: {}", e.getMessage());
    }
    try {
      LOG.warn("The file is {} now", document.setAside());
    } catch (StoreException e) {
      LOG.warn("{}", e.getMessage());
    }
    return Map.of();
  }

  private static Map<CredentialName, Instant> uses(Document<WrittenUses> document) {
    return document.read().stream()
        .flatMap(read -> read.uses().stream())
        .collect(
            Collectors.toMap(
                use -> new CredentialName(use.pathPrefix(), use.accessKeyId()),
                WrittenUse::lastUsed,
                (one, other) -> one.isAfter(other) ? one : other));
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    write();
  }

  private synchronized void write() {
    var now = uses.lastUses();
    if (now.equals(written)) {
      return;
    }
    try {
      document.replace(toWrite(now));
      written = now;
      failed = false;
    } catch (StoreException e) {
      if (!failed) {
        LOG.warn("When credentials were last used is not kept: {}", e.getMessage());
      }
      failed = true;
    } catch (RuntimeException e) {
      LOG.error("When credentials were last used is not kept because of a defect", e);
    }
  }

  private static WrittenUses toWrite(Map<CredentialName, Instant> uses) {
    return new WrittenUses(
        uses.entrySet().stream()
            .map(use ->
                new WrittenUse(use.getKey().path(), use.getKey().accessKeyId(), use.getValue()))
            .sorted(
                Comparator.comparing(WrittenUse::pathPrefix).thenComparing(WrittenUse::accessKeyId))
            .toList());
  }
}
