package org.xksworkbench.bridge.ceremony.run;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanField;
import org.xksworkbench.bridge.ceremony.plan.Values;
import org.xksworkbench.bridge.ceremony.run.CeremonyKms.CeremonyKmsKey;
import org.xksworkbench.bridge.ceremony.transcript.Event.ActStatus;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyMaking;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// What the steps of a plan really do.
final class StepActions {

  /// Field of the clock check.
  static final PlanField REFERENCE =
      new PlanField(
          "reference",
          "Time on the other clock, UTC, as 12:04:31",
          "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d");

  private static final Logger LOG = LoggerFactory.getLogger(StepActions.class);

  private final Plan plan;
  private final Devices devices;
  private final EnvironmentProbe environment;
  private final Clock clock;

  StepActions(Plan plan, Devices devices, EnvironmentProbe environment, Clock clock) {
    this.plan = plan;
    this.devices = devices;
    this.environment = environment;
    this.clock = clock;
  }

  /// What is known of keys when a step begins.
  ///
  /// @param step its ID
  /// @param nonce of the ceremony
  /// @param identities the keys that were made before
  record KeyContext(String step, String nonce, KeyIdentities identities) {}

  /// What a person enters for an action.
  static List<PlanField> inputs(Action action) {
    return switch (action) {
      case Action.Enter enter -> enter.fields();
      case Action.BackUp backUp -> backUp.fields();
      case Action.Beacon beacon -> beacon.fields();
      case Action.CheckClock _ -> List.of(REFERENCE);
      case Action.Say _,
          Action.Confirm _,
          Action.CheckEnvironment _,
          Action.CheckNoKey _,
          Action.CheckKey _,
          Action.CheckKeyStore _,
          Action.CheckKmsKey _,
          Action.Compare _,
          Action.GenerateKey _,
          Action.CheckValue _,
          Action.CreateKmsKey _,
          Action.Prove _,
          Action.Export _,
          Action.Destroy _,
          Action.MoveCustody _,
          Action.AttachFile _,
          Action.KeepElsewhere _ ->
          List.of();
    };
  }

  /// Looks that each key that the act names is still the one that the ceremony made.
  ///
  /// @throws CeremonyException if one was exchanged
  void requireSameKeys(Action action, KeyIdentities identities) {
    identities.requireSame(session(), action);
  }

  /// Looks, before the intent to do something irreversible is written, that it can be done and that
  /// it can be told afterwards whether it was done.
  ///
  /// @throws CeremonyException if it must not be begun
  void requireFit(Action.Irreversible action) {
    switch (action) {
      case Action.GenerateKey generate -> {
        if (!session().secretKeys(generate.label()).isEmpty()) {
          throw new CeremonyException(
              "A key with the label "
                  + generate.label()
                  + " is on the token already. No second"
                  + " one is made.");
        }
      }
      case Action.Destroy destroy -> {
        var keys = session().secretKeys(destroy.label()).size();
        if (keys != 1) {
          throw new CeremonyException(
              keys
                  + " keys on the token have the label "
                  + destroy.label()
                  + "; only one that is"
                  + " alone is destroyed.");
        }
      }
      case Action.CreateKmsKey create ->
          kms()
              .keyOf(create.keyStore(), create.label())
              .ifPresent(key -> {
                throw new CeremonyException(
                    "The KMS key "
                        + key.arn()
                        + " uses "
                        + create.label()
                        + " already. No second"
                        + " one is made.");
              });
    }
  }

  /// People can agree on much, but not on a key that was exchanged. Where the token tells nothing,
  /// they can agree.
  ///
  /// @throws CeremonyException if another key stands under the label of one that was made
  void requireNoOther(KeyIdentities identities) {
    try {
      identities.requireNoOther(session());
    } catch (HsmException e) {
      LOG.info("The keys that were made cannot be looked at: {}", e.getMessage());
    }
  }

