package org.xksworkbench.bridge.xks.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;

/// What an XKS key ID of a prefix names. One rule a prefix, so that an ID never means two things.
public sealed interface KeyIdRule {

  /// The keys that the ID names. More than one is an ambiguity of the token, which the caller
  /// refuses.
  List<HsmKey> find(HsmSession session, String xksKeyId);

  /// The ID of a key, empty if the rule gives it none.
  Optional<String> idOf(HsmKey key);

  /// All keys by their ID.
  default Map<String, List<HsmKey>> index(Collection<HsmKey> keys) {
    var index = new HashMap<String, List<HsmKey>>();
    for (var key : keys) {
      idOf(key).ifPresent(id -> index.computeIfAbsent(id, _ -> new ArrayList<>(1)).add(key));
    }
    return index;
  }

  /// The ID is the key's label (`CKA_LABEL`).
  record Label() implements KeyIdRule {
    @Override
    public List<HsmKey> find(HsmSession session, String xksKeyId) {
      return session.secretKeys(xksKeyId);
    }

    @Override
    public Optional<String> idOf(HsmKey key) {
      return Optional.of(key.label());
    }
  }

  /// The ID is the key's `CKA_ID` in lower-case hexadecimal.
  record CkaId() implements KeyIdRule {
    @Override
    public List<HsmKey> find(HsmSession session, String xksKeyId) {
      return session.secretKeys().stream().filter(key -> key.id().equals(xksKeyId)).toList();
    }

    @Override
    public Optional<String> idOf(HsmKey key) {
      return Optional.of(key.id()).filter(id -> !id.isEmpty());
    }
  }

  /// Each ID is written down beside what names its key.
  record Mapped(Map<String, Selector> keys) implements KeyIdRule {
    public Mapped {
      keys = Map.copyOf(keys);
    }

    @Override
    public List<HsmKey> find(HsmSession session, String xksKeyId) {
      var selector = keys.get(xksKeyId);
      return selector == null ? List.of() : selector.find(session);
    }

    @Override
    public Map<String, List<HsmKey>> index(Collection<HsmKey> candidates) {
      var index = new HashMap<String, List<HsmKey>>();
      keys.forEach((id, selector) -> {
        var named = candidates.stream().filter(selector::names).toList();
        if (!named.isEmpty()) {
          index.put(id, named);
        }
      });
      return index;
    }

    @Override
    public Optional<String> idOf(HsmKey key) {
      return keys.entrySet().stream()
          .filter(entry -> entry.getValue().names(key))
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }

  /// A key of an explicit map.
  ///
  /// @param label `CKA_LABEL`, empty if only the `CKA_ID` counts
  /// @param ckaId `CKA_ID` in lower-case hexadecimal, empty if only the label counts
  record Selector(String label, String ckaId) {
    public Selector {
      if (label.isEmpty() && ckaId.isEmpty()) {
        throw new IllegalArgumentException("a key needs a label or a cka-id");
      }
    }

    boolean names(HsmKey key) {
      return (label.isEmpty() || key.label().equals(label))
          && (ckaId.isEmpty() || key.id().equals(ckaId));
    }

    List<HsmKey> find(HsmSession session) {
      var candidates = label.isEmpty() ? session.secretKeys() : session.secretKeys(label);
      return candidates.stream().filter(this::names).toList();
    }
  }
}
