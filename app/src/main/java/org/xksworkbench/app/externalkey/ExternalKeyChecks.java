package org.xksworkbench.app.externalkey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.problem.ProxyFailure;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyException;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Checks an external key in the order in which AWS KMS would find fault with it (AWS KMS Developer
/// Guide, "Create a KMS key in external key stores", requirements).
final class ExternalKeyChecks {

  private static final Words WORDS = Words.of(ExternalKeyChecks.class);
  private static final String KEY_STORE = WORDS.text("at.key-store");
  private static final String KMS = WORDS.text("at.kms");
  private static final String PROXY = WORDS.text("at.proxy");
  private static final String TOKEN = WORDS.text("at.token");

  private final String xksKeyId;
  private final ExternalKeyStore store;
  private final OwnProxy proxy;
  private final List<ExternalKeyCheck> checks = new ArrayList<>();

  private ExternalKeyChecks(String xksKeyId, ExternalKeyStore store, OwnProxy proxy) {
    this.xksKeyId = xksKeyId;
    this.store = store;
    this.proxy = proxy;
  }

  /// Asks the proxy, so it blocks.
  static ExternalKeyCheck.ExternalKeyReport of(
      String xksKeyId, ExternalKeyStore store, Candidates candidates, OwnProxy proxy) {
    var checks = new ExternalKeyChecks(xksKeyId, store, proxy);
    checks.checkConnected();
    checks.checkUnused(candidates);
    checks.checkByProxy();
    checks.onToken(candidates);
    return new ExternalKeyCheck.ExternalKeyReport(xksKeyId, checks.checks);
  }

  private void checkConnected() {
    if (!store.connectionState().usable()) {
      checks.add(
          ExternalKeyCheck.refusal(
              KEY_STORE,
              WORDS.text("connected.not", store.name()),
              KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE));
    }
  }

  private void checkUnused(Candidates candidates) {
    var usedBy = candidates.usedBy(xksKeyId);
    if (usedBy.isPresent()) {
      checks.add(
          ExternalKeyCheck.refusal(
              KMS, WORDS.text("unused.taken", usedBy.get()), KmsErrorCode.XKS_KEY_ALREADY_IN_USE));
    } else if (candidates.unknownKeys() > 0) {
      checks.add(
          ExternalKeyCheck.unknown(KMS, WORDS.text("unused.unknown", candidates.unknownKeys())));
    } else {
      var elsewhere = candidates.elsewhere(xksKeyId);
      checks.add(
          ExternalKeyCheck.good(
              KMS,
              elsewhere.isEmpty()
                  ? WORDS.text("unused.free")
                  : WORDS.text("unused.elsewhere", String.join(", ", elsewhere))));
    }
  }

  private void checkByProxy() {
    if (!proxy.holdsCredential(store.proxy())) {
      checks.add(ExternalKeyCheck.unknown(PROXY, WORDS.text("proxy.elsewhere")));
      return;
    }
    var started = System.nanoTime();
    ExternalKeyCheck check;
    try {
      check = ofStatus(proxy.keyMetadata(store.proxy(), xksKeyId));
    } catch (ProxyException e) {
      check = refusedByProxy(e);
    }
    checks.add(check.after(Duration.ofNanos(System.nanoTime() - started)));
  }

  private static ExternalKeyCheck ofStatus(ExternalKeyStatus status) {
    var found =
        WORDS.text(
            "proxy.told",
            status.keyStatus(),
            status.keySpec(),
            String.join(" " + WORDS.text("proxy.and") + " ", status.keyUsage()));
    var fit =
        status.keySpec().equals("AES_256")
            && status.keyStatus().equals("ENABLED")
            && status.keyUsage().containsAll(List.of("ENCRYPT", "DECRYPT"));
    return fit
        ? ExternalKeyCheck.good(PROXY, found)
        : ExternalKeyCheck.refusal(
            PROXY, WORDS.text("proxy.required", found), KmsErrorCode.XKS_KEY_INVALID_CONFIGURATION);
  }

  private static ExternalKeyCheck refusedByProxy(ProxyException e) {
    var failure = ProxyFailure.ofErrorName(e.errorName());
    return ExternalKeyCheck.refusal(
        PROXY,
        failure.equals(Optional.of(ProxyFailure.KEY_NOT_FOUND))
            ? WORDS.text("proxy.key-not-found")
            : WORDS.text("proxy.failed", String.valueOf(e.getMessage())),
        failure
            .flatMap(ProxyFailure::onCreateKey)
            .orElse(KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE));
  }

  private void onToken(Candidates candidates) {
    if (!candidates.loggedIn()) {
      checks.add(ExternalKeyCheck.unknown(TOKEN, WORDS.text("token.closed")));
      return;
    }
    var choice = candidates.choice(xksKeyId);
    if (choice.isEmpty()) {
      checks.add(ExternalKeyCheck.unknown(TOKEN, WORDS.text("token.no-key")));
      return;
    }
    checks.add(tokenCheck(choice.get()));
  }

  private static ExternalKeyCheck tokenCheck(ExternalKeyChoice choice) {
    // Who uses it was said of AWS KMS, whatever the token holds.
    var fitness = choice.fitness().withoutUse();
    if (!fitness.fit()) {
      return ExternalKeyCheck.refusal(
          TOKEN, String.join(" ", fitness.reasons()), KmsErrorCode.XKS_KEY_INVALID_CONFIGURATION);
    }
    var warnings = fitness.warnings();
    var attributes = attributes(choice.key());
    return ExternalKeyCheck.good(
        TOKEN,
        warnings.isEmpty()
            ? attributes
            : WORDS.text("token.note", attributes, String.join(" ", warnings)));
  }

  private static String attributes(HsmKey key) {
    return WORDS.text(
        "token.attributes",
        key.spec(),
        say(key, AttributeType.SENSITIVE, "token.sensitive", "token.sensitive.not"),
        say(
            key,
            AttributeType.NEVER_EXTRACTABLE,
            "token.never-extractable",
            "token.never-extractable.not"),
        say(key, AttributeType.LOCAL, "token.local", "token.local.not"));
  }

  private static String say(HsmKey key, AttributeType flag, String so, String notSo) {
    return key.tells(flag)
        .map(told -> WORDS.text(told ? so : notSo))
        .orElseGet(() -> WORDS.text("token.untold", flag.title()));
  }
}
