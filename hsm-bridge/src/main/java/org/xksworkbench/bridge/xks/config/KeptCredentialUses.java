package org.xksworkbench.bridge.xks.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.store.OwnerOnly;
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
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private final CredentialUses uses;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("xks-credential-uses").daemon().factory());
  private Map<CredentialName, Instant> written;
  private boolean failed;

  private KeptCredentialUses(Path file, CredentialUses uses) {
    this.file = file;
    this.uses = uses;
    written = readFile(file);
    written.forEach(uses::note);
  }

  /// Goes on where the proxy before stopped.
  ///
  /// @param configuration `proxy.toml`
  public static KeptCredentialUses start(Path configuration, CredentialUses uses) {
    var kept = new KeptCredentialUses(fileOf(configuration), uses);
    var _ =
        kept.scheduler.scheduleWithFixedDelay(
            kept::write, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return kept;
  }

  /// As they were at most some seconds ago; none if no proxy wrote any.
  ///
  /// @param configuration `proxy.toml`
  public static Map<CredentialName, Instant> read(Path configuration) {
    return readFile(fileOf(configuration));
  }

  private static Path fileOf(Path configuration) {
    return ProxyConfig.folderOf(configuration).resolve(FILE);
  }

  private static Map<CredentialName, Instant> readFile(Path file) {
    var uses = new HashMap<CredentialName, Instant>();
    try {
      if (Files.exists(file)) {
        for (var use : MAPPER.readTree(Files.readString(file)).path("uses")) {
          uses.put(
              new CredentialName(use.path("pathPrefix").asText(), use.path("accessKeyId").asText()),
              Instant.parse(use.path("lastUsed").asText()));
        }
      }
    } catch (JsonProcessingException | DateTimeException e) {
      LOG.warn("{} is damaged: when credentials were last used is not known before now", file);
    } catch (IOException e) {
      LOG.warn("{}", StoreException.of(StoreException.FileAct.READ, file, e).getMessage());
    }
    return uses;
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
      OwnerOnly.replace(file, text(now));
      written = now;
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.warn(
            "When credentials were last used is not kept: {}",
            StoreException.of(StoreException.FileAct.WRITE, file, e).getMessage());
      }
      failed = true;
    } catch (RuntimeException e) {
      LOG.error("When credentials were last used is not kept because of a defect", e);
    }
  }

  private static String text(Map<CredentialName, Instant> uses) throws JsonProcessingException {
    var root = MAPPER.createObjectNode();
    var array = root.putArray("uses");
    uses.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<CredentialName, Instant> use) ->
                use.getKey().path() + " " + use.getKey().accessKeyId()))
        .forEach(use ->
            array
                .addObject()
                .put("pathPrefix", use.getKey().path())
                .put("accessKeyId", use.getKey().accessKeyId())
                .put("lastUsed", use.getValue().toString()));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
