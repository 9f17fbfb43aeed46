package org.xksworkbench.bridge.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// The window's end of the channel to one helper. Several threads may call at once.
final class AgentChannel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentChannel.class);

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Process process;
  private final Duration deadline;
  private final ObjectMapper mapper = Wire.mapper();
  private final OutputStream out;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  AgentChannel(Process process, Duration deadline) {
    this.process = process;
    this.deadline = deadline;
    this.out = process.getOutputStream();
    Thread.ofVirtual().name("agent-answers").start(this::readAnswers);
    Thread.ofVirtual().name("agent-log").start(this::readLog);
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  @CanIgnoreReturnValue
  JsonNode call(String name, ObjectNode arguments) {
    var id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    try {
      send(mapper.createObjectNode().put("id", id).put("call", name).set("args", arguments));
      if (!process.isAlive()) {
        throw ended();
      }
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw ended();
    } catch (TimeoutException e) {
      throw new HsmException(
          Reason.TIMEOUT,
          "The HSM did not answer within " + deadline.toSeconds() + " seconds.",
          "",
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HsmException hsm ? hsm : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(Reason.TIMEOUT, "The wait for the HSM was ended.", "", e);
    } finally {
      waiting.remove(id);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void send(JsonNode request) throws IOException {
    var line = mapper.writeValueAsBytes(request);
    synchronized (out) {
      out.write(line);
      out.write('\n');
      out.flush();
    }
    // It may have held a PIN.
    Arrays.fill(line, (byte) 0);
  }

  private void readAnswers() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Wire.MARK)) {
          complete(mapper.readTree(line.substring(Wire.MARK.length())));
        } else if (!line.isBlank()) {
          LOG.info("The module printed: {}", line);
        }
      }
    } catch (IOException e) {
      LOG.warn("The channel to the helper process broke: {}", e.getMessage());
    } finally {
      waiting.values().forEach(answer -> answer.completeExceptionally(ended()));
    }
  }

  private void complete(JsonNode answer) {
    var waiter = waiting.get(answer.path("id").asLong());
    if (waiter == null) {
      LOG.info("An answer of the HSM came after its deadline");
      return;
    }
    var error = answer.get("error");
    if (error == null) {
      waiter.complete(answer.path("result"));
    } else {
      waiter.completeExceptionally(
          new HsmException(
              Reason.valueOf(error.path("reason").asText()),
              error.path("message").asText(),
              error.path("returnCode").asText(),
              null));
    }
  }

  private void readLog() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.info("helper: {}", line);
      }
    } catch (IOException e) {
      LOG.debug("The log of the helper process ended: {}", e.getMessage());
    }
  }

  private static HsmException ended() {
    return new HsmException(
        Reason.DEVICE_FAILED,
        "The helper process that holds the PKCS#11 module has ended. The login is lost; log in"
            + " again.");
  }
}
