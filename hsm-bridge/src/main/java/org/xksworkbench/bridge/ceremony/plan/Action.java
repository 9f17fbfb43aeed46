package org.xksworkbench.bridge.ceremony.plan;

import java.util.List;
import java.util.Set;

/// What a step does. The names of the facts that it finds are a closed list, so that a plan cannot
/// expect what no step will ever tell.
public sealed interface Action {

  /// The step's name in a plan (`do:`).
  String name();

  /// What the step finds out, by name.
  Set<String> facts();

  /// Whether it changes something that cannot be undone. Such a step is never tried twice.
  default boolean irreversible() {
    return this instanceof Irreversible;
  }

  /// Whether it asks AWS KMS.
  default boolean needsKms() {
    return switch (this) {
      case CheckKeyStore _, CheckKmsKey _, CreateKmsKey _, Prove _ -> true;
      case Say _,
          Confirm _,
          Beacon _,
          CheckEnvironment _,
          CheckClock _,
          CheckNoKey _,
          CheckKey _,
          Enter _,
          BackUp _,
          Compare _,
          GenerateKey _,
          CheckValue _,
          Export _,
          Destroy _,
          MoveCustody _,
          AttachFile _,
          KeepElsewhere _ ->
          false;
    };
  }

  /// What cannot be undone: it has a check before it is begun and a question for when it was
  /// interrupted.
  sealed interface Irreversible extends Action permits GenerateKey, CreateKmsKey, Destroy {}

  /// What people write down themselves, line by line, before the step tells of it: the program does
  /// nothing else.
  sealed interface OfRecord extends Action permits MoveCustody, AttachFile, KeepElsewhere {}

  /// Things change hands, and two people sign each move.
  ///
  /// @param item what it is
  /// @param moves that must be made, in their order; others may stand between them
  /// @param photo whether one of them must name a photo that was attached
  record MoveCustody(String item, List<String> moves, boolean photo) implements OfRecord {
    public MoveCustody {
      moves = List.copyOf(moves);
    }

    @Override
    public String name() {
      return "custody";
    }

    @Override
    public Set<String> facts() {
      return Set.of("moves", "intact", "serial", "bag", "seal", "place");
    }
  }

  /// Files are put into the evidence.
  ///
  /// @param what they are
  /// @param types that are taken, such as `text/plain`; empty for all
  /// @param required whether there must be one
  record AttachFile(String what, List<String> types, boolean required) implements OfRecord {
    public AttachFile {
      types = List.copyOf(types);
    }

    @Override
    public String name() {
      return "attach";
    }

    @Override
    public Set<String> facts() {
      return Set.of("sha256");
    }
  }

  /// Something is kept elsewhere, such as a recording, and known by its hash.
  record KeepElsewhere(String what) implements OfRecord {
    @Override
    public String name() {
      return "elsewhere";
    }

    @Override
    public Set<String> facts() {
      return Set.of("sha256");
    }
  }

  /// Something is said aloud; nothing is done.
  record Say() implements Action {
    @Override
    public String name() {
      return "say";
    }

    @Override
    public Set<String> facts() {
      return Set.of();
    }
  }

  /// All named roles confirm a statement.
  record Confirm() implements Action {
    @Override
    public String name() {
      return "confirm";
    }

    @Override
    public Set<String> facts() {
      return Set.of();
    }
  }

  /// A value of a public source that nobody could know before it was published, such as a round of
  /// a random beacon. A person brings it, as a ceremony asks no network. What follows it was not
  /// made earlier.
  ///
  /// @param source who publishes it; empty if it is entered, too
  record Beacon(String source) implements Action {

    static final PlanField SOURCE = new PlanField("source", "Who publishes the value", ".{2,200}");
    private static final PlanField ROUND =
        new PlanField("round", "Its round, number or time, as it is published", ".{1,200}");
    private static final PlanField VALUE =
        new PlanField("value", "The value, character by character", ".{8,2000}");

    @Override
    public String name() {
      return BEACON;
    }

    @Override
    public Set<String> facts() {
      return Set.of("source", "round", "value");
    }

    /// What is entered.
    public List<PlanField> fields() {
      return source.isEmpty() ? List.of(SOURCE, ROUND, VALUE) : List.of(ROUND, VALUE);
    }
  }

  /// Something is looked at by the program.
  sealed interface Check extends Action {
    @Override
    default String name() {
      return "check";
    }

    /// The check's name in a plan (`what:`).
    String what();
  }

  /// The program, the JVM, the operating system, the PKCS#11 module and the token.
  record CheckEnvironment() implements Check {
    @Override
    public String what() {
      return "environment";
    }

