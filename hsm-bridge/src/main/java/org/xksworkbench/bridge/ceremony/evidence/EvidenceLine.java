package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.format.SaltedField;
import org.xksworkbench.bridge.ceremony.format.SignedLine;

/// A line of a transcript, understood.
///
/// @param number counted in the file, from 1
/// @param boot which run of the machine it was
/// @param up milliseconds since then
/// @param persons who acts, in the order in which they sign
public record EvidenceLine(
    int number,
    SignedLine signed,
    String kind,
    Instant at,
    String boot,
    long up,
    List<String> persons,
    Content content) {

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

  public EvidenceLine {
    persons = List.copyOf(persons);
  }

  /// @param text without its line feed
  /// @throws Malformed if it is no line of a ceremony
  static EvidenceLine read(int number, byte[] text) throws MalformedEvidence {
    var signed = SignedLine.read(text);
    var members = Members.of(signed.members());
    var kind = members.text("kind");
    var at = time(members.text("at", TIME));
    var boot = members.text("boot");
    var up = members.count("up");
    var persons = members.optionalTexts("persons");
    var line =
        new EvidenceLine(
            number,
            signed,
            kind,
            at,
            boot,
            up,
            persons.orElse(List.of()),
            ContentReader.read(kind, members));
    if (persons.isPresent() && persons.get().isEmpty()) {
      throw new MalformedEvidence("The member \"persons\" is empty.");
    }
    FieldRules.of(line.content).check(signed.fields());
    return line;
  }

  private static Instant time(String text) throws MalformedEvidence {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedEvidence("There is no such time: " + text, e);
    }
  }

  /// A field's text; empty if it is withheld, not there, or no text.
  public Optional<String> disclosedText(String field) {
    return signed.fields().get(field) instanceof SaltedField.DisclosedField(var _, var value)
            && value.isTextual()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }

  /// The texts of a family of fields that are told, such as `fact.`, by what comes behind the dot.
  public Map<String, String> disclosedFamily(String prefix) {
    var all = new TreeMap<String, String>();
    signed
        .fields()
        .keySet()
        .forEach(name -> {
          if (name.startsWith(prefix)) {
            disclosedText(name).ifPresent(text -> all.put(name.substring(prefix.length()), text));
          }
        });
    return all;
  }

  /// A field's list of texts; empty if it is withheld, not there, or no list.
  public List<String> disclosedTexts(String field) {
    return signed.fields().get(field) instanceof SaltedField.DisclosedField(var _, var value)
            && value.isArray()
        ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).toList()
        : List.of();
  }
}
