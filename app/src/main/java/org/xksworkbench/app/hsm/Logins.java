package org.xksworkbench.app.hsm;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xksworkbench.app.hsm.AttachedHsm.Place;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Role;

/// Logins to tokens, and the one that the window works with: the latest, unless another was
/// selected since. One is selected as long as there is any.
///
/// @param all at most one at each place, the latest last
record Logins(List<Login> all, Optional<Login> selected) {

  /// @param session compared by identity: no two logins are the same
  /// @param door that it came by
  record Login(Place place, Role role, HsmSession session, Door door) {

    void end() {
      door.leave(session);
    }

    void endQuietly() {
      door.leaveQuietly(session);
    }
  }

  static final Logins NONE = new Logins(List.of(), Optional.empty());

  Logins {
    all = List.copyOf(all);
    if (selected.isPresent() ? !all.contains(selected.get()) : !all.isEmpty()) {
      throw new IllegalArgumentException("The selected login is none of " + all.size());
    }
  }

  Optional<Login> at(Place place) {
    return all.stream().filter(login -> login.place().equals(place)).findFirst();
  }

  Map<Place, Role> roles() {
    var roles = new LinkedHashMap<Place, Role>();
    all.forEach(login -> roles.put(login.place(), login.role()));
    return roles;
  }

  /// In the room of one that was there.
  Logins login(Login made) {
    var others = all.stream().filter(login -> !login.place().equals(made.place()));
    return new Logins(Stream.concat(others, Stream.of(made)).toList(), Optional.of(made));
  }

  Logins logout(Place place) {
    return without(login -> login.place().equals(place));
  }

  /// Nothing changes where nobody is logged in.
  Logins select(Place place) {
    return new Logins(all, at(place).or(() -> selected));
  }

  /// The module holds no login any more.
  Logins lost(Path module) {
    return without(login -> login.place().module().equals(module));
  }

  /// Exactly these have ended, and none that was made since.
  Logins gone(Collection<Login> ended) {
    return without(ended::contains);
  }

  private Logins without(Predicate<Login> ended) {
    var left = all.stream().filter(ended.negate()).toList();
    return new Logins(
        left,
        selected
            .filter(left::contains)
            .or(() -> left.isEmpty() ? Optional.empty() : Optional.of(left.getLast())));
  }
}
