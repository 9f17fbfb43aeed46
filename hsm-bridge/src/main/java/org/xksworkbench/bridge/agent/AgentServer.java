package org.xksworkbench.bridge.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.guard.TokenGuard;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SignOfLife;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// The helper's end: serves one module until its input ends. Every method of the port can be
/// called, and nothing else; what changes a token, only with leave.
public final class AgentServer {

  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

  private final Supplier<Hsm> opener;
  private final ObjectMapper mapper = Wire.mapper();
  private final PrintStream out;
  private final Map<Long, HsmSession> sessions = new ConcurrentHashMap<>();
  private final AtomicLong sessionIds = new AtomicLong();
  private @Nullable Hsm hsm;

  /// @param opener loads the module; called by the first call, so that a module that cannot be
  ///   loaded is an answer to a call and not the end of the helper
  /// @param out the standard output as it was at the start
  public AgentServer(Supplier<Hsm> opener, OutputStream out) {
    this.opener = opener;
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  /// Returns when the input ends, even if a call still hangs in the module.
  ///
  /// @param in without a buffer, which would keep secrets
  @SuppressWarnings("resource") // closing would wait for a call that never ends
  public void serve(InputStream in) throws IOException {
    var workers =
        Executors.newCachedThreadPool(Thread.ofPlatform().name("agent-", 0).daemon().factory());
    send(mapper.createObjectNode().put(Wire.STARTED, true));
    for (var next = AgentRequest.readFrom(in, mapper);
        next.isPresent();
        next = AgentRequest.readFrom(in, mapper)) {
      var request = next.get();
      workers.execute(() -> answer(request));
    }
    workers.shutdownNow();
    synchronized (this) {
      if (hsm != null) {
        hsm.close();
      }
    }
  }

  private void answer(AgentRequest request) {
    var id = request.call().path("id").asLong();
    var answer = mapper.createObjectNode().put("id", id);
    try {
      answer.set(
          "result",
          mapper.valueToTree(SignOfLife.listening(new Heartbeat(id), () -> call(request))));
    } catch (HsmException e) {
      answer
          .putObject("error")
          .put("reason", e.reason().name())
          .put("message", e.getMessage())
          .put("returnCode", e.returnCode());
    } catch (Exception e) {
      LOG.error("A defect in {}", request.call().path("method").asText(), e);
      answer
          .putObject("error")
          .put("reason", Reason.GENERAL.name())
          .put("message", "The helper process failed inside; its log tells more.")
          .put("returnCode", "");
    } finally {
      request.wipe();
    }
    send(answer);
  }

  private void send(ObjectNode message) {
    synchronized (out) {
      // A library may have printed without ending its line.
      out.print("\n" + Wire.MARK + message + "\n");
      out.flush();
    }
  }

  /// Tells that a call is alive, now and then. Used by the thread of the call.
  private final class Heartbeat implements Runnable {

    private final long id;
    private long told = System.nanoTime();

    Heartbeat(long id) {
      this.id = id;
    }

    @Override
    public void run() {
      var now = System.nanoTime();
      if (now - told >= Wire.HEARTBEAT.toNanos()) {
        told = now;
        send(mapper.createObjectNode().put("id", id).put(Wire.ALIVE, true));
      }
    }
  }

  private @Nullable Object call(AgentRequest request)
      throws ReflectiveOperationException, JsonProcessingException {
    var call = request.call();
    var sessionId = call.path("session").asLong();
    var method = call.path("method").asText();
    return switch (Wire.WireTarget.valueOf(call.path("target").asText())) {
      case HSM -> {
        var result = invoke(Hsm.class, hsm(), method, request);
        yield result instanceof HsmSession session ? register(session) : result;
      }
      case SESSION -> {
        var result = invoke(HsmSession.class, session(sessionId), method, request);
        if (method.equals("close/0")) {
          sessions.remove(sessionId);
        }
        yield result;
      }
      case OBJECTS -> invoke(TokenObjects.class, session(sessionId).objects(), method, request);
    };
  }

  private JsonNode register(HsmSession session) {
    var id = sessionIds.incrementAndGet();
    sessions.put(id, session);
    return mapper
        .createObjectNode()
        .put("session", id)
        .set("token", mapper.valueToTree(session.token()));
  }

  private @Nullable Object invoke(Class<?> port, Object target, String name, AgentRequest request)
      throws ReflectiveOperationException, JsonProcessingException {
    var method = method(port, name);
    TokenGuard.requireLeave(method, request.call().path(Wire.LEAVE).asText());
    var types = method.getGenericParameterTypes();
    var values = new @Nullable Object[types.length];
    var args = request.call().path("args");
    var secrets = request.secrets().iterator();
    for (var i = 0; i < types.length; i++) {
      values[i] =
          types[i] == char[].class
              ? secrets.next()
              : mapper.treeToValue(args.path(i), mapper.constructType(types[i]));
    }
    try {
      return method.invoke(target, values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static Method method(Class<?> port, String name) {
    return Arrays.stream(port.getMethods())
        .filter(method -> Wire.name(method).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown call " + name));
  }

  private synchronized Hsm hsm() {
    var opened = hsm == null ? opener.get() : hsm;
    hsm = opened;
    return opened;
  }

  private HsmSession session(long id) {
    var session = sessions.get(id);
    if (session == null) {
      throw new HsmException(Reason.NOT_LOGGED_IN, "The login to the token has ended.");
    }
    return session;
  }
}
