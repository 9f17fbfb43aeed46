package org.xksworkbench.app.hsm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;

/// The PKCS#11 modules that are open, the logins to their tokens, and which of these the window
/// works with. Calls to a module block and cannot be interrupted; what is only remembered is told
/// at once, even while a module hangs.
public final class AttachedHsm implements AutoCloseable {

  /// How it stands.
  ///
  /// @param module of the token that the window works with, or the module opened last
  /// @param token the token that the window works with
  public record Status(Optional<ModuleInfo> module, Optional<Token> token) {}

  /// A module as it is now.
  ///
  /// @param failure a sentence on why it cannot be asked; empty if it can
  public record Module(
      Path path, Optional<ModuleInfo> info, List<Slot> slots, Optional<String> failure) {

    public Module {
      slots = List.copyOf(slots);
    }
  }

  /// Names a slot of a module.
  public record Place(Path module, long slotId) {}

  private record Login(Place place, Role role, HsmSession session) {}

  private static final Logger LOG = LoggerFactory.getLogger(AttachedHsm.class);

  private final Function<Path, Hsm> opener;
  private final List<Consumer<Status>> listeners = new CopyOnWriteArrayList<>();
  private final List<String> losses = new ArrayList<>();
  private final IdleLock idle = new IdleLock();

  /// Guards what is remembered; never held during a call to a module.
  private final Object memory = new Object();

  private final Map<Path, Hsm> modules = new LinkedHashMap<>();
  private final Map<Path, ModuleInfo> infos = new LinkedHashMap<>();
  private final Map<Place, Login> logins = new LinkedHashMap<>();
  private @Nullable Path latest;
  private @Nullable Login current;

  /// @param opener loads a module
  public AttachedHsm(Function<Path, Hsm> opener) {
    this.opener = opener;
  }

  /// Ends logins when nobody is there.
  public IdleLock idle() {
    return idle;
  }

  /// Loads a module, beside those that are open; one that is open already stays as it is.
  public ModuleInfo open(Path module) {
    synchronized (memory) {
      if (modules.containsKey(module)) {
        latest = module;
        var known = infos.get(module);
        if (known != null) {
          return known;
        }
      }
    }
    var opened = opener.apply(module);
    var info = opened.module();
    synchronized (memory) {
      modules.put(module, opened);
      infos.put(module, info);
      latest = module;
    }
    changed();
    return info;
  }

  /// Every module that is open, with its slots. One that fails says why and hides no other. Logins
  /// whose token is not in its slot any more end.
  public List<Module> modules() {
    Map<Path, Hsm> open;
    List<Login> before;
    synchronized (memory) {
      open = new LinkedHashMap<>(modules);
      // Only these: the slots of a later login may not have been seen.
      before = List.copyOf(logins.values());
    }
    var seen = new ArrayList<Module>();
    open.forEach((path, hsm) -> seen.add(look(path, hsm)));
    end(before.stream().filter(login -> isGone(login, seen)).toList());
    return List.copyOf(seen);
  }

  private static boolean isGone(Login login, List<Module> seen) {
    var serial = login.session().token().serial();
    return seen.stream()
        .filter(module -> module.path().equals(login.place().module()))
        .filter(module -> module.failure().isEmpty())
        .anyMatch(module ->
            module.slots().stream()
                .filter(slot -> slot.id() == login.place().slotId())
                .flatMap(slot -> slot.token().stream())
                .noneMatch(token -> token.serial().equals(serial)));
  }

  /// Some modules go on answering for a token that was pulled out, as if it were empty.
  private void end(List<Login> gone) {
    var ended = new ArrayList<Login>();
    synchronized (memory) {
      for (var login : gone) {
        if (logins.remove(login.place(), login)) {
          ended.add(login);
          losses.add(
              "The token %s is not in its slot any more, so the login to it has ended. Attach it and log in again; if it is not seen then, reload its module."
                  .formatted(login.session().token().label()));
        }
      }
      if (current != null && ended.contains(current)) {
        current = lastLogin();
      }
    }
    for (var login : ended) {
      try {
        login.session().close();
      } catch (HsmException e) {
        LOG.debug("The login to a token that is gone: {}", e.getMessage());
      }
    }
    if (!ended.isEmpty()) {
      changed();
    }
  }

  private Module look(Path path, Hsm hsm) {
    Optional<ModuleInfo> info;
    synchronized (memory) {
      info = Optional.ofNullable(infos.get(path));
    }
    try {
      return new Module(path, info, hsm.slots(), Optional.empty());
    } catch (HsmException e) {
      return new Module(
          path, info, List.of(), Optional.of(Objects.requireNonNullElse(e.getMessage(), "")));
    }
  }

  /// A module, for what is not remembered here.
  ///
  /// @throws HsmException if it is not open
  public Hsm module(Path path) {
    synchronized (memory) {
      var hsm = modules.get(path);
      if (hsm == null) {
        throw new HsmException(
            HsmException.Reason.MODULE_UNUSABLE, "The module " + path + " is not open.");
      }
      return hsm;
    }
  }

