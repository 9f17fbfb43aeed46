package org.xksworkbench.bridge.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.pkcs11.GiveUp;

/// The window's end of the channel to one helper. Several threads may call at once.
///
/// A call that is not answered in time ends the helper: what hangs in a library hangs for good, and
/// only a process can be ended.
final class AgentChannel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentChannel.class);

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int SIGNAL_BASE = 128;

  /// Part of what the Java runtime prints when native code has brought it down.
  private static final String LAST_WORDS = "A fatal error has been detected by the Java Runtime";

  private final Process process;
  private final ObjectMapper mapper = Wire.mapper();
  private final OutputStream out;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final BiConsumer<AgentChannel, String> onLoss;
  private volatile boolean closed;
  private volatile boolean hung;
  private volatile boolean crashed;

  /// @param onLoss told with the reason if the helper ends and was not closed
  AgentChannel(Process process, BiConsumer<AgentChannel, String> onLoss) {
    this.process = process;
    this.onLoss = onLoss;
    this.out = process.getOutputStream();
    Thread.ofVirtual().name("agent-answers").start(this::readAnswers);
    Thread.ofVirtual().name("agent-log").start(this::readLog);
  }

  boolean alive() {
    return process.isAlive() && !closed && !hung;
  }

  long pid() {
    return process.pid();
  }

  @CanIgnoreReturnValue
  JsonNode call(Request request, Duration deadline) {
    var id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    try {
      send(request.numbered(id));
      if (!process.isAlive()) {
        throw ended();
      }
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw ended();
    } catch (TimeoutException e) {
      hung = true;
      process.destroyForcibly();
      throw new HsmException(
          Reason.TIMEOUT,
          "The HSM did not answer within "
              + deadline.toSeconds()
              + " seconds. The process that held its PKCS#11 module was ended, and with it its"
              + " logins; nothing else is lost. The next call starts another.",
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
    closed = true;
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

  private String why(int exitValue) {
    if (hung) {
      return "did not answer and was ended";
    }
    if (crashed) {
      return "crashed inside the module";
    }
    if (exitValue == GiveUp.EXIT_CODE) {
      return "was given up, because a call in the module did not return";
    }
    return exitValue > SIGNAL_BASE
        ? "was ended by signal " + (exitValue - SIGNAL_BASE)
        : "ended by itself (exit code " + exitValue + ")";
  }

  private void send(Request request) throws IOException {
    synchronized (out) {
      request.writeTo(out, mapper);
    }
  }

  private void readAnswers() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Wire.MARK)) {
          complete(mapper.readTree(line.substring(Wire.MARK.length())));
        } else if (!line.isBlank()) {
          crashed |= line.contains(LAST_WORDS);
          LOG.info("The module printed: {}", line);
        }
      }
    } catch (IOException e) {
      LOG.warn("The channel to the helper process broke: {}", e.getMessage());
    } finally {
      waiting.values().forEach(answer -> answer.completeExceptionally(ended()));
      tellLoss();
    }
  }

  private void tellLoss() {
    if (closed) {
      return;
    }
    try {
      onLoss.accept(this, why(process.waitFor()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
        "The helper process that holds the PKCS#11 module has ended. The login is lost and nothing"
            + " else; log in again.");
  }
}
