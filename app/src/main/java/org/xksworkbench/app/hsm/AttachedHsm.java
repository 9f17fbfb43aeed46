package org.xksworkbench.app.hsm;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.hsm.Logins.TokenLogin;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;

/// The PKCS#11 modules that are open, the logins to their tokens, and which of these the window
/// works with. Calls to a module block and cannot be interrupted; one that hangs holds no other
/// module, and what is only remembered is told at once.
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

    private boolean lacksTokenOf(TokenLogin login) {
      var serial = login.session().token().serial();
      return login.place().module().equals(path)
          && failure.isEmpty()
          && slots.stream()
              .filter(slot -> slot.id() == login.place().slotId())
              .flatMap(slot -> slot.token().stream())
              .noneMatch(token -> token.serial().equals(serial));
    }
  }

  /// Names a slot of a module.
  public record TokenPlace(Path module, long slotId) {

    public TokenPlace {
      module = absolute(module);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(AttachedHsm.class);

  /// A helper that does not answer is ended before.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Less than a list may take: one module that hangs hides no other.
  static final Duration LOOK = Duration.ofSeconds(4);

  private final OpenModules open;
  private final ModuleStarts starts;
  private final Duration look;
  private final Duration patience;
  private final IdleLock idle = new IdleLock();
  private final ChangeListeners<Status> listeners = new ChangeListeners<>(this::status);

  /// Guards what is remembered; never held during a call to a module or a listener.
  private final Object memory = new Object();

  private final List<String> losses = new ArrayList<>();
  private Logins logins = Logins.NONE;

  /// @param opener loads a module
  public AttachedHsm(Function<Path, Hsm> opener) {
    this(opener, new ModuleStarts(Settings.inMemory()));
  }

  /// @param starts what the opener gives a module
  AttachedHsm(Function<Path, Hsm> opener, ModuleStarts starts) {
    this(opener, starts, LOOK, PATIENCE);
  }

  /// @param look patience with modules that are asked together
  /// @param patience with modules that are ended together
  AttachedHsm(Function<Path, Hsm> opener, Duration look, Duration patience) {
    this(opener, new ModuleStarts(Settings.inMemory()), look, patience);
  }

  private AttachedHsm(
      Function<Path, Hsm> opener, ModuleStarts starts, Duration look, Duration patience) {
    this.open = new OpenModules(opener);
    this.starts = starts;
    this.look = look;
    this.patience = patience;
  }

  /// Loads a library once more, such as for somebody's card: its logins are its own, and the window
  /// does not show them. The caller closes it.
  public Hsm openApart(Path module) {
    return open.apart(absolute(module));
  }

  private static Path absolute(Path module) {
    return module.toAbsolutePath().normalize();
  }

  /// As it was named when it was opened: links and roundabout names lead to one module.
  private Path nameOf(Path module) {
    return open.nameOf(absolute(module));
  }

  private TokenPlace nameOf(TokenPlace place) {
    return new TokenPlace(nameOf(place.module()), place.slotId());
  }

  /// Ends logins when nobody is there.
  public IdleLock idle() {
    return idle;
  }

  /// What modules are given when they are loaded.
  public ModuleStarts starts() {
    return starts;
  }

  /// Loads a module, beside those that are open; one that is open already, by whatever name, stays
  /// as it is and keeps the name that it has.
  public ModuleInfo open(Path module) {
    var info = open.open(absolute(module));
    listeners.tell();
    return info;
  }

  /// Every module that is open, with its slots. One that fails says why and hides no other. Logins
  /// whose token is not in its slot any more end.
  public List<Module> modules() {
    // Only these: the slots of a later login may not have been seen.
    var before = logins().all();
    var seen =
        SideBySide.each(
            open.all(),
            OpenModule::look,
            look,
            module ->
                module.notAsked("The module has not answered yet. If it does not, reload it."));
    end(
        before.stream()
            .filter(login -> seen.stream().anyMatch(module -> module.lacksTokenOf(login)))
            .toList());
    return seen;
  }

  /// Some modules go on answering for a token that was pulled out, as if it were empty.
  private void end(List<TokenLogin> gone) {
    if (gone.isEmpty()) {
      return;
    }
    List<TokenLogin> ended;
    synchronized (memory) {
      ended = gone.stream().filter(logins.all()::contains).toList();
      logins = logins.withoutLogins(gone);
      ended.forEach(login ->
          losses.add(
              "The token %s is not in its slot any more, so the login to it has ended. Attach it and log in again; if it is not seen then, reload its module."
                  .formatted(login.session().token().label())));
    }
    if (!ended.isEmpty()) {
      listeners.tell();
      ended.forEach(TokenLogin::endQuietly);
    }
  }

  /// Whether the file is open as a module, by whatever name.
  public boolean isOpen(Path module) {
    return open.isOpen(absolute(module));
  }

  /// A module, for what is not remembered here.
  ///
  /// @throws HsmException if it is not open
  public Hsm module(Path path) {
    return open.require(nameOf(path)).hsm();
  }

  /// Slots of the module that the window works with, or that was opened last.
  public List<Slot> slots() {
    return workedWith(logins()).map(this::module).map(Hsm::slots).orElse(List.of());
  }

  private Optional<Path> workedWith(Logins now) {
    return now.selected().map(login -> login.place().module()).or(open::latest);
  }

  /// Starts a module anew; its logins end.
  public void reload(Path path) {
    var hsm = module(path);
    var _ = forget(nameOf(path));
    try {
      hsm.reload();
    } finally {
      listeners.tell();
    }
  }

  /// Lets go of a module; its logins end. One that is being loaded is closed when it is.
  public void close(Path path) {
    var module = open.remove(nameOf(path));
    change(now -> now.withoutModule(module.path()));
    listeners.tell();
    if (module.isLoaded()) {
      module.hsm().close();
    }
  }

  /// Logs in as the user to a token of the module that was opened last.
  ///
  /// @param pin wiped by the caller after the call
  public void login(long slotId, char[] pin) {
    var path =
        open.latest()
            .orElseThrow(
                () -> new HsmException(Reason.MODULE_UNUSABLE, "No PKCS#11 module is open."));
    login(new TokenPlace(path, slotId), Role.USER, pin);
  }

  /// Logs in and works with that token from now on. A login that was there before ends first, and
  /// is not there any more if this one fails.
  ///
  /// @param pin wiped by the caller after the call; empty where the token asks for it itself
  public void login(TokenPlace at, Role role, char[] pin) {
    var place = nameOf(at);
    var module = open.require(place.module());
    var door = module.door(place.slotId());
    try {
      synchronized (door) {
        change(now -> now.logout(place));
        var session = door.enter(() -> module.hsm().login(place.slotId(), role, pin));
        keep(module, new TokenLogin(place, role, session, door));
      }
      idle.touch();
    } finally {
      listeners.tell();
    }
  }

  /// A module may have been closed or have ended while it was logged in to.
  private void keep(OpenModule module, TokenLogin login) {
    change(now -> now.login(login));
    if (!open.isOpen(module)) {
      change(now -> now.withoutLogins(List.of(login)));
      login.endQuietly();
      throw new HsmException(
          Reason.NOT_LOGGED_IN,
          "The module %s was closed or started anew during the login. Log in again."
              .formatted(module.path()));
    }
  }

  /// Works with another token that is logged in to.
  public void select(TokenPlace place) {
    var known = nameOf(place);
    change(now -> now.select(known));
    listeners.tell();
  }

  /// Where somebody is logged in, and as whom.
  public Map<TokenPlace, Role> loggedIn() {
    return logins().roles();
  }

  /// The token that the window works with.
  public Optional<TokenPlace> selectedToken() {
    return logins().selected().map(TokenLogin::place);
  }

  /// Logs out of the token that the window works with; another that is logged in to follows.
  public void logout() {
    var before = change(now -> now.selected().map(TokenLogin::place).map(now::logout).orElse(now));
    before
        .selected()
        .ifPresent(login -> {
          listeners.tell();
          login.end();
        });
  }

  /// Logs out everywhere: one token that fails or hangs keeps no other logged in.
  ///
  /// @throws HsmException that names those which did not log out
  public void logoutAll() {
    var ended = change(_ -> Logins.NONE).all();
    if (ended.isEmpty()) {
      return;
    }
    listeners.tell();
    var failures = SideBySide.failures(ended, TokenLogin::end, patience);
    if (!failures.isEmpty()) {
      throw new HsmException(
          Reason.DEVICE_FAILED,
          "These tokens did not log out: %s. The window has let go of them; close their modules to end the logins for certain."
              .formatted(
                  failures.entrySet().stream()
                      .map(one -> one.getKey().session().token().label() + ": " + one.getValue())
                      .collect(Collectors.joining("; "))));
    }
  }

  public Optional<HsmSession> session() {
    return logins().selected().map(TokenLogin::session);
  }

  public Status status() {
    var now = logins();
    return new Status(
        workedWith(now).flatMap(open::info), now.selected().map(login -> login.session().token()));
  }

  /// The process that held a module has ended: its logins are gone, and nothing else.
  ///
  /// @param sentence what happened and what was lost
  public void helperLost(Path module, String sentence) {
    synchronized (memory) {
      losses.add(sentence);
    }
    var forgotten = forget(nameOf(module));
    listeners.tell();
    // The next helper may have been logged in to before the end of this one was heard of.
    forgotten.forEach(TokenLogin::endQuietly);
  }

  /// What was lost since this was asked last, a sentence each.
  public List<String> takeLosses() {
    synchronized (memory) {
      var taken = List.copyOf(losses);
      losses.clear();
      return taken;
    }
  }

  /// Called on whatever thread changed it, one call at a time, the last with how it stands then.
  public void onChange(Consumer<Status> listener) {
    listeners.add(listener);
  }

  /// Closes every module, each beside the others; none is opened afterwards.
  @Override
  public void close() {
    var closing = open.removeAll();
    change(_ -> Logins.NONE);
    if (closing.isEmpty()) {
      return;
    }
    listeners.tell();
    SideBySide.failures(closing, module -> module.hsm().close(), patience)
        .forEach((module, why) -> LOG.warn("The module {} was not closed: {}", module.path(), why));
  }

  /// Its logins are of the past.
  ///
  /// @return those that there were
  private List<TokenLogin> forget(Path module) {
    open.renew(module);
    return change(now -> now.withoutModule(module)).all().stream()
        .filter(login -> login.place().module().equals(module))
        .toList();
  }

  private Logins logins() {
    synchronized (memory) {
      return logins;
    }
  }

  /// @return what was remembered before
  @CanIgnoreReturnValue
  private Logins change(UnaryOperator<Logins> transition) {
    synchronized (memory) {
      var before = logins;
      logins = transition.apply(before);
      return before;
    }
  }
}
