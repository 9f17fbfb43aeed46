package org.xksworkbench.bridge.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyRef;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// The helper's end: serves one module until its input ends.
public final class AgentServer {

  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

  private final Hsm hsm;
  private final ObjectMapper mapper = Wire.mapper();
  private final PrintStream out;
  private final Map<Long, HsmSession> sessions = new ConcurrentHashMap<>();
  private final AtomicLong sessionIds = new AtomicLong();

  /// @param out the standard output as it was at the start
  public AgentServer(Hsm hsm, OutputStream out) {
    this.hsm = hsm;
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  /// Returns when the input ends.
  public void serve(InputStream in) throws IOException {
    try (var workers =
            Executors.newCachedThreadPool(
                Thread.ofPlatform().name("agent-", 0).daemon().factory());
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var request = mapper.readTree(line);
        workers.execute(() -> answer(request));
      }
      workers.shutdownNow();
    }
  }

  private void answer(JsonNode request) {
    var answer = mapper.createObjectNode().put("id", request.path("id").asLong());
    try {
      answer.set(
          "result", mapper.valueToTree(call(request.path("call").asText(), request.path("args"))));
    } catch (HsmException e) {
      answer
          .putObject("error")
          .put("reason", e.reason().name())
          .put("message", e.getMessage())
          .put("returnCode", e.returnCode());
    } catch (RuntimeException | JsonProcessingException e) {
      LOG.error("A defect in {}", request.path("call").asText(), e);
      answer
          .putObject("error")
          .put("reason", HsmException.Reason.GENERAL.name())
          .put("message", "The helper process failed inside; its log tells more.")
          .put("returnCode", "");
    }
    synchronized (out) {
      // A library may have printed without ending its line.
      out.print("\n" + Wire.MARK + answer + "\n");
      out.flush();
    }
  }

  private @Nullable Object call(String name, JsonNode args) throws JsonProcessingException {
    return switch (name) {
      case "module" -> hsm.module();
      case "slots" -> hsm.slots();
      case "login" -> login(args);
      case "initToken" -> initToken(args);
      case "secretKeys" -> session(args).secretKeys();
      case "secretKeysLabelled" -> session(args).secretKeys(args.path("label").asText());
      case "generateAesKey" ->
          session(args)
              .generateAesKey(mapper.treeToValue(args.path("template"), AesKeyTemplate.class));
      case "delete" -> {
        session(args).delete(key(args));
        yield true;
      }
      case "encryptGcm" ->
          session(args)
              .encryptGcm(key(args), bytes(args, "iv"), bytes(args, "aad"), bytes(args, "input"));
      case "decryptGcm" ->
          session(args)
              .decryptGcm(key(args), bytes(args, "iv"), bytes(args, "aad"), bytes(args, "input"));
      case "checkValue" -> session(args).checkValue(key(args));
      case "endUsage" ->
          session(args).endUsage(key(args), KeyUsage.valueOf(args.path("usage").asText()));
      case "random" -> session(args).random(args.path("length").asInt());
      case "logout" -> {
        session(args).close();
        sessions.remove(args.path("session").asLong());
        yield true;
      }
      default -> throw new IllegalArgumentException("unknown call " + name);
    };
  }

  private JsonNode login(JsonNode args) {
    var pin = args.path("pin").asText().toCharArray();
    try {
      var session = hsm.login(args.path("slotId").asLong(), pin);
      var id = sessionIds.incrementAndGet();
      sessions.put(id, session);
      return mapper
          .createObjectNode()
          .put("session", id)
          .set("token", mapper.valueToTree(session.token()));
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private Object initToken(JsonNode args) {
    var soPin = args.path("soPin").asText().toCharArray();
    var userPin = args.path("userPin").asText().toCharArray();
    try {
      return hsm.initToken(
          args.path("slotId").asLong(), args.path("label").asText(), soPin, userPin);
    } finally {
      Arrays.fill(soPin, '\0');
      Arrays.fill(userPin, '\0');
    }
  }

  private HsmSession session(JsonNode args) {
    var session = sessions.get(args.path("session").asLong());
    if (session == null) {
      throw new HsmException(
          HsmException.Reason.NOT_LOGGED_IN, "The login to the token has ended.");
    }
    return session;
  }

  private KeyRef key(JsonNode args) throws JsonProcessingException {
    return mapper.treeToValue(args.path("key"), KeyRef.class);
  }

  private static byte[] bytes(JsonNode args, String name) {
    try {
      return args.path(name).binaryValue();
    } catch (IOException e) {
      throw new IllegalArgumentException(name + " is not Base64", e);
    }
  }
}
