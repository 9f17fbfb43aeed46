package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.account.LastUsages;
import org.xksworkbench.bridge.localkms.state.KeyStatus;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.LocalKeyState;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// The life of KMS keys after they were created.
final class KeyOperations {

  private static final ListPage PAGE = new ListPage("Keys", 100, 1000);
  private static final int SHORTEST_WINDOW = 7;
  private static final int LONGEST_WINDOW = 30;

  private final Vault vault;
  private final KeyFinder finder;
  private final Account account;
  private final LastUsages lastUsages;

  KeyOperations(Vault vault, KeyFinder finder, Account account, LastUsages lastUsages) {
    this.lastUsages = lastUsages;
    this.vault = vault;
    this.finder = finder;
    this.account = account;
  }

  /// Asks no proxy (since version 1.0.3 of the XKS proxy API specification).
  ObjectNode describe(Call call) {
    var state = vault.now();
    return metadata(state, finder.byAnyName(state, call.parameters().require("KeyId"), call));
  }

  ObjectNode list(Call call) {
    var answer = AnswerParts.empty();
    PAGE.write(
        answer,
        List.copyOf(vault.now().keys().values()),
        call.parameters(),
        (entry, key) -> entry.put("KeyId", key.id().toString()).put("KeyArn", key.arn()));
    return answer;
  }

  /// Of the time before this program was started nothing is known, as on AWS of the time before
  /// tracking began.
  ObjectNode lastUsage(Call call) {
    var key = finder.byIdOrArn(vault.now(), call.parameters().require("KeyId"), call);
    var since = lastUsages.since().isAfter(key.created()) ? lastUsages.since() : key.created();
    var answer =
        AnswerParts.empty()
            .put("KeyId", key.id().toString())
            .put("TrackingStartDate", AnswerParts.seconds(since))
            .put("KeyCreationDate", AnswerParts.seconds(key.created()));
    var told = answer.putObject("KeyLastUsage");
    lastUsages
        .of(key.arn())
        .ifPresent(usage ->
            told.put("Operation", usage.operation())
                .put("Timestamp", AnswerParts.seconds(usage.time()))
                .put("CloudTrailEventId", usage.eventId())
                .put("KmsRequestId", usage.requestId()));
    return answer;
  }

  ObjectNode enable(Call call) {
    change(call, LocalKeyState.KeyAttempt.SWITCH, key -> key.with(new KeyStatus.Enabled()));
    return AnswerParts.empty();
  }

  ObjectNode disable(Call call) {
    change(call, LocalKeyState.KeyAttempt.SWITCH, key -> key.with(new KeyStatus.Disabled()));
    return AnswerParts.empty();
  }

  ObjectNode updateDescription(Call call) {
    var description = call.parameters().require("Description");
    change(call, LocalKeyState.KeyAttempt.CHANGE, key -> key.withDescription(description));
    return AnswerParts.empty();
  }

  ObjectNode scheduleDeletion(Call call) {
    var window = call.parameters().whole("PendingWindowInDays").orElse(LONGEST_WINDOW);
    if (window < SHORTEST_WINDOW || window > LONGEST_WINDOW) {
      throw ServiceFault.invalid(
          "PendingWindowInDays must be between %d and %d; it is %d."
              .formatted(SHORTEST_WINDOW, LONGEST_WINDOW, window));
    }
    var due = vault.instant().plus(Duration.ofDays(window));
    var key =
        change(
            call,
            LocalKeyState.KeyAttempt.SCHEDULE_DELETION,
            before -> before.with(new KeyStatus.PendingDeletion(due, window)));
    return AnswerParts.empty()
        .put("KeyId", key.arn())
        .put("DeletionDate", AnswerParts.seconds(due))
        .put("KeyState", LocalKeyState.PENDING_DELETION.wireName())
        .put("PendingWindowInDays", window);
  }

  ObjectNode cancelDeletion(Call call) {
    var key =
        change(
            call,
            LocalKeyState.KeyAttempt.CANCEL_DELETION,
            before -> before.with(new KeyStatus.Disabled()));
    return AnswerParts.empty().put("KeyId", key.arn());
  }

  /// The answer of DescribeKey and CreateKey.
  ObjectNode metadata(KmsState state, StoredKey key) {
    var keyState = state.stateOf(key);
    var answer = AnswerParts.empty();
    var metadata =
        answer
            .putObject("KeyMetadata")
            .put("AWSAccountId", account.id())
            .put("KeyId", key.id().toString())
            .put("Arn", key.arn())
            .put("CreationDate", AnswerParts.seconds(key.created()))
            .put("Enabled", keyState == LocalKeyState.ENABLED)
            .put("Description", key.description())
            .put("KeyUsage", "ENCRYPT_DECRYPT")
            .put("KeyState", keyState.wireName())
            .put("Origin", key.origin())
            .put("KeyManager", "CUSTOMER")
            .put("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
            .put("KeySpec", "SYMMETRIC_DEFAULT")
            .put("MultiRegion", false);
    key.materialId().ifPresent(id -> metadata.put("CurrentKeyMaterialId", id));
    metadata.putArray("EncryptionAlgorithms").add("SYMMETRIC_DEFAULT");
    key.external()
        .ifPresent(external -> {
          metadata.put("CustomKeyStoreId", external.customKeyStoreId());
          metadata.putObject("XksKeyConfiguration").put("Id", external.xksKeyId());
        });
    if (key.status() instanceof KeyStatus.PendingDeletion(var due, _)) {
      metadata.put("DeletionDate", AnswerParts.seconds(due));
    }
    return answer;
  }

  private StoredKey change(
      Call call, LocalKeyState.KeyAttempt action, UnaryOperator<StoredKey> change) {
    var keyId = call.parameters().require("KeyId");
    var id = finder.byIdOrArn(vault.now(), keyId, call).id();
    var after =
        vault.change(state -> {
          var key = finder.get(state, id);
          state.stateOf(key).require(action, key.arn());
          return state.with(change.apply(key));
        });
    return finder.get(after, id);
  }
}
