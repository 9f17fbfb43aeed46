package org.xksworkbench.bridge.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.TokenGuard;
import org.xksworkbench.bridge.hsm.CallWatch;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SlotDetails;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// A PKCS#11 module in a helper process. When the helper dies, its logins are lost and nothing
/// else; the next call of this object starts another.
public final class AgentHsm implements Hsm {

  /// How long the window gives a call to a module from one sign of life to the next, on a busy
  /// machine too. Longer than anybody waits for it: to end a helper costs its logins.
  public static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(AgentHsm.class);

  /// What waits for a person at a keypad, for a device that makes a key, or for many calls.
  private static final Set<String> SLOW =
      Set.of(
          "login initToken changePin resetUserPin generateAesKey module probe measure".split(" "));

  private static final int SLOW_FACTOR = 4;
  private static final Method LOGIN = loginMethod();

  private final AgentProcess process;
  private final Path modulePath;
  private final ModuleStart start;
  private final ChangeLock lock;
  private final Duration deadline;
  private final Consumer<String> log;
  private final ObjectMapper mapper = Wire.mapper();
  private final List<Consumer<HelperLoss>> listeners = new CopyOnWriteArrayList<>();
  private final Map<AgentChannel, Set<AgentSession>> logins = new ConcurrentHashMap<>();
  private final Hsm remote;
  private volatile Supplier<CallWatch> watch = () -> CallWatch.NOBODY;
  private @Nullable AgentChannel channel;

  private AgentHsm(
      AgentProcess process,
      Path modulePath,
      ModuleStart start,
      ChangeLock lock,
      Duration deadline,
      Consumer<String> log) {
    this.process = process.with(start.environment());
    this.modulePath = modulePath;
    this.start = start;
    this.lock = lock;
    this.deadline = deadline;
    this.log = log;
    this.remote =
        RemotePort.of(
            Hsm.class,
            (method, arguments) ->
                value(
                    method,
                    call(
                        channel(),
                        new AgentChannel.Turn(),
                        Wire.WireTarget.HSM,
                        0,
                        method,
                        arguments)));
  }

  /// Starts the helper and loads the module in it.
  ///
  /// @param lock its tokens are changed only while it is open
  /// @param deadline for every call but those that wait for a person or make a key, which have four
  ///   times as long. It counts from the last sign of life: a list goes on as long as objects are
  ///   read
  /// @throws HsmException with [Reason#MODULE_UNUSABLE] or [Reason#TIMEOUT]
  public static AgentHsm open(
      AgentProcess process, Path module, ChangeLock lock, Duration deadline) {
    return open(process, module, ModuleStart.NOTHING, lock, deadline, _ -> {});
  }

  /// As [#open(AgentProcess, Path, ChangeLock, Duration)], for somebody who watches.
  ///
  /// @param log told each line of the helper's log, from its start on, on a thread that must not
  ///   wait
  public static AgentHsm open(
      AgentProcess process, Path module, ChangeLock lock, Duration deadline, Consumer<String> log) {
    return open(process, module, ModuleStart.NOTHING, lock, deadline, log);
  }

  /// As [#open(AgentProcess, Path, ChangeLock, Duration)], for a module that must be told something
  /// when it starts.
  public static AgentHsm open(
      AgentProcess process, Path module, ModuleStart start, ChangeLock lock, Duration deadline) {
    return open(process, module, start, lock, deadline, _ -> {});
  }

  /// As [#open(AgentProcess, Path, ModuleStart, ChangeLock, Duration)], for somebody who watches.
  public static AgentHsm open(
      AgentProcess process,
      Path module,
      ModuleStart start,
      ChangeLock lock,
      Duration deadline,
      Consumer<String> log) {
    var hsm = new AgentHsm(process, module, start, lock, deadline, log);
    try {
      hsm.module();
      return hsm;
    } catch (RuntimeException e) {
      hsm.close();
      throw e;
    }
  }

  /// Told, on a thread of its own, when a helper ended that nobody had asked to.
  public void onLoss(Consumer<HelperLoss> listener) {
    listeners.add(listener);
  }

  /// From now on it is asked on the thread of each call who makes it.
  public void watchedBy(Supplier<CallWatch> watch) {
    this.watch = watch;
  }

  @Override
  public ModuleInfo module() {
    return remote.module();
  }

  @Override
  public List<Slot> slots() {
    return remote.slots();
  }

  @Override
  public SlotDetails details(long slotId) {
    return remote.details(slotId);
  }

  @Override
  public List<MechanismDetails> mechanisms(long slotId) {
    return remote.mechanisms(slotId);
  }

  @Override
  public HsmSession login(long slotId, char[] pin) {
    return login(slotId, Role.USER, pin);
  }

  @Override
  public HsmSession login(long slotId, Role role, char[] pin) {
    var used = channel();
    var login =
        used.call(
            new AgentChannel.Turn(),
            request(Wire.WireTarget.HSM, 0, LOGIN, new Object[] {slotId, role, pin}),
            deadline(LOGIN),
            watch.get(),
            // Nobody would ever log out of it.
            late -> session(used, late).asPort().close());
    var session = session(used, login);
    logins.computeIfAbsent(used, _ -> ConcurrentHashMap.newKeySet()).add(session);
    return session.asPort();
  }

