package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.hsm.ChangesToken;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// The helper's end of the channel, asked by somebody who passed by the guard of the window.
class AgentServerTest {

  private final ObjectMapper mapper = Wire.mapper();
  private final List<String> reached = new CopyOnWriteArrayList<>();
  private PipedOutputStream toHelper;
  private BufferedReader fromHelper;
  private Thread helper;
  private long asked;

  @BeforeEach
  void start() throws IOException {
    toHelper = new PipedOutputStream();
    var in = new PipedInputStream(toHelper);
    var out = new PipedOutputStream();
    fromHelper =
        new BufferedReader(
            new InputStreamReader(new PipedInputStream(out), StandardCharsets.UTF_8));
    var server = new AgentServer(() -> remembering(Hsm.class), out);
    helper =
        Thread.ofPlatform()
            .start(() -> {
              try {
                server.serve(in);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    ask(Wire.WireTarget.HSM, method(Hsm.class, "login", 2), "");
  }

  @AfterEach
  void end() throws Exception {
    toHelper.close();
    helper.join();
  }

  @Test
  void no_change_of_a_token_passes_without_leave() throws IOException {
    for (var target : Wire.WireTarget.values()) {
      for (var change : changes(port(target))) {
        reached.clear();
        assertThat(ask(target, change, "").at("/error/message").asText())
            .as(change.toString())
            .startsWith(change.getAnnotation(ChangesToken.class).value() + " was not done")
            .endsWith("The token is as it was.");
        assertThat(reached).doesNotContain(change.getName());
      }
    }
  }

  @Test
  void a_change_with_leave_passes() throws IOException {
    for (var target : Wire.WireTarget.values()) {
      for (var change : changes(port(target))) {
        reached.clear();
        assertThat(ask(target, change, "prod").has("error")).as(change.toString()).isFalse();
        assertThat(reached).contains(change.getName());
      }
    }
  }

  @Test
  void what_reads_needs_no_leave() throws IOException {
    assertThat(
            ask(Wire.WireTarget.SESSION, method(HsmSession.class, "secretKeys", 0), "")
                .has("error"))
        .isFalse();
    assertThat(reached).contains("secretKeys");
  }

  private JsonNode ask(Wire.WireTarget target, Method call, String leave) throws IOException {
    var request =
        mapper
            .createObjectNode()
            .put("id", ++asked)
            .put("target", target.name())
            .put("session", 1)
            .put("method", Wire.name(call));
    if (!leave.isEmpty()) {
      request.put(Wire.LEAVE, leave);
    }
    request.set("args", arguments(call));
    var secrets =
        Arrays.stream(call.getParameterTypes())
            .filter(type -> type == char[].class)
            .map(_ -> new char[0])
            .toList();
    new AgentRequest(request, secrets).writeTo(toHelper, mapper);
    for (var line = fromHelper.readLine(); line != null; line = fromHelper.readLine()) {
      if (line.startsWith(Wire.MARK)) {
        var message = mapper.readTree(line.substring(Wire.MARK.length()));
        if (message.path("id").asLong() == asked && !message.has(Wire.ALIVE)) {
          return message;
        }
      }
    }
    throw new AssertionError("the helper ended");
  }

  private ArrayNode arguments(Method call) {
    var arguments = mapper.createArrayNode();
    for (var type : call.getParameterTypes()) {
      if (type == boolean.class) {
        arguments.add(true);
      } else if (type.isPrimitive()) {
        arguments.add(1);
      } else {
        arguments.addNull();
      }
    }
    return arguments;
  }

  private static Class<?> port(Wire.WireTarget target) {
    return switch (target) {
      case HSM -> Hsm.class;
      case SESSION -> HsmSession.class;
      case OBJECTS -> TokenObjects.class;
    };
  }

  private static List<Method> changes(Class<?> port) {
    return Arrays.stream(port.getMethods())
        .filter(method -> method.isAnnotationPresent(ChangesToken.class))
        .toList();
  }

  private static Method method(Class<?> port, String name, int arguments) {
    return Arrays.stream(port.getMethods())
        .filter(one -> one.getName().equals(name) && one.getParameterCount() == arguments)
        .findFirst()
        .orElseThrow();
  }

  /// Remembers what was called and answers nothing.
  private <T> T remembering(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, _) -> {
              reached.add(method.getName());
              var answer = method.getReturnType();
              return answer == HsmSession.class || answer == TokenObjects.class
                  ? remembering(answer)
                  : null;
            }));
  }
}
