package org.xksworkbench.app.creation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsAnswer;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.bridge.guard.ReadOnlyException;

/// Creates KMS keys, and takes up what was begun and not finished. Every call blocks.
public final class KeyCreation {

  private static final Logger LOG = LoggerFactory.getLogger(KeyCreation.class);

  /// After these AWS KMS may have done what it was asked all the same.
  private static final Set<KmsErrorCode> UNCERTAIN =
      EnumSet.of(
          KmsErrorCode.KMS_INTERNAL,
          KmsErrorCode.DEPENDENCY_TIMEOUT,
          KmsErrorCode.INTERNAL_FAILURE,
          KmsErrorCode.SERVICE_UNAVAILABLE,
          KmsErrorCode.REQUEST_TIMEOUT);

  /// The clocks of this machine and of AWS KMS may differ by so much.
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final KeyManagement kms;
  private final CreationJournal journal;
  private final KeyCensus census;
  private final Clock clock;

  public KeyCreation(KeyManagement kms, CreationJournal journal, KeyCensus census, Clock clock) {
    this.kms = kms;
    this.journal = journal;
    this.census = census;
    this.clock = clock;
  }

  /// Notes the plan on disk, then calls CreateKey and CreateAlias.
  ///
  /// @param pointOfNoReturn called when the plan is on disk and right before CreateKey
  /// @throws CancellationException if the point of no return says so; nothing was done then
  /// @throws KmsException if AWS KMS refused CreateKey; nothing exists then
  /// @throws ReadOnlyException if the profile is read-only; nothing was done then
  /// @throws JournalException if the plan could not be noted; nothing was done then
  public CreationOutcome create(KeyPlan plan, Runnable pointOfNoReturn) {
    var creation =
        new Creation(
            UUID.randomUUID().toString(),
            clock.instant(),
            kmsName(),
            kms.endpoint().region(),
            kms.callerIdentity().account(),
            plan,
            new CreationStage.CreationIntended());
    journal.save(creation);
    try {
      pointOfNoReturn.run();
    } catch (CancellationException e) {
      journal.remove(creation);
      throw e;
    }
    KmsAnswer<KmsKey> answer;
    try {
      answer = kms.perform(plan.createKey());
    } catch (KmsException e) {
      if (uncertain(e)) {
        return new CreationOutcome.CreationLeft(creation, e);
      }
      journal.remove(creation);
      throw e;
    } catch (ReadOnlyException e) {
      journal.remove(creation);
      throw e;
    }
    var key = answer.value();
    var created =
        note(creation.at(new CreationStage.KeyCreated(key.keyId(), key.arn(), answer.requestId())));
    return createAlias(created, key.keyId(), key.arn(), answer.requestId());
  }

  /// Creations of this account and Region that did not come to their end, oldest first.
  public List<Creation> unfinishedCreations() {
    var account = kms.callerIdentity().account();
    return journal.contents().creations().stream()
        .filter(creation -> !creation.finished() && isHere(creation, account))
        .toList();
  }

  /// The creation of a key that was made from here; empty if it was not, or long ago.
  public java.util.Optional<Creation> of(String keyId) {
    return journal.contents().creations().stream()
        .filter(creation ->
            creation.stage() instanceof CreationStage.CreationFinished finished
                && finished.keyId().equals(keyId))
        .findFirst();
  }

  /// Looks what exists of a creation: by key ID where it is known, else by key store and external
  /// key.
  public CreationRemains examine(Creation creation, Consumer<KeyCensus.CensusProgress> progress)
      throws InterruptedException {
    return switch (creation.stage()) {
      case CreationStage.KeyCreated(var keyId, _, _) -> examine(creation, keyId);
      case CreationStage.CreationFinished(var keyId, _, _, _) -> examine(creation, keyId);
      case CreationStage.CreationIntended _ -> {
        var plan = creation.plan();
        var keys = census.inStore(plan.keyStoreId(), progress);
        var keyId = keys.keyIds().get(plan.xksKeyId());
        yield keyId == null
            ? new CreationRemains.NothingCreated(keys.unknown())
            : examine(creation, keyId);
      }
    };
  }