  /// Slots of the module that the window works with, or that was opened last.
  public List<Slot> slots() {
    Path path;
    synchronized (memory) {
      path = current == null ? latest : current.place().module();
    }
    return path == null ? List.of() : module(path).slots();
  }

  /// Starts a module anew; its logins end.
  public void reload(Path path) {
    var hsm = module(path);
    forget(path);
    hsm.reload();
    changed();
  }

  /// Lets go of a module.
  public void close(Path path) {
    var hsm = module(path);
    logOut(path);
    synchronized (memory) {
      modules.remove(path);
      infos.remove(path);
      if (path.equals(latest)) {
        latest = modules.keySet().stream().reduce((_, last) -> last).orElse(null);
      }
    }
    hsm.close();
    changed();
  }

  /// Logs in as the user to a token of the module that was opened last.
  ///
  /// @param pin wiped by the caller after the call
  public void login(long slotId, char[] pin) {
    Path path;
    synchronized (memory) {
      path = latest;
    }
    if (path == null) {
      throw new HsmException(HsmException.Reason.MODULE_UNUSABLE, "No PKCS#11 module is open.");
    }
    login(new Place(path, slotId), Role.USER, pin);
  }

  /// Logs in and works with that token from now on. A login that was there before ends first.
  ///
  /// @param pin wiped by the caller after the call; empty where the token asks for it itself
  public void login(Place place, Role role, char[] pin) {
    Login before;
    synchronized (memory) {
      before = logins.remove(place);
    }
    if (before != null) {
      before.session().close();
    }
    var session = module(place.module()).login(place.slotId(), role, pin);
    synchronized (memory) {
      var login = new Login(place, role, session);
      logins.put(place, login);
      current = login;
    }
    idle.touch();
    changed();
  }

  /// Works with another token that is logged in to.
  public void select(Place place) {
    synchronized (memory) {
      var login = logins.get(place);
      if (login != null) {
        current = login;
      }
    }
    changed();
  }

  /// Where somebody is logged in, and as whom.
  public Map<Place, Role> loggedIn() {
    synchronized (memory) {
      var roles = new LinkedHashMap<Place, Role>();
      logins.forEach((place, login) -> roles.put(place, login.role()));
      return roles;
    }
  }

  /// The token that the window works with.
  public Optional<Place> selected() {
    synchronized (memory) {
      return Optional.ofNullable(current).map(Login::place);
    }
  }

  /// Logs out of the token that the window works with; another that is logged in to follows.
  public void logout() {
    Login ended;
    synchronized (memory) {
      ended = current;
      if (ended != null) {
        logins.remove(ended.place());
      }
      current = lastLogin();
    }
    if (ended != null) {
      ended.session().close();
      changed();
    }
  }

  /// Logs out everywhere.
  public void logoutAll() {
    List<Login> ended;
    synchronized (memory) {
      ended = List.copyOf(logins.values());
      logins.clear();
      current = null;
    }
    ended.forEach(login -> login.session().close());
    if (!ended.isEmpty()) {
      changed();
    }
  }

  public Optional<HsmSession> session() {
    synchronized (memory) {
      return Optional.ofNullable(current).map(Login::session);
    }
  }

  public Status status() {
    synchronized (memory) {
      var path = current == null ? latest : current.place().module();
      return new Status(
          Optional.ofNullable(path).map(infos::get),
          Optional.ofNullable(current).map(login -> login.session().token()));
    }
  }

  /// The process that held a module has ended: its logins are gone, and nothing else.
  ///
  /// @param sentence what happened and what was lost
  public void helperLost(Path module, String sentence) {
    forget(module);
    synchronized (memory) {
      losses.add(sentence);
    }
    changed();
  }

  /// What was lost since this was asked last, a sentence each.
  public List<String> takeLosses() {
    synchronized (memory) {
      var taken = List.copyOf(losses);
      losses.clear();
      return taken;
    }
  }

  /// Called on whatever thread changed it.
  public void onChange(Consumer<Status> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    logoutAll();
    List<Hsm> open;
    synchronized (memory) {
      open = List.copyOf(modules.values());
      modules.clear();
      infos.clear();
      latest = null;
    }
    open.forEach(Hsm::close);
    if (!open.isEmpty()) {
      changed();
    }
  }

  private @Nullable Login lastLogin() {
    return logins.values().stream().reduce((_, last) -> last).orElse(null);
  }

  private void logOut(Path path) {
    List<Login> ended;
    synchronized (memory) {
      ended = logins.values().stream().filter(one -> one.place().module().equals(path)).toList();
    }
    ended.forEach(login -> login.session().close());
    forget(path);
  }

  private void forget(Path path) {
    synchronized (memory) {
      logins.keySet().removeIf(place -> place.module().equals(path));
      if (current != null && current.place().module().equals(path)) {
        current = lastLogin();
      }
    }
  }

  private void changed() {
    var status = status();
    listeners.forEach(listener -> listener.accept(status));
  }
}
