package org.xksworkbench.bridge.ceremony.plan;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A YAML mapping that knows its lines. Every scalar is text; no object is ever built from a tag,
/// and no anchor is followed, so that what a reviewer reads is all that there is.
final class YamlMap {

  private static final int MAX_CHARACTERS = 1 << 20;

  private final Map<String, YamlField> entries = new LinkedHashMap<>();
  private final int line;

  private record YamlField(int line, Node value) {}

  private YamlMap(MappingNode node) {
    this.line = line(node);
    for (var tuple : node.getValue()) {
      var key = text(tuple.getKeyNode());
      if (entries.put(key, new YamlField(line(tuple.getKeyNode()), tuple.getValueNode())) != null) {
        throw new PlanException(line(tuple.getKeyNode()), "\"" + key + "\" stands here twice.");
      }
    }
  }

  static YamlMap parse(String text) {
    try {
      var options = new LoaderOptions();
      options.setCodePointLimit(MAX_CHARACTERS);
      var root = new Yaml(options).compose(new StringReader(text));
      if (root == null) {
        throw new PlanException(1, "The file is empty.");
      }
      requireNoAnchors(root, new HashSet<>());
      return map(root);
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new PlanException(
          mark == null ? 1 : mark.getLine() + 1, "This is not YAML: " + e.getProblem() + ".");
    } catch (YAMLException e) {
      throw new PlanException(1, "This is not YAML: " + e.getMessage());
    }
  }

  /// The composer puts the same node where an alias stood.
  private static void requireNoAnchors(Node node, Set<Node> seen) {
    if (node instanceof AnchorNode || node.getAnchor() != null || !seen.add(node)) {
      throw new PlanException(
          line(node), "Anchors and aliases are not allowed: write out what is meant.");
    }
    switch (node) {
      case MappingNode map ->
          map.getValue()
              .forEach(tuple -> {
                requireNoAnchors(tuple.getKeyNode(), seen);
                requireNoAnchors(tuple.getValueNode(), seen);
              });
      case SequenceNode list -> list.getValue().forEach(item -> requireNoAnchors(item, seen));
      default -> {}
    }
  }

  int line() {
    return line;
  }

  int line(String key) {
    var entry = entries.get(key);
    return entry == null ? line : entry.line();
  }

  Set<String> keys() {
    return entries.keySet();
  }

  /// @throws PlanException if there is a key that is not one of these
  void allow(Set<String> allowed, String where) {
    entries.forEach((key, entry) -> {
      if (!allowed.contains(key)) {
        throw new PlanException(
            entry.line(),
            "\""
                + key
                + "\" is not known in "
                + where
                + "; known are "
                + String.join(", ", allowed.stream().sorted().toList())
                + ".");
      }
    });
  }

  String require(String key, String where) {
    return optional(key)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new PlanException(line(key), where + " needs \"" + key + "\"."));
  }

  Optional<String> optional(String key) {
    var entry = entries.get(key);
    return entry == null ? Optional.empty() : Optional.of(text(entry.value()).strip());
  }

  /// Whether something is so; it is not if nothing is said.
  boolean flag(String key) {
    return switch (optional(key).orElse("no")) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw new PlanException(line(key), "\"" + key + "\" is yes or no.");
    };
  }

  YamlMap map(String key) {
    var entry = entries.get(key);
    return entry == null
        ? new YamlMap(
            new MappingNode(
                org.yaml.snakeyaml.nodes.Tag.MAP,
                List.of(),
                org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK))
        : map(entry.value());
  }

  List<YamlMap> maps(String key) {
    return items(key).stream().map(YamlMap::map).toList();
  }

  List<String> texts(String key) {
    return items(key).stream().map(YamlMap::text).toList();
  }

  Map<String, String> textMap(String key) {
    var texts = new LinkedHashMap<String, String>();
    var entry = entries.get(key);
    if (entry != null) {
      var inner = map(entry.value());
      inner.keys().forEach(name -> texts.put(name, inner.optional(name).orElse("")));
    }
    return texts;
  }

  /// Every scalar under this mapping, keys too, with its line.
  void eachText(TextVisitor visitor) {
    entries.forEach((key, entry) -> {
      visitor.visit(entry.line(), key);
      visit(entry.value(), visitor);
    });
  }

  /// Sees one text.
  interface TextVisitor {
    void visit(int line, String text);
  }

  private static void visit(Node node, TextVisitor visitor) {
    switch (node) {
      case ScalarNode scalar -> {
        var at = line(scalar);
        for (var part : scalar.getValue().split("\n", -1)) {
          visitor.visit(at, part);
        }
      }
      case MappingNode map -> new YamlMap(map).eachText(visitor);
      case SequenceNode list -> list.getValue().forEach(item -> visit(item, visitor));
      default -> {}
    }
  }

  private List<Node> items(String key) {
    var entry = entries.get(key);
    if (entry == null) {
      return List.of();
    }
    if (entry.value() instanceof SequenceNode list) {
      return new ArrayList<>(list.getValue());
    }
    throw new PlanException(entry.line(), "\"" + key + "\" must be a list.");
  }

  private static YamlMap map(Node node) {
    if (node instanceof MappingNode map) {
      return new YamlMap(map);
    }
    throw new PlanException(line(node), "Names with values are expected here.");
  }

  private static String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new PlanException(line(node), "A text is expected here.");
  }

  private static int line(@Nullable Node node) {
    var mark = node == null ? null : node.getStartMark();
    return mark == null ? 1 : mark.getLine() + 1;
  }
}