  /// Does it.
  ///
  /// @param entered what a person entered, by field
  /// @param noted what an interrupted attempt had found
  /// @param note keeps a fact before the act goes on
  /// @return the facts
  Map<String, String> perform(
      Action action,
      KeyContext keys,
      Values values,
      Map<String, String> entered,
      Map<String, String> noted,
      Consumer<Map<String, String>> note) {
    return switch (action) {
      case Action.Say _, Action.Confirm _, Action.Export _ -> Map.of();
      case Action.OfRecord _ -> throw new IllegalStateException("people write its lines");
      case Action.Enter enter -> checkEntries(enter.fields(), entered);
      case Action.BackUp backUp -> checkEntries(backUp.fields(), entered);
      case Action.Beacon beacon -> beacon(beacon, entered);
      case Action.CheckEnvironment _ -> environment.facts(devices);
      case Action.CheckClock check -> clock(check, checkEntries(List.of(REFERENCE), entered));
      case Action.CheckNoKey check ->
          facts(
              "label",
              check.label(),
              "keysWithLabel",
              String.valueOf(session().secretKeys(check.label()).size()));
      case Action.CheckKey check -> {
        var key = only(check.label());
        var facts = facts(key);
        keys.identities()
            .fact(session(), key)
            .ifPresent(answer -> facts.put(KeyProbe.FACT, answer));
        yield facts;
      }
      case Action.Compare compare -> {
        var left = values.in(compare.left());
        var right = values.in(compare.right());
        yield facts("left", left, "right", right, "same", left.equals(right) ? "yes" : "no");
      }
      case Action.GenerateKey generate -> withProbe(generate(generate), keys, "at once");
      case Action.CheckValue check -> checkValue(check, noted, note);
      case Action.Destroy destroy -> {
        session().objects().delete(only(destroy.label()).ref());
        yield factsOfDestruction(destroy);
      }
      case Action.CheckKeyStore check -> {
        var store = kms().keyStore(check.keyStore());
        yield facts(
            "keyStore", store.name(), "keyStoreId", store.id(), "connection", store.connection());
      }
      case Action.CheckKmsKey check -> {
        var key = kms().keyOf(check.keyStore(), check.label());
        yield facts(
            "kmsKey",
            key.map(CeremonyKmsKey::arn).orElse("none"),
            "state",
            key.map(CeremonyKmsKey::state).orElse("none"));
      }
      case Action.CreateKmsKey create -> {
        var made =
            kms().createKey(create.keyStore(), create.label(), values.in(create.description()));
        note.accept(facts("requestId", made.requestId()));
        yield withAlias(create, made.value(), made.requestId());
      }
      case Action.Prove prove -> {
        var key =
            kms()
                .keyOf(prove.keyStore(), prove.label())
                .orElseThrow(() ->
                    new CeremonyException(
                        "No KMS key of " + prove.keyStore() + " uses " + prove.label() + "."));
        var trip = kms().prove(key.keyId());
        yield facts(
            "arn",
            key.arn(),
            "roundTrip",
            trip.same() ? "same" : "different",
            "encryptRequestId",
            trip.encryptRequestId(),
            "decryptRequestId",
            trip.decryptRequestId());
      }
    };
  }

  /// What the token or AWS KMS says of an act that was interrupted. AWS KMS may show a new key
  /// late; a second CreateKey for the same external key would be refused
  /// (XksKeyAlreadyInUseException), so that even then there is one.
  ///
  /// @param facts of the act, if it was done
  record InterruptedAct(ActStatus answer, String says, Map<String, String> facts) {}

