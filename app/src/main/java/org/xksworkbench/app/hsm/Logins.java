package org.xksworkbench.app.hsm;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Role;

/// Logins to tokens, and the one that the window works with: the latest, unless another was
/// selected since. One is selected as long as there is any.
///
/// @param all at most one at each place, the latest last
record Logins(List<TokenLogin> all, Optional<TokenLogin> selected) {

  /// @param session compared by identity: no two logins are the same
  /// @param door that it came by
  record TokenLogin(TokenPlace place, Role role, HsmSession session, Door door) {

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

  Optional<TokenLogin> at(TokenPlace place) {
    return all.stream().filter(login -> login.place().equals(place)).findFirst();
  }

  Map<TokenPlace, Role> roles() {
    var roles = new LinkedHashMap<TokenPlace, Role>();
    all.forEach(login -> roles.put(login.place(), login.role()));
    return roles;
  }

  /// In the room of one that was there.
  Logins login(TokenLogin made) {
    var others = all.stream().filter(login -> !login.place().equals(made.place()));
    return new Logins(Stream.concat(others, Stream.of(made)).toList(), Optional.of(made));
  }

  Logins logout(TokenPlace place) {
    return without(login -> login.place().equals(place));
  }

  /// Nothing changes where nobody is logged in.
  Logins select(TokenPlace place) {
    return new Logins(all, at(place).or(() -> selected));
  }

  /// The module holds no login any more.
  Logins withoutModule(Path module) {
    return without(login -> login.place().module().equals(module));
  }

  /// Exactly these have ended, and none that was made since.
  Logins withoutLogins(Collection<TokenLogin> ended) {
    return without(ended::contains);
  }

  private Logins without(Predicate<TokenLogin> ended) {
    var left = all.stream().filter(ended.negate()).toList();
    return new Logins(
        left,
        selected
            .filter(left::contains)
            .or(() -> left.isEmpty() ? Optional.empty() : Optional.of(left.getLast())));
  }
}
