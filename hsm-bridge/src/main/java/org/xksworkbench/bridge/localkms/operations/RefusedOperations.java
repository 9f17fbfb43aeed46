package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.xksworkbench.bridge.localkms.state.AwsTexts;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Operation;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.localkms.wire.Shape;

/// Operations that AWS KMS refuses for symmetric keys in external key stores, refused as it does:
/// the key must exist, then the answer is always the same.
final class RefusedOperations {

  private static final Shape.StructureShape KEY =
      Shape.structure(Shape.requiredMember("KeyId", Shape.text(1, 2048)));

  private final Vault vault;
  private final KeyFinder finder;

  RefusedOperations(Vault vault, KeyFinder finder) {
    this.vault = vault;
    this.finder = finder;
  }

  List<Operation> all() {
    return Stream.of(
            Stream.of(
                    "Sign",
                    "Verify",
                    "GenerateMac",
                    "VerifyMac",
                    "DeriveSharedSecret",
                    "Encapsulate",
                    "Decapsulate")
                .map(name -> refusal(name, this::otherUsage)),
            Stream.of("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext")
                .map(name -> refusal(name, this::dataKeyPair)),
            Stream.of("GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial")
                .map(name -> refusal(name, this::otherOrigin)),
            Stream.of("GetPublicKey")
                .map(name -> refusal(name, call -> otherKind(call, key(call)))),
            Stream.of("ReplicateKey", "UpdatePrimaryRegion")
                .map(name -> refusal(name, call -> otherKind(call, keyWithoutAlias(call)))))
        .flatMap(operations -> operations)
        .toList();
  }

  private static Operation refusal(String name, Operation.Handler handler) {
    return new Operation(name, name.startsWith("Get") || name.startsWith("List"), KEY, handler);
  }

  private ObjectNode otherUsage(Call call) {
    throw ServiceFault.of(
        "InvalidKeyUsageException",
        AwsTexts.INVALID_KEY_USAGE.formatted(
            key(call).arn(), "ENCRYPT_DECRYPT", call.operation().name()));
  }

  private ObjectNode dataKeyPair(Call call) {
    var key = key(call);
    throw unsupportedOperation(
        key.external().isPresent()
            ? key.arn() + " is in a custom key store; it generates no asymmetric data key pairs."
            : "The local KMS generates no asymmetric data key pairs.");
  }

  private ObjectNode otherOrigin(Call call) {
    var key = keyWithoutAlias(call);
    throw unsupportedOperation(AwsTexts.INVALID_ORIGIN.formatted(key.arn(), key.origin()));
  }

  private static ObjectNode otherKind(Call call, StoredKey key) {
    throw unsupportedOperation(
        "%s is a single-Region symmetric key without imported material; %s is not for it."
            .formatted(key.arn(), call.operation().name()));
  }

  private StoredKey key(Call call) {
    return finder.byAnyName(vault.now(), call.parameters().require("KeyId"), call);
  }

  private StoredKey keyWithoutAlias(Call call) {
    return finder.byIdOrArn(vault.now(), call.parameters().require("KeyId"), call);
  }

  private static ServiceFault unsupportedOperation(String message) {
    return ServiceFault.of("UnsupportedOperationException", message);
  }
}
