package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.guard.UserFolders;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.hsm.TokenCapabilities.GcmVerdict;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import org.xksworkbench.bridge.probe.ProbedTokens;
import org.xksworkbench.bridge.probe.TokenFingerprint;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.server.ProxyLimits;

/// The token of a proxy, and what the proxy knows of it. An unknown one is probed before it serves;
/// how fast it is, is found out while it does.
final class TokenOfProxy {

  private static final Logger LOG = LoggerFactory.getLogger(TokenOfProxy.class);

  private final HsmSession session;
  private final ProxyConfig settings;
  private final @Nullable Results results;
  private final Optional<TokenCapabilities> found;

  /// Where what is found is kept.
  private record Results(ProbedTokens tokens, TokenFingerprint of) {

    void keep(TokenCapabilities capabilities) {
      // What does not work is tried again at each start: it may have been a passing trouble.
      if (capabilities.proven()) {
        var _ = tokens.keep(of, Instant.now(), capabilities);
      }
    }
  }

  private TokenOfProxy(
      HsmSession session,
      ProxyConfig settings,
      @Nullable Results results,
      Optional<TokenCapabilities> found) {
    this.session = session;
    this.settings = settings;
    this.results = results;
    this.found = found;
  }

  /// Used as the settings say, untried.
  static TokenOfProxy asSet(HsmSession session, ProxyConfig settings) {
    return new TokenOfProxy(session, settings, null, Optional.empty());
  }

  /// Used as it was found to work, now or before.
  ///
  /// @throws CommandFailure if it was found that it cannot serve
  static TokenOfProxy probe(Pkcs11Hsm hsm, Slot slot, HsmSession session, ProxyConfig settings) {
    try {
      var token = session.token();
      var results =
          new Results(
              new ProbedTokens(folder().resolve(ProbedTokens.FILE)),
              TokenFingerprint.of(hsm, slot.id(), token, choicesOf(settings.pkcs11())));
      var known = results.tokens().find(results.of()).map(ProbedTokens.ProbedToken::capabilities);
      known.ifPresent(capabilities -> hsm.learn(token, capabilities));
      var found = known.orElseGet(() -> session.probe(settings.healthKey()));
      requireServing(session, found);
      tell(found, known.isPresent());
      results.keep(found);
      return new TokenOfProxy(session, settings, results, Optional.of(found));
    } catch (HsmException e) {
      LOG.warn(
          "The token could not be probed, and is used as the settings say: {}", e.getMessage());
      return asSet(session, settings);
    }
  }

  /// Under systemd the only folder that a proxy may write to.
  private static Path folder() {
    var state = System.getenv("STATE_DIRECTORY");
    return state == null || state.isEmpty()
        ? UserFolders.state()
        : Path.of(state.split(":", -1)[0]);
  }

  /// What would let a probe find something else.
  static String choicesOf(Pkcs11Settings pkcs11) {
    return pkcs11.lane()
        + " "
        + pkcs11.gcmParams()
        + " "
        + pkcs11.ivSource()
        + " "
        + Long.toHexString(pkcs11.mechanism());
  }

  private static void requireServing(HsmSession session, TokenCapabilities found) {
    if (found.refuted()) {
      throw new CommandFailure(
          "The token "
              + session.token().label()
              + " does no AES-GCM that can be relied on. "
              + found.why()
              + " No XKS proxy can serve its keys, and nothing was written to it. Use a token that"
              + " does AES-GCM; what this one does, `hsm-bridge token probe` shows.");
    }
  }

  private static void tell(TokenCapabilities found, boolean known) {
    if (found.aesGcm() == GcmVerdict.NOT_TRIED) {
      LOG.warn("AES-GCM of the token is assumed, not tried yet. {}", found.why());
      return;
    }
    LOG.info(
        "The token was {} to do AES-GCM by mechanism 0x{}, initialization vectors: {}",
        known ? "known" : "found",
        Long.toHexString(found.mechanism()),
        found.ivHome());
  }

  HsmSession session() {
    return session;
  }

  /// No more workers than the token has sessions.
  ProxyLimits limits() {
    var limits = settings.limits();
    var workers = found.map(one -> one.workers(limits.workers())).orElseGet(limits::workers);
    if (workers == limits.workers()) {
      return limits;
    }
    LOG.info(
        "The token has {} sessions beside the one of the login, so that {} workers serve",
        found.map(TokenCapabilities::sessions).orElse(0),
        workers);
    return limits.withWorkers(workers, limits.replacements());
  }

  /// What need not be known to serve, on a thread of its own. A key for the health check is there
  /// by now.
  void learnTheRest() {
    var kept = results;
    if (kept == null || found.isEmpty() || found.get().speed().isPresent()) {
      return;
    }
    Thread.ofPlatform().name("token-measure").daemon().start(() -> measure(kept, found.get()));
  }

  private void measure(Results kept, TokenCapabilities before) {
    try {
      var capabilities = before;
      if (!capabilities.proven()) {
        capabilities = session.probe(settings.healthKey());
        tell(capabilities, false);
      }
      if (capabilities.proven()) {
        var measured = session.measure(capabilities, settings.healthKey());
        measured
            .speed()
            .map(TokenCapabilities.TokenSpeed::trouble)
            .filter(trouble -> !trouble.isEmpty())
            .ifPresent(trouble -> LOG.warn("What callers may send the token refuses. {}", trouble));
        kept.keep(measured);
      }
    } catch (HsmException e) {
      LOG.info("How fast the token is was not measured: {}", e.getMessage());
    }
  }
}
