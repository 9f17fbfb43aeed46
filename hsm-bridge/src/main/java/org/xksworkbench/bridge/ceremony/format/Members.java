package org.xksworkbench.bridge.ceremony.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// The members of one JSON object, read one by one. What is left at the end is refused: a list of
/// members is closed, or two texts would mean the same.
public final class Members {

  private final ObjectNode node;
  private final TreeSet<String> left = new TreeSet<>();

  private Members(ObjectNode node) {
    this.node = node;
    node.fieldNames().forEachRemaining(left::add);
  }

  public static Members of(JsonNode node) throws MalformedEvidence {
    if (node instanceof ObjectNode object) {
      return new Members(object);
    }
    throw new MalformedEvidence("A value is no JSON object.");
  }

  public boolean has(String name) {
    return node.has(name);
  }

  /// Whatever stands there.
  public JsonNode value(String name) throws MalformedEvidence {
    return take(name);
  }

  public String text(String name) throws MalformedEvidence {
    var value = take(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new MalformedEvidence("The member \"" + name + "\" is no text.");
    }
    return value.textValue();
  }

  public String text(String name, Pattern form) throws MalformedEvidence {
    var text = text(name);
    if (!form.matcher(text).matches()) {
      throw new MalformedEvidence("The member \"" + name + "\" has not its form: " + text);
    }
    return text;
  }

  /// One of a closed list of words; `not-done` is the constant `NOT_DONE`.
  public <E extends Enum<E>> E word(String name, Class<E> words) throws MalformedEvidence {
    var text = text(name);
    for (var word : words.getEnumConstants()) {
      if (word(word).equals(text)) {
        return word;
      }
    }
    throw new MalformedEvidence("The member \"" + name + "\" is none of its words: " + text);
  }

  /// How a constant stands in evidence.
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Fingerprint digest(String name) throws MalformedEvidence {
    return new Fingerprint(text(name, HexText.DIGEST));
  }

  public long number(String name) throws MalformedEvidence {
    var value = take(name);
    if (!value.isIntegralNumber()) {
      throw new MalformedEvidence("The member \"" + name + "\" is no number.");
    }
    return value.longValue();
  }

  /// A number that is not negative.
  public long count(String name) throws MalformedEvidence {
    var count = number(name);
    if (count < 0) {
      throw new MalformedEvidence("The member \"" + name + "\" is negative.");
    }
    return count;
  }

  public boolean flag(String name) throws MalformedEvidence {
    var value = take(name);
    if (!value.isBoolean()) {
      throw new MalformedEvidence("The member \"" + name + "\" is neither true nor false.");
    }
    return value.booleanValue();
  }

  public List<JsonNode> list(String name) throws MalformedEvidence {
    var value = take(name);
    if (!value.isArray()) {
      throw new MalformedEvidence("The member \"" + name + "\" is no list.");
    }
    var items = new ArrayList<JsonNode>();
    value.forEach(items::add);
    return items;
  }

  public List<String> texts(String name) throws MalformedEvidence {
    var texts = new ArrayList<String>();
    for (var item : list(name)) {
      if (!item.isTextual()) {
        throw new MalformedEvidence("The member \"" + name + "\" is no list of texts.");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  public Optional<List<String>> optionalTexts(String name) throws MalformedEvidence {
    return has(name) ? Optional.of(texts(name)) : Optional.empty();
  }

  public ObjectNode object(String name) throws MalformedEvidence {
    if (take(name) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedEvidence("The member \"" + name + "\" is no JSON object.");
  }

  /// Numbers by name, none negative.
  public Map<String, Long> counts(String name) throws MalformedEvidence {
    var object = object(name);
    var members = Members.of(object);
    var counts = new LinkedHashMap<String, Long>();
    for (var each : object.properties()) {
      counts.put(each.getKey(), members.count(each.getKey()));
    }
    return counts;
  }

  private JsonNode take(String name) throws MalformedEvidence {
    var value = node.get(name);
    if (value == null) {
      throw new MalformedEvidence("The member \"" + name + "\" is missing.");
    }
    left.remove(name);
    return value;
  }

  /// @throws Malformed if a member was not asked for
  public void end() throws MalformedEvidence {
    if (!left.isEmpty()) {
      throw new MalformedEvidence("The member \"" + left.first() + "\" does not belong here.");
    }
  }
}
