package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.xksworkbench.bridge.localkms.state.KeyMaterials;
import org.xksworkbench.bridge.localkms.state.LocalKeyState;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// The rotation of key material, which only ordinary keys have: that of an external key is decided
/// in its key manager.
final class RotationOperations {

  private static final int USUAL_PERIOD = 365;
  private static final int MOST_ON_DEMAND = 25;
  private static final ListPage PAGE = new ListPage("Rotations", 100, 1000);

  private final Vault vault;
  private final KeyFinder finder;
  private final SecureRandom random = new SecureRandom();

  /// Key material of a key, as ListKeyRotations tells it.
  ///
  /// @param rotation by which it came; empty for the first
  private record ListedRotation(
      StoredKey key, int index, Optional<KeyMaterials.Rotation> rotation) {}

  RotationOperations(Vault vault, KeyFinder finder) {
    this.vault = vault;
    this.finder = finder;
  }

  ObjectNode enable(Call call) {
    var period = call.parameters().whole("RotationPeriodInDays").orElse(USUAL_PERIOD);
    var _ = change(call, materials -> materials.scheduleRotation(vault.instant(), period));
    return AnswerParts.empty();
  }

  ObjectNode disable(Call call) {
    var _ = change(call, KeyMaterials::cancelRotation);
    return AnswerParts.empty();
  }

  /// Takes effect at once; AWS KMS does it in the background.
  ObjectNode rotate(Call call) {
    var key =
        change(
            call,
            materials -> {
              var before =
                  materials.rotations().stream().filter(KeyMaterials.Rotation::onDemand).count();
              if (before >= MOST_ON_DEMAND) {
                throw ServiceFault.of(
                    "LimitExceededException",
                    "A KMS key is rotated on demand %d times at most.".formatted(MOST_ON_DEMAND));
              }
              return materials.rotate(
                  new KeyMaterials.Rotation(KeyMaterials.fresh(random), vault.instant(), true));
            });
    return AnswerParts.empty().put("KeyId", key.id().toString());
  }

  /// A key that is pending deletion does not rotate, and its schedule is back if that is cancelled.
  ObjectNode status(Call call) {
    var key = ordinary(call);
    var answer = AnswerParts.empty().put("KeyId", key.arn());
    var schedule =
        key.materials()
            .schedule()
            .filter(_ -> vault.now().stateOf(key) != LocalKeyState.PENDING_DELETION);
    answer.put("KeyRotationEnabled", schedule.isPresent());
    schedule.ifPresent(s ->
        answer
            .put("RotationPeriodInDays", s.periodInDays())
            .put("NextRotationDate", AnswerParts.seconds(s.next())));
    return answer;
  }

  ObjectNode list(Call call) {
    var key = ordinary(call);
    var told = new ArrayList<ListedRotation>();
    if (call.parameters().text("IncludeKeyMaterial").orElse("").equals("ALL_KEY_MATERIAL")) {
      told.add(new ListedRotation(key, 0, Optional.empty()));
    }
    var rotations = key.materials().rotations();
    for (var i = 0; i < rotations.size(); i++) {
      told.add(new ListedRotation(key, i + 1, Optional.of(rotations.get(i))));
    }
    var answer = AnswerParts.empty();
    PAGE.write(answer, List.copyOf(told), call.parameters(), RotationOperations::tell);
    return answer;
  }

  private static void tell(ObjectNode entry, ListedRotation told) {
    var key = told.key();
    entry
        .put("KeyId", key.id().toString())
        .put(
            "KeyMaterialState",
            told.index() == key.materials().currentIndex() ? "CURRENT" : "NON_CURRENT");
    key.materialId(told.index()).ifPresent(id -> entry.put("KeyMaterialId", id));
    told.rotation()
        .ifPresent(rotation ->
            entry
                .put("RotationDate", AnswerParts.seconds(rotation.date()))
                .put("RotationType", rotation.onDemand() ? "ON_DEMAND" : "AUTOMATIC"));
  }

  private StoredKey change(Call call, UnaryOperator<KeyMaterials> change) {
    var id = ordinary(call).id();
    var after =
        vault.change(state -> {
          var key = finder.get(state, id);
          state.stateOf(key).require(LocalKeyState.KeyAttempt.USE, key.arn());
          return state.with(key.with(change.apply(key.materials())));
        });
    return finder.get(after, id);
  }

  private StoredKey ordinary(Call call) {
    var key = finder.byIdOrArn(vault.now(), call.parameters().require("KeyId"), call);
    if (key.external().isPresent()) {
      throw ServiceFault.of(
          "UnsupportedOperationException",
          key.arn() + " is in an external key store; the rotation of its key is decided there.");
    }
    return key;
  }
}
