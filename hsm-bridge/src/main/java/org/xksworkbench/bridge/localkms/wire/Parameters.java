package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The parameters of a request that was held against its shape: types and lengths are right.
public record Parameters(ObjectNode body) {

  public boolean has(String name) {
    return body.hasNonNull(name);
  }

  public Optional<String> text(String name) {
    return has(name) ? Optional.of(body.path(name).textValue()) : Optional.empty();
  }

  /// A member that the shape requires.
  public String require(String name) {
    return text(name)
        .orElseThrow(() -> new IllegalStateException(name + " is not required by the shape"));
  }

  public Optional<byte[]> bytes(String name) {
    return text(name).map(Base64.getDecoder()::decode);
  }

  public byte[] requiredBytes(String name) {
    return Base64.getDecoder().decode(require(name));
  }

  public boolean flag(String name) {
    return body.path(name).booleanValue();
  }

  public Optional<Integer> whole(String name) {
    return has(name) ? Optional.of(body.path(name).intValue()) : Optional.empty();
  }

  public Optional<Instant> moment(String name) {
    return has(name)
        ? Optional.of(Instant.ofEpochMilli(Math.round(body.path(name).doubleValue() * 1000)))
        : Optional.empty();
  }

  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    body.path(name).forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  /// Sorted by name.
  public Map<String, String> map(String name) {
    var map = new TreeMap<String, String>();
    body.path(name)
        .properties()
        .forEach(entry -> map.put(entry.getKey(), entry.getValue().textValue()));
    return map;
  }

  public Optional<Parameters> structure(String name) {
    return body.get(name) instanceof ObjectNode object
        ? Optional.of(new Parameters(object))
        : Optional.empty();
  }

  public List<Parameters> structures(String name) {
    var structures = new ArrayList<Parameters>();
    for (JsonNode element : body.path(name)) {
      structures.add(new Parameters((ObjectNode) element));
    }
    return structures;
  }

  /// Never shows a value: some are secrets.
  @Override
  public String toString() {
    return "Parameters" + body.propertyStream().map(Map.Entry::getKey).toList();
  }
}