  private AgentSession session(AgentChannel used, JsonNode login) {
    return new AgentSession(
        used,
        login.path("session").asLong(),
        mapper.convertValue(login.path("token"), Token.class));
  }

  @Override
  public void changePin(long slotId, Role role, char[] oldPin, char[] newPin) {
    remote.changePin(slotId, role, oldPin, newPin);
  }

  @Override
  public void resetUserPin(long slotId, char[] soPin, char[] userPin) {
    remote.resetUserPin(slotId, soPin, userPin);
  }

  @Override
  public Slot initToken(long slotId, String label, char[] soPin, char[] userPin) {
    return remote.initToken(slotId, label, soPin, userPin);
  }

  /// Ends the helper and starts another: the library itself is loaded anew.
  @Override
  public void reload() {
    close();
    module();
  }

  /// Process ID of the helper, for those who look after it.
  public long pid() {
    return channel().pid();
  }

  @Override
  public synchronized void close() {
    if (channel != null) {
      channel.close();
      logins.remove(channel);
      channel = null;
    }
  }

  private synchronized AgentChannel channel() {
    var present = channel;
    if (present == null || !present.alive()) {
      if (present != null) {
        LOG.warn("The helper process of {} ended; starting another", modulePath);
      }
      var command = new ArrayList<>(List.of("agent", "--module", modulePath.toString()));
      if (!start.initialization().isEmpty()) {
        command.addAll(List.of("--initialization", start.initialization()));
      }
      if (start.userType() != 0) {
        command.addAll(List.of("--user-type", Long.toString(start.userType())));
      }
      try {
        present =
            new AgentChannel(
                process.command(command.toArray(String[]::new)).start(), this::lose, log);
      } catch (IOException e) {
        throw new HsmException(
            Reason.MODULE_UNUSABLE, "The helper process could not be started.", "", e);
      }
      channel = present;
    }
    return present;
  }

  private void lose(AgentChannel ended, String why) {
    var sessions = logins.remove(ended);
    var loss =
        new HelperLoss(
            Instant.now(),
            modulePath,
            why,
            sessions == null
                ? List.of()
                : sessions.stream().map(session -> session.token.label()).distinct().toList());
    LOG.warn("{}", loss.sentence());
    listeners.forEach(listener -> listener.accept(loss));
  }

  private JsonNode call(
      AgentChannel used,
      AgentChannel.Turn turn,
      Wire.WireTarget target,
      long session,
      Method method,
      @Nullable Object @Nullable [] arguments) {
    return used.call(
        turn, request(target, session, method, arguments), deadline(method), watch.get());
  }

  private AgentRequest request(
      Wire.WireTarget target,
      long session,
      Method method,
      @Nullable Object @Nullable [] arguments) {
    var request =
        mapper
            .createObjectNode()
            .put("target", target.name())
            .put("session", session)
            .put("method", Wire.name(method));
    TokenGuard.leave(method, lock).ifPresent(profile -> request.put(Wire.LEAVE, profile));
    var args = request.putArray("args");
    var secrets = new ArrayList<char[]>();
    if (arguments != null) {
      for (var argument : arguments) {
        if (argument instanceof char[] secret) {
          secrets.add(secret);
          args.addNull();
        } else {
          args.add(mapper.<JsonNode>valueToTree(argument));
        }
      }
    }
    return new AgentRequest(request, secrets);
  }

  private Duration deadline(Method method) {
    return SLOW.contains(method.getName()) ? deadline.multipliedBy(SLOW_FACTOR) : deadline;
  }

  private static Method loginMethod() {
    try {
      return Hsm.class.getMethod("login", long.class, Role.class, char[].class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Object value(Method method, JsonNode answer) {
    return method.getReturnType() == void.class
        ? null
        : mapper.convertValue(answer, mapper.constructType(method.getGenericReturnType()));
  }

  /// A login, bound to the helper that it was made in. Its calls are made one at a time, in order.
  private final class AgentSession {

    private final AgentChannel used;
    private final long id;
    private final Token token;
    private final TokenObjects objects;
    private final AgentChannel.Turn turn = new AgentChannel.Turn();

    AgentSession(AgentChannel used, long id, Token token) {
      this.used = used;
      this.id = id;
      this.token = token;
      this.objects =
          RemotePort.of(
              TokenObjects.class,
              (method, arguments) ->
                  value(method, call(used, turn, Wire.WireTarget.OBJECTS, id, method, arguments)));
    }

    HsmSession asPort() {
      return RemotePort.of(
          HsmSession.class,
          (method, arguments) ->
              switch (method.getName()) {
                case "token" -> token;
                case "objects" -> objects;
                case "close" -> close(method);
                default ->
                    value(method, call(used, turn, Wire.WireTarget.SESSION, id, method, arguments));
              });
    }

    private @Nullable Object close(Method method) {
      var open = logins.get(used);
      if (open != null) {
        open.remove(this);
      }
      // Out of turn: the helper ends a login itself when its calls have returned, or gives up.
      return used.alive()
          ? value(
              method,
              call(used, new AgentChannel.Turn(), Wire.WireTarget.SESSION, id, method, null))
          : null;
    }
  }
}
