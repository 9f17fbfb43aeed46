package org.xksworkbench.bridge.hsm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// What a secret key is named by: its label, its ID, a URI. Labels need not be unique; all that is
/// given must be right.
public record KeyName(Optional<String> label, Optional<String> id, Optional<Pkcs11Uri> uri) {

  public KeyName {
    id = id.map(text -> text.toLowerCase(Locale.ROOT));
    uri = uri.filter(Pkcs11Uri::namesObject);
  }

  public boolean isEmpty() {
    return label.isEmpty() && id.isEmpty() && uri.isEmpty();
  }

  /// The one key of this name.
  ///
  /// @throws HsmException with [Reason#KEY_NOT_FOUND] if there is none, or with
  ///   [Reason#KEY_AMBIGUOUS] if there is more than one
  public HsmKey in(HsmSession session) {
    var wanted = wantedLabel();
    var candidates = wanted.map(session::secretKeys).orElseGet(session::secretKeys);
    var found = candidates.stream().filter(this::fits).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw found.isEmpty()
        ? new HsmException(
            Reason.KEY_NOT_FOUND,
            "No secret key on the token has " + words() + "." + those(candidates))
        : new HsmException(
            Reason.KEY_AMBIGUOUS,
            found.size() + " secret keys on the token have " + words() + "." + those(found));
  }

  private Optional<String> wantedLabel() {
    return label
        .or(() -> uri.flatMap(named -> named.get(Pkcs11Uri.PathAttribute.OBJECT)))
        .filter(text -> !text.isEmpty());
  }

  private boolean fits(HsmKey key) {
    return label.stream().allMatch(key.label()::equals)
        && id.stream().allMatch(key.id()::equals)
        && uri.stream().allMatch(named -> named.fits(key.ref()));
  }

  private String words() {
    if (uri.isPresent()) {
      return "the name " + uri.get();
    }
    return label
        .map(text -> "the label " + text + id.map(one -> " and the ID " + one).orElse(""))
        .orElseGet(() -> "the ID " + id.orElse(""));
  }

  /// Those of the label, which their IDs tell apart.
  private String those(List<HsmKey> keys) {
    if (wantedLabel().isEmpty() || keys.isEmpty()) {
      return "";
    }
    var ids =
        keys.stream()
            .map(key -> key.id().isEmpty() ? "none" : key.id())
            .sorted()
            .collect(Collectors.joining(", "));
    return " The IDs of the keys with that label are: " + ids + ". Name one of them by --id.";
  }
}