  /// Gives the key that exists its alias. A creation whose key was found again is noted with it.
  ///
  /// @param alias with its `alias/` prefix; may be another than was planned
  public CreationOutcome finish(Creation creation, KmsKey key, String alias) {
    var before = creation.plan();
    var plan =
        new KeyPlan(
            before.keyStoreId(),
            before.keyStoreName(),
            before.xksKeyId(),
            alias,
            before.description(),
            before.tags(),
            before.policy());
    var requestId =
        creation.stage() instanceof CreationStage.KeyCreated created
            ? created.createKeyRequestId()
            : "";
    var renamed =
        new Creation(
            creation.id(),
            creation.begun(),
            creation.kms(),
            creation.region(),
            creation.account(),
            plan,
            new CreationStage.KeyCreated(key.keyId(), key.arn(), requestId));
    return createAlias(note(renamed), key.keyId(), key.arn(), requestId);
  }

  /// Notes that all was done after all.
  public Creation complete(Creation creation, KmsKey key) {
    var requestId =
        creation.stage() instanceof CreationStage.KeyCreated created
            ? created.createKeyRequestId()
            : "";
    return note(
        creation.at(new CreationStage.CreationFinished(key.keyId(), key.arn(), requestId, "")));
  }

  /// Schedules the deletion of the key that exists. Its external key may stay taken until the key
  /// is gone.
  ///
  /// @param days 7 to 30
  /// @return when AWS KMS deletes the key
  public KmsAnswer<Instant> undo(Creation creation, KmsKey key, int days) {
    var answer = kms.perform(new KmsChange.ScheduleKeyDeletion(key.keyId(), days));
    journal.remove(creation);
    return answer;
  }

  /// Forgets a creation; AWS KMS is not asked to do anything.
  public void forget(Creation creation) {
    journal.remove(creation);
  }

  private CreationRemains examine(Creation creation, String keyId) {
    KmsKey key;
    try {
      key = kms.key(keyId);
    } catch (KmsException e) {
      if (e.is(KmsErrorCode.NOT_FOUND)) {
        return new CreationRemains.NothingCreated(0);
      }
      throw e;
    }
    if (key.creationDate().isBefore(creation.begun().minus(SKEW))) {
      return new CreationRemains.AnotherKey(key);
    }
    if (key.pendingDeletion()) {
      return new CreationRemains.BeingDeleted(key);
    }
    var aliasOf = kms.aliases().get(creation.plan().alias());
    if (aliasOf == null) {
      return new CreationRemains.WithoutAlias(key);
    }
    return aliasOf.equals(key.keyId())
        ? new CreationRemains.Complete(key)
        : new CreationRemains.AliasTaken(key, aliasOf);
  }

  private CreationOutcome createAlias(
      Creation creation, String keyId, String arn, String createKeyRequestId) {
    try {
      var answer = kms.perform(new KmsChange.CreateAlias(creation.plan().alias(), keyId));
      var done =
          note(
              creation.at(
                  new CreationStage.CreationFinished(
                      keyId, arn, createKeyRequestId, answer.requestId())));
      return new CreationOutcome.CreationDone(done);
    } catch (KmsException | ReadOnlyException e) {
      return new CreationOutcome.CreationLeft(creation, e);
    }
  }

  /// After CreateKey a full disk must not keep the rest from being done: what is on disk already is
  /// enough to find the key again.
  private Creation note(Creation creation) {
    try {
      journal.save(creation);
      if (creation.finished()) {
        journal.prune();
      }
    } catch (JournalException e) {
      LOG.warn(
          "The creation of {} could not be noted: {}", creation.plan().alias(), e.getMessage());
      LOG.debug("What kept it from being noted", e);
    }
    return creation;
  }

  private static boolean uncertain(KmsException e) {
    return switch (e.kind()) {
      case TIMEOUT, UNREACHABLE -> true;
      case REFUSED -> e.knownCode().filter(UNCERTAIN::contains).isPresent();
      case CREDENTIALS, NOT_OPENED -> false;
    };
  }

  /// The stand-in is on another port at each start.
  private String kmsName() {
    var endpoint = kms.endpoint();
    return endpoint.isLoopback() ? "local" : endpoint.uri().getHost();
  }

  private boolean isHere(Creation creation, String account) {
    return creation.kms().equals(kmsName())
        && creation.region().equals(kms.endpoint().region())
        && creation.account().equals(account);
  }
}