  /// @param noted what the interrupted attempt had found
  InterruptedAct ask(Action.Irreversible action, KeyContext keysMade, Map<String, String> noted) {
    return switch (action) {
      case Action.GenerateKey generate -> {
        var keys = session().secretKeys(generate.label());
        yield switch (keys.size()) {
          case 0 ->
              new InterruptedAct(
                  ActStatus.NOT_DONE,
                  "The token has no key with the label " + generate.label() + ".",
                  Map.of());
          case 1 ->
              new InterruptedAct(
                  ActStatus.DONE,
                  "The token has the key " + generate.label() + ".",
                  withProbe(keys.getFirst(), keysMade, "after an interruption"));
          default ->
              new InterruptedAct(
                  ActStatus.UNCLEAR,
                  "The token has " + keys.size() + " keys with the label " + generate.label() + ".",
                  Map.of());
        };
      }
      case Action.Destroy destroy -> {
        var keys = session().secretKeys(destroy.label()).size();
        yield keys == 0
            ? new InterruptedAct(
                ActStatus.DONE,
                "The token has no key with the label " + destroy.label() + " any more.",
                factsOfDestruction(destroy))
            : new InterruptedAct(
                keys == 1 ? ActStatus.NOT_DONE : ActStatus.UNCLEAR,
                "The token has " + keys + " with the label " + destroy.label() + ".",
                Map.of());
      }
      case Action.CreateKmsKey create ->
          kms()
              .keyOf(create.keyStore(), create.label())
              .map(key ->
                  new InterruptedAct(
                      ActStatus.DONE,
                      "The KMS key " + key.arn() + " uses " + create.label() + ".",
                      withAlias(create, key, noted.getOrDefault("requestId", "not known"))))
              .orElseGet(() ->
                  new InterruptedAct(
                      ActStatus.NOT_DONE,
                      "No KMS key of " + create.keyStore() + " uses " + create.label() + ".",
                      Map.of()));
    };
  }

  private HsmKey generate(Action.GenerateKey generate) {
    var usages = EnumSet.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
    // The step that reads the check value ends signing.
    return making()
        .generate(
            new AesKeyTemplate(generate.label(), generate.bits(), usages),
            plan.checksValueOf(generate.label()));
  }

  private Map<String, String> withProbe(HsmKey key, KeyContext context, String when) {
    var facts = facts(key);
    facts.putAll(KeyProbe.make(session(), key.ref(), context.nonce(), context.step(), when));
    return facts;
  }

  private Map<String, String> checkValue(
      Action.CheckValue check, Map<String, String> noted, Consumer<Map<String, String>> note) {
    var key = only(check.label());
    var value = noted.get("checkValue");
    if (value == null) {
      value = HexFormat.of().withUpperCase().formatHex(making().checkValue(key));
      // Once signing is ended it can never be computed again.
      note.accept(facts("checkValue", value));
    }
    return facts(
        "label",
        check.label(),
        "checkValue",
        value,
        "method",
        "CMAC over 16 zero bytes, first 3 bytes",
        "signing",
        endSigning(key));
  }

  private String endSigning(HsmKey key) {
    return only(key.label()).may(KeyUsage.SIGN)
        ? making().endSigning(key).map(why -> "still permitted: " + why).orElse("ended")
        : "ended";
  }

  private Map<String, String> factsOfDestruction(Action.Destroy destroy) {
    return facts(
        "label",
        destroy.label(),
        "keysWithLabel",
        String.valueOf(session().secretKeys(destroy.label()).size()));
  }

  private Map<String, String> withAlias(
      Action.CreateKmsKey create, CeremonyKmsKey key, String requestId) {
    var facts =
        facts(
            "arn",
            key.arn(),
            "keyId",
            key.keyId(),
            "state",
            key.state(),
            "keyStore",
            create.keyStore(),
            "externalKey",
            key.xksKeyId(),
            "requestId",
            requestId);
    if (!create.alias().isEmpty()) {
      if (key.aliases().contains(create.alias())) {
        facts.put("alias", create.alias());
        facts.put("aliasRequestId", "not known");
      } else {
        try {
          facts.put("aliasRequestId", kms().createAlias(create.alias(), key.keyId()));
          facts.put("alias", create.alias());
        } catch (CeremonyException e) {
          // The key is made and stays; what is missing is a difference that people decide about.
          facts.put("alias", "not created: " + e.getMessage());
        }
      }
    }
    return facts;
  }

