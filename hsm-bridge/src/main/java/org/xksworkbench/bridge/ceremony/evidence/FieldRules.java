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

  private enum Type {
    TEXT,
    DIGEST,
    NUMBER,
    TEXTS
  }

  private record FieldRule(Type type, boolean required) {}

  /// What comes behind the dot of a family, such as `fact.key.type`.
  private static final Pattern REST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Map<String, FieldRule> rules = new LinkedHashMap<>();
  private String[] families = {};

  private FieldRules() {}

  static FieldRules of(Content content) {
    var rules = new FieldRules();
    return switch (content) {
      case Content.Opened opened -> {
        opened.people().forEach(person -> rules.required("name." + person.id()));
        yield rules.required("title", "place", "zone").families("env", "value");
      }
      case Content.Resumed resumed ->
          (resumed.torn() > 0 ? rules.required(Type.DIGEST, "tornSha256") : rules)
              .families("change", "key");
      case Content.Authorised _, Content.Confirmed _ -> rules.required(Type.DIGEST, "shown");
      case Content.Refused _ -> rules.required(Type.DIGEST, "shown").required("reason");
      case Content.Begun _ -> rules.families("expect", "param", "before");
      case Content.Noted _ -> rules.families("fact");
      case Content.Acted acted ->
          (acted.differs() > 0 ? rules.required(Type.TEXTS, "difference") : rules).families("fact");
      case Content.Failed _ -> rules.required("reason").optional("code");
      case Content.Asked _ -> rules.required("found").families("fact");
      case Content.Deviated _ -> rules.required("reason").optional("followUp");
      case Content.Custody _ ->
          rules
              .required("item")
              .optional("serial", "bag", "expectedBag", "seal", "place")
              .optional(Type.NUMBER, "photo");
      case Content.Attached _ -> rules.ofFile();
      case Content.Elsewhere _ -> rules.ofFile().required("kept");
      case Content.Remark _ -> rules.required("text");
      case Content.Paused _ -> rules.required("reason").optional(Type.TEXTS, "staying");
      case Content.BreakTaken _ -> rules.required("reason").required(Type.TEXTS, "staying");
      case Content.WrongSecret _ -> rules.optional(Type.NUMBER, "triesLeft");
      case Content.Aborted _ -> rules.required("reason");
      case Content.Continued _, Content.Clock _, Content.Closed _ -> rules;
    };
  }

  private FieldRules ofFile() {
    return required(Type.DIGEST, "sha256")
        .required("mime", "caption")
        .required(Type.NUMBER, "bytes");
  }

  private FieldRules required(String... names) {
    return add(Type.TEXT, true, names);
  }

  private FieldRules required(Type type, String name) {
    return add(type, true, name);
  }

  private FieldRules optional(String... names) {
    return add(Type.TEXT, false, names);
  }

  private FieldRules optional(Type type, String name) {
    return add(type, false, name);
  }

  @CanIgnoreReturnValue
  private FieldRules add(Type type, boolean required, String... names) {
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

  private Type type(String name) throws MalformedEvidence {
    var rule = rules.get(name);
    if (rule != null) {
      return rule.type();
    }
    for (var family : families) {
      if (name.startsWith(family + ".")
          && REST.matcher(name.substring(family.length() + 1)).matches()) {
        return Type.TEXT;
      }
    }
    throw new MalformedEvidence("The field \"" + name + "\" does not belong here.");
  }

  private static boolean fits(Type type, JsonNode value) {
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
