package org.xksworkbench.bridge.xks.server;

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
