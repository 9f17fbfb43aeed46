package org.xksworkbench.app.ceremony;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.run.CeremonyKms;

/// The ceremony's way to AWS KMS is the window's way: the same client, the same lock against
/// changes, the same activity log.
final class CeremonyKeyManagement implements CeremonyKms {

  private static final int PROOF_BYTES = 32;

  private final KeyManagement kms;
  private final KeyCensus census;
  private final String profile;

  CeremonyKeyManagement(KeyManagement kms, KeyCensus census, String profile) {
    this.kms = kms;
    this.census = census;
    this.profile = profile;
  }

  @Override
  public String description() {
    var region = kms.endpoint().region();
    return local()
        ? "local KMS (not AWS), " + region
        : "AWS KMS at " + kms.endpoint().uri().getHost() + ", " + region + ", profile " + profile;
  }

  /// Whatever is not AWS's own host is no place for a ceremony that counts.
  @Override
  public boolean local() {
    return !kms.endpoint().isAws();
  }

  @Override
  public KeyStore keyStore(String name) {
    var store = tell(() -> find(name));
    return new KeyStore(store.id(), store.name(), connection(store.connectionState()));
  }

  /// As AWS KMS names it (`ConnectionState`).
  private static String connection(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Connected _ -> "CONNECTED";
      case ConnectionState.Connecting _ -> "CONNECTING";
      case ConnectionState.Disconnected _ -> "DISCONNECTED";
      case ConnectionState.Disconnecting _ -> "DISCONNECTING";
      case ConnectionState.Failed _ -> "FAILED";
    };
  }

  private ExternalKeyStore find(String name) {
    return kms.keyStores().stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new CeremonyException(
                "There is no external key store "
                    + name
                    + " in this account and Region. The plan names it; create it, or correct the"
                    + " plan and have it reviewed again."));
  }

  @Override
  public Optional<CeremonyKmsKey> keyOf(String keyStoreName, String xksKeyId) {
    return tell(() -> {
      var found = keysOf(find(keyStoreName)).get(xksKeyId);
      return Optional.ofNullable(found).map(kms::key).map(this::withAliases);
    });
  }

  /// By external key ID.
  private Map<String, String> keysOf(ExternalKeyStore store) {
    try {
      return census.inStore(store.id(), _ -> {}).keyIds();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CeremonyException("Listing the KMS keys was stopped.", e);
    }
  }

  private CeremonyKmsKey withAliases(org.xksworkbench.app.kms.KmsKey key) {
    var aliases =
        kms.aliases().entrySet().stream()
            .filter(alias -> alias.getValue().equals(key.keyId()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return key(key, aliases);
  }

  private static CeremonyKmsKey key(org.xksworkbench.app.kms.KmsKey key, List<String> aliases) {
    return new CeremonyKmsKey(
        key.arn(), key.keyId(), key.keyState().text(), key.xksKeyId().orElse(""), aliases);
  }

  @Override
  public KmsReply<CeremonyKmsKey> createKey(
      String keyStoreName, String xksKeyId, String description) {
    return tell(() -> {
      var made =
          kms.perform(new KmsChange.CreateKey(find(keyStoreName).id(), xksKeyId, description));
      return new KmsReply<>(key(made.value(), List.of()), made.requestId());
    });
  }

  @Override
  public String createAlias(String alias, String keyId) {
    return tell(() -> kms.perform(new KmsChange.CreateAlias(alias, keyId)).requestId());
  }

  @Override
  public RoundTripResult prove(String keyId) {
    return tell(() -> {
      var text = new byte[PROOF_BYTES];
      new SecureRandom().nextBytes(text);
      var encrypted = kms.encrypt(keyId, text, Map.of());
      var decrypted = kms.decrypt(keyId, encrypted.value(), Map.of());
      return new RoundTripResult(
          Arrays.equals(text, decrypted.value()), encrypted.requestId(), decrypted.requestId());
    });
  }

  private static <T> T tell(Supplier<T> call) {
    try {
      return call.get();
    } catch (KmsException e) {
      var code = e.code().isEmpty() ? "" : " (" + e.code() + ")";
      var request = e.requestId().isEmpty() ? "" : " Request ID " + e.requestId() + ".";
      var what =
          e.kind() == KmsException.KmsFailureKind.REFUSED
              ? "AWS KMS refused"
              : "AWS KMS could not be asked";
      throw new CeremonyException(
          what + code + ": " + Objects.requireNonNullElse(e.getMessage(), "") + request, e);
    }
  }
}