    @Override
    public Set<String> facts() {
      return EnvironmentFacts.NAMES;
    }
  }

  /// The clock of this machine against another that a person reads.
  ///
  /// @param maxSeconds how far they may be apart
  record CheckClock(int maxSeconds) implements Check {
    @Override
    public String what() {
      return "clock";
    }

    @Override
    public Set<String> facts() {
      return Set.of("clock", "reference", "difference", "within");
    }
  }

  /// No secret key on the token has this label yet.
  record CheckNoKey(String label) implements Check {
    @Override
    public String what() {
      return "no-key";
    }

    @Override
    public Set<String> facts() {
      return Set.of("label", "keysWithLabel");
    }
  }

  /// The one key with this label, as the token tells it.
  record CheckKey(String label) implements Check {
    @Override
    public String what() {
      return "key";
    }

    @Override
    public Set<String> facts() {
      return KEY_FACTS;
    }
  }

  /// An external key store at AWS KMS.
  record CheckKeyStore(String keyStore) implements Check {
    @Override
    public String what() {
      return "key-store";
    }

    @Override
    public Set<String> facts() {
      return Set.of("keyStore", "keyStoreId", "connection");
    }
  }

  /// Which KMS key uses an external key.
  record CheckKmsKey(String keyStore, String label) implements Check {
    @Override
    public String what() {
      return "kms-key";
    }

    @Override
    public Set<String> facts() {
      return Set.of("kmsKey", "state");
    }
  }

  /// A person enters values.
  record Enter(List<PlanField> fields) implements Action {
    public Enter {
      fields = List.copyOf(fields);
    }

    @Override
    public String name() {
      return "enter";
    }

    @Override
    public Set<String> facts() {
      return PlanField.names(fields);
    }
  }

  /// The key is backed up with the means of the HSM's vendor; a person enters what proves it.
  record BackUp(List<PlanField> fields) implements Action {
    public BackUp {
      fields = List.copyOf(fields);
    }

    @Override
    public String name() {
      return "back-up";
    }

    @Override
    public Set<String> facts() {
      return PlanField.names(fields);
    }
  }

  /// Two values are the same.
  record Compare(String left, String right) implements Action {
    @Override
    public String name() {
      return "compare";
    }

    @Override
    public Set<String> facts() {
      return Set.of("left", "right", "same");
    }
  }

  /// An AES key is generated on the token.
  record GenerateKey(String label, int bits) implements Irreversible {
    @Override
    public String name() {
      return "generate-key";
    }

    @Override
    public Set<String> facts() {
      return KEY_FACTS;
    }
  }

  /// The token computes the key's check value; then the key may sign no more.
  record CheckValue(String label) implements Action {
    @Override
    public String name() {
      return "check-value";
    }

    @Override
    public Set<String> facts() {
      return Set.of("label", "checkValue", "method", "signing");
    }
  }

  /// A KMS key is created in an external key store, and its alias.
  ///
  /// @param label label of the key on the token, which is the XKS key ID
  /// @param alias with its `alias/` prefix; empty for none
  record CreateKmsKey(String keyStore, String label, String description, String alias)
      implements Irreversible {
    @Override
    public String name() {
      return "create-kms-key";
    }

    @Override
    public Set<String> facts() {
      return Set.of(
          "arn",
          "keyId",
          "state",
          "keyStore",
          "externalKey",
          "alias",
          "requestId",
          "aliasRequestId");
    }
  }

  /// Something is encrypted and decrypted under the KMS key.
  record Prove(String keyStore, String label) implements Action {
    @Override
    public String name() {
      return "prove";
    }

    @Override
    public Set<String> facts() {
      return Set.of("arn", "roundTrip", "encryptRequestId", "decryptRequestId");
    }
  }

  /// The transcript is signed and the evidence bundle written: always the last step.
  record Export() implements Action {
    @Override
    public String name() {
      return "export";
    }

    @Override
    public Set<String> facts() {
      return Set.of();
    }
  }

  /// A key is deleted from the token.
  record Destroy(String label) implements Irreversible {
    @Override
    public String name() {
      return "destroy";
    }

    @Override
    public Set<String> facts() {
      return Set.of("label", "keysWithLabel");
    }
  }

  /// The name of the step that enters what others publish.
  String BEACON = "beacon";

  /// What is told of a key on the token. By its probe it is told from every other.
  Set<String> KEY_FACTS =
      Set.of(
          "label",
          "id",
          "type",
          "usages",
          "sensitive",
          "extractable",
          "madeOnToken",
          "probe",
          "probeIv",
          "probeCiphertext",
          "probeSha256",
          "probeMade");
}
