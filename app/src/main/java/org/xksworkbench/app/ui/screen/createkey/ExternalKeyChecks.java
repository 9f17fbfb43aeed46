package org.xksworkbench.app.ui.screen.createkey;

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
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Checks an external key in the order in which AWS KMS would find fault with it (AWS KMS Developer
/// Guide, "Create a KMS key in external key stores", requirements).
final class ExternalKeyChecks {

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
  static ExternalKeyCheck.Report of(
      String xksKeyId, ExternalKeyStore store, Candidates candidates, OwnProxy proxy) {
    var checks = new ExternalKeyChecks(xksKeyId, store, proxy);
    checks.connected();
    checks.unused(candidates);
    checks.asked();
    checks.onToken(candidates);
    return new ExternalKeyCheck.Report(xksKeyId, checks.checks);
  }

  private void connected() {
    if (!store.connectionState().usable()) {
      checks.add(
          ExternalKeyCheck.refused(
              "Key store",
              store.name() + " is not connected.",
              KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE));
    }
  }

  private void unused(Candidates candidates) {
    var usedBy = candidates.usedBy(xksKeyId);
    if (usedBy.isPresent()) {
      checks.add(
          ExternalKeyCheck.refused(
              "AWS KMS",
              "In this key store it belongs to " + usedBy.get() + " already.",
              KmsErrorCode.XKS_KEY_ALREADY_IN_USE));
    } else if (candidates.unknownKeys() > 0) {
      checks.add(
          ExternalKeyCheck.unknown(
              "AWS KMS",
              "No KMS key that can be seen uses it, but %,d keys of the account may not be"
                      .formatted(candidates.unknownKeys())
                  + " described."));
    } else {
      checks.add(ExternalKeyCheck.good("AWS KMS", "Not used by a KMS key of this key store."));
    }
  }

  private void asked() {
    if (!proxy.serves(store.proxy())) {
      checks.add(
          ExternalKeyCheck.unknown(
              "Proxy",
              "The proxy of this key store is not run from here. AWS KMS asks it when the key is"
                  + " created."));
      return;
    }
    var started = System.nanoTime();
    ExternalKeyCheck check;
    try {
      check = told(proxy.keyMetadata(store.proxy(), xksKeyId));
    } catch (ProxyException e) {
      check = refusedByProxy(e);
    }
    checks.add(check.after(Duration.ofNanos(System.nanoTime() - started)));
  }

  private static ExternalKeyCheck told(ExternalKeyStatus status) {
    var found =
        "%s, %s, for %s."
            .formatted(
                status.keyStatus(), status.keySpec(), String.join(" and ", status.keyUsage()));
    var fit =
        status.keySpec().equals("AES_256")
            && status.keyStatus().equals("ENABLED")
            && status.keyUsage().containsAll(List.of("ENCRYPT", "DECRYPT"));
    return fit
        ? ExternalKeyCheck.good("Proxy", found)
        : ExternalKeyCheck.refused(
            "Proxy",
            found + " It must be ENABLED, AES_256, for ENCRYPT and DECRYPT.",
            KmsErrorCode.XKS_KEY_INVALID_CONFIGURATION);
  }

  private static ExternalKeyCheck refusedByProxy(ProxyException e) {
    var failure = ProxyFailure.ofErrorName(e.errorName());
    return ExternalKeyCheck.refused(
        "Proxy",
        failure.equals(Optional.of(ProxyFailure.KEY_NOT_FOUND))
            ? "The XKS proxy knows no key of this ID."
            : "The XKS proxy could not tell: " + e.getMessage(),
        failure
            .flatMap(ProxyFailure::onCreateKey)
            .orElse(KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE));
  }

  private void onToken(Candidates candidates) {
    if (!candidates.loggedIn()) {
      checks.add(
          ExternalKeyCheck.unknown(
              "Token", "No token is open here, so its attributes cannot be seen."));
      return;
    }
    var choice = candidates.choice(xksKeyId);
    if (choice.isEmpty()) {
      checks.add(ExternalKeyCheck.unknown("Token", "The attached HSM has no key with this label."));
      return;
    }
    checks.add(tokenCheck(choice.get()));
  }

  private static ExternalKeyCheck tokenCheck(ExternalKeyChoice choice) {
    if (!choice.fitness().fit()) {
      return ExternalKeyCheck.refused(
          "Token",
          String.join(" ", choice.fitness().reasons()),
          KmsErrorCode.XKS_KEY_INVALID_CONFIGURATION);
    }
    var warnings = choice.fitness().warnings();
    return ExternalKeyCheck.good(
        "Token",
        attributes(choice.key())
            + (warnings.isEmpty() ? "" : " Mind: " + String.join(" ", warnings)));
  }

  private static String attributes(HsmKey key) {
    return "%s, %s, %s, %s."
        .formatted(
            key.spec(),
            said(key, AttributeType.SENSITIVE, "sensitive", "not sensitive"),
            said(
                key,
                AttributeType.NEVER_EXTRACTABLE,
                "never extractable",
                "extractable at some time"),
            said(key, AttributeType.LOCAL, "made on this token", "not made on this token"));
  }

  private static String said(HsmKey key, AttributeType flag, String so, String notSo) {
    return key.tells(flag)
        .map(told -> told ? so : notSo)
        .orElseGet(() -> flag.title() + " not told");
  }
}
