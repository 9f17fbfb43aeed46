package org.xksworkbench.bridge.localkms.operations;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.state.AwsTexts;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// Finds the KMS key that a request means.
final class KeyFinder {

  private static final Pattern KEY_ARN =
      Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]+):(\\d{12}):((key|alias)/.+)");
  private static final Pattern KEY_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /// Their errors in the service model have no InvalidArnException.
  private static final Set<String> WITHOUT_INVALID_ARN =
      Set.of(
          "CreateAlias",
          "UpdateAlias",
          "Encrypt",
          "Decrypt",
          "ReEncrypt",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "Sign",
          "Verify",
          "GenerateMac",
          "VerifyMac",
          "DeriveSharedSecret",
          "Encapsulate",
          "Decapsulate");

  private final Account account;

  KeyFinder(Account account) {
    this.account = account;
  }

  /// @param keyId key ID or key ARN
  StoredKey byIdOrArn(KmsState state, String keyId, Call call) {
    var local = localName(keyId, call);
    if (local.startsWith("alias/")) {
      throw ServiceFault.of("InvalidArnException", AwsTexts.ALIAS_AS_KEY_ID);
    }
    return note(byLocalName(state, keyId, local), call);
  }

  /// @param keyId key ID, key ARN, alias name or alias ARN
  StoredKey byAnyName(KmsState state, String keyId, Call call) {
    var local = localName(keyId, call);
    if (!local.startsWith("alias/")) {
      return note(byLocalName(state, keyId, local), call);
    }
    var alias = state.aliases().get(local);
    if (alias == null) {
      throw ServiceFault.of(
          "NotFoundException", "Alias %s is not found.".formatted(account.aliasArn(local)));
    }
    return note(get(state, alias.keyId()), call);
  }

  Optional<StoredKey> byId(KmsState state, UUID id) {
    return Optional.ofNullable(state.keys().get(id));
  }

  StoredKey get(KmsState state, UUID id) {
    return byId(state, id)
        .orElseThrow(() ->
            ServiceFault.of(
                "NotFoundException", "Key '%s' does not exist".formatted(account.keyArn(id))));
  }

  static StoredKey note(StoredKey key, Call call) {
    call.concerns(key.arn(), "AWS::KMS::Key");
    key.external()
        .ifPresent(external -> {
          call.note("customKeyStoreId", external.customKeyStoreId());
          call.note("xksKeyId", external.xksKeyId());
        });
    return key;
  }

  private StoredKey byLocalName(KmsState state, String given, String local) {
    var id = local.startsWith("key/") ? local.substring("key/".length()) : local;
    if (!KEY_ID.matcher(id).matches()) {
      throw ServiceFault.of("NotFoundException", "Invalid keyId '%s'".formatted(given));
    }
    return get(state, UUID.fromString(id));
  }

  /// The key ID, or the alias with its prefix.
  private String localName(String keyId, Call call) {
    if (!keyId.startsWith("arn:")) {
      return keyId;
    }
    var arn = KEY_ARN.matcher(keyId);
    if (!arn.matches()) {
      throw ServiceFault.of(
          WITHOUT_INVALID_ARN.contains(call.operation().name())
              ? "NotFoundException"
              : "InvalidArnException",
          "%s is not the ARN of a KMS key or alias.".formatted(keyId));
    }
    if (!arn.group(1).equals(account.region())) {
      throw ServiceFault.of("NotFoundException", AwsTexts.OTHER_REGION.formatted(arn.group(1)));
    }
    if (!arn.group(2).equals(account.id())) {
      throw ServiceFault.of(
          "NotFoundException",
          "Key '%s' does not exist: this is the account %s.".formatted(keyId, account.id()));
    }
    return arn.group(3);
  }
}
