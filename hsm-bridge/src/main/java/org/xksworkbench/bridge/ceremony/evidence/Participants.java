package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// Who may sign now: everybody of the first line who has not left for good, and the key of the
/// program that runs now.
final class Participants {

  private final Map<String, Participant> everybody = new LinkedHashMap<>();
  private final Set<String> absent = new HashSet<>();
  private final Set<Fingerprint> keys = new HashSet<>();
  private Optional<VerifyingKey> run = Optional.empty();

  void open(Content.Opened opened, Consumer<String> findings) {
    if (opened.people().isEmpty()) {
      findings.accept("Nobody takes part.");
    }
    for (var person : opened.people()) {
      if (everybody.putIfAbsent(person.id(), person) != null) {
        findings.accept("Two people have the ID \"" + person.id() + "\".");
      }
      if (!keys.add(person.key().keyid())) {
        findings.accept("Two people have one key; the second is \"" + person.id() + "\".");
      }
    }
    runs(opened.run(), findings);
  }

  /// A run has a key of its own, which ends with it.
  void runs(VerifyingKey key, Consumer<String> findings) {
    if (!keys.add(key.keyid())) {
      findings.accept("The key of the running program is another's, or was used before.");
    }
    run = Optional.of(key);
  }

  void leave(List<String> ids, Consumer<String> findings) {
    for (var id : ids) {
      if (!everybody.containsKey(id) || !absent.add(id)) {
        findings.accept("\"" + id + "\" does not take part, or has left already.");
      }
    }
  }

  Optional<VerifyingKey> run() {
    return run;
  }

  /// @return empty if nobody has the ID, or the person left for good
  Optional<Participant> present(String id) {
    return absent.contains(id) ? Optional.empty() : Optional.ofNullable(everybody.get(id));
  }

  /// In the order of the first line.
  List<String> present() {
    var ids = new ArrayList<>(everybody.keySet());
    ids.removeAll(absent);
    return ids;
  }

  List<Participant> everybody() {
    return List.copyOf(everybody.values());
  }
}