  private Map<String, String> clock(Action.CheckClock check, Map<String, String> entered) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant reference;
    try {
      var time = LocalTime.parse(entered.getOrDefault(REFERENCE.name(), ""));
      reference = now.atOffset(ZoneOffset.UTC).with(time).toInstant();
    } catch (DateTimeException e) {
      throw new CeremonyException("The time is entered as 12:04:31, in UTC.", e);
    }
    // Around midnight the other clock may be in another day.
    var apart = Duration.between(reference, now).toSeconds();
    if (apart > 43_200) {
      apart -= 86_400;
    } else if (apart < -43_200) {
      apart += 86_400;
    }
    return facts(
        "clock",
        now.toString(),
        "reference",
        entered.getOrDefault(REFERENCE.name(), ""),
        "difference",
        apart + " s",
        "within",
        Math.abs(apart) <= check.maxSeconds() ? "yes" : "no");
  }

  private static Map<String, String> beacon(Action.Beacon beacon, Map<String, String> entered) {
    var facts = new LinkedHashMap<String, String>();
    if (!beacon.source().isEmpty()) {
      facts.put("source", beacon.source());
    }
    facts.putAll(checkEntries(beacon.fields(), entered));
    return facts;
  }

  private static Map<String, String> checkEntries(
      List<PlanField> fields, Map<String, String> entered) {
    var facts = new LinkedHashMap<String, String>();
    for (var field : fields) {
      var value = entered.getOrDefault(field.name(), "").strip();
      if (value.isEmpty() || !value.matches(field.pattern())) {
        throw new CeremonyException(
            value.isEmpty()
                ? "Nothing was entered for \"" + field.prompt() + "\"."
                : "\""
                    + value
                    + "\" has not the form that is needed for \""
                    + field.prompt()
                    + "\".");
      }
      facts.put(field.name(), value);
    }
    return facts;
  }

  private HsmKey only(String label) {
    var keys = session().secretKeys(label);
    if (keys.size() != 1) {
      throw new CeremonyException(
          keys.size() + " keys on the token have the label " + label + "; one is needed.");
    }
    return keys.getFirst();
  }

  private static Map<String, String> facts(HsmKey key) {
    return facts(
        "label",
        key.label(),
        "id",
        key.id(),
        "type",
        key.spec(),
        "usages",
        key.usages().stream()
            .sorted()
            .map(usage -> usage.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")),
        "sensitive",
        key.alwaysSensitive()
            ? "always"
            : factOrUnknown(key, AttributeType.SENSITIVE, key.sensitive() ? "now" : "no"),
        "extractable",
        key.extractable()
            ? "yes"
            : key.neverExtractable()
                ? "never"
                : factOrUnknown(key, AttributeType.NEVER_EXTRACTABLE, "no longer"),
        "madeOnToken",
        factOrUnknown(key, AttributeType.LOCAL, key.local() ? "yes" : "no"));
  }

  private static String factOrUnknown(HsmKey key, AttributeType flag, String fact) {
    return key.tells(flag).isEmpty() ? "not told" : fact;
  }

  private static Map<String, String> facts(String... namesAndValues) {
    var facts = new LinkedHashMap<String, String>();
    for (var at = 0; at < namesAndValues.length; at += 2) {
      facts.put(namesAndValues[at], namesAndValues[at + 1]);
    }
    return facts;
  }

  private KeyMaking making() {
    return new KeyMaking(session());
  }

  private HsmSession session() {
    return devices.session();
  }

  private CeremonyKms kms() {
    return devices
        .kms()
        .orElseThrow(() -> new CeremonyException("This ceremony has no way to AWS KMS."));
  }
}
