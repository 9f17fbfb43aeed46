package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.xksworkbench.bridge.ceremony.format.HexText;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.SaltedField;

/// Which fields a line of a kind has. A field that is withheld is there with its hash, so that what
/// is missing is seen in a public version, too.
final class FieldRules {

  private enum FieldType {
    TEXT,
    DIGEST,
    NUMBER,
    TEXTS
  }

  private record FieldRule(FieldType type, boolean required) {}

  /// What comes behind the dot of a family, such as `fact.key.type`.
  private static final Pattern REST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Map<String, FieldRule> rules = new LinkedHashMap<>();
  private String[] families = {};

  private FieldRules() {}

  static FieldRules of(Content content) {
    var rules = new FieldRules();
    return switch (content) {
      case Content.Opened opened -> {
        opened.people().forEach(person -> rules.require("name." + person.id()));
        yield rules.require("title", "place", "zone").families("env", "value");
      }
      case Content.Resumed resumed ->
          (resumed.torn() > 0 ? rules.require(FieldType.DIGEST, "tornSha256") : rules)
              .families("change", "key");
      case Content.Authorised _, Content.Confirmed _ -> rules.require(FieldType.DIGEST, "shown");
      case Content.ConsentRefused _ -> rules.require(FieldType.DIGEST, "shown").require("reason");
      case Content.Begun _ -> rules.families("expect", "param", "before");
      case Content.Noted _ -> rules.families("fact");
      case Content.Acted acted ->
          (acted.differs() > 0 ? rules.require(FieldType.TEXTS, "difference") : rules)
              .families("fact");
      case Content.ActFailed _ -> rules.require("reason").optional("code");
      case Content.Asked _ -> rules.require("found").families("fact");
      case Content.Deviated _ -> rules.require("reason").optional("followUp");
      case Content.Custody _ ->
          rules
              .require("item")
              .optional("serial", "bag", "expectedBag", "seal", "place")
              .optional(FieldType.NUMBER, "photo");
      case Content.Attached _ -> rules.ofFile();
      case Content.Elsewhere _ -> rules.ofFile().require("kept");
      case Content.Remark _ -> rules.require("text");
      case Content.Paused _ -> rules.require("reason").optional(FieldType.TEXTS, "staying");
      case Content.BreakTaken _ -> rules.require("reason").require(FieldType.TEXTS, "staying");
      case Content.WrongSecret _ -> rules.optional(FieldType.NUMBER, "triesLeft");
      case Content.Aborted _ -> rules.require("reason");
      case Content.Continued _, Content.Clock _, Content.Closed _ -> rules;
    };
  }

  private FieldRules ofFile() {
    return require(FieldType.DIGEST, "sha256")
        .require("mime", "caption")
        .require(FieldType.NUMBER, "bytes");
  }

  private FieldRules require(String... names) {
    return add(FieldType.TEXT, true, names);
  }

  private FieldRules require(FieldType type, String name) {
    return add(type, true, name);
  }

  private FieldRules optional(String... names) {
    return add(FieldType.TEXT, false, names);
  }

  private FieldRules optional(FieldType type, String name) {
    return add(type, false, name);
  }

  @CanIgnoreReturnValue
  private FieldRules add(FieldType type, boolean required, String... names) {
    for (var name : names) {
      rules.put(name, new FieldRule(type, required));
    }
    return this;
  }

  @CanIgnoreReturnValue
  private FieldRules families(String... names) {
    families = names;
    return this;
  }

  /// @throws Malformed if a field is missing, unknown, or of another type
  void check(SortedMap<String, SaltedField> fields) throws MalformedEvidence {
    for (var rule : rules.entrySet()) {
      if (rule.getValue().required() && !fields.containsKey(rule.getKey())) {
        throw new MalformedEvidence("The field \"" + rule.getKey() + "\" is missing.");
      }
    }
    for (var field : fields.entrySet()) {
      var type = type(field.getKey());
      if (field.getValue() instanceof SaltedField.DisclosedField(var _, var value)
          && !fits(type, value)) {
        throw new MalformedEvidence("The field \"" + field.getKey() + "\" is of another type.");
      }
    }
  }

  private FieldType type(String name) throws MalformedEvidence {
    var rule = rules.get(name);
    if (rule != null) {
      return rule.type();
    }
    for (var family : families) {
      if (name.startsWith(family + ".")
          && REST.matcher(name.substring(family.length() + 1)).matches()) {
        return FieldType.TEXT;
      }
    }
    throw new MalformedEvidence("The field \"" + name + "\" does not belong here.");
  }

  private static boolean fits(FieldType type, JsonNode value) {
    return switch (type) {
      case TEXT -> value.isTextual();
      case DIGEST -> value.isTextual() && HexText.DIGEST.matcher(value.textValue()).matches();
      case NUMBER -> value.isIntegralNumber() && value.longValue() >= 0;
      case TEXTS ->
          value.isArray()
              && !value.isEmpty()
              && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual);
    };
  }
}
