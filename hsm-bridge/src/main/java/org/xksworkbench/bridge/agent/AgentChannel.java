package org.xksworkbench.bridge.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.hsm.CallWatch;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// The window's end of the channel to one helper. Several threads may call at once; what shares a
/// [Turn] goes one at a time.
///
/// A call that gives no sign of life in time ends the helper, whether or not somebody still waits
/// for it: what hangs in a library hangs for good, and only a process can be ended.
final class AgentChannel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentChannel.class);

  /// The calls of one login: one at a time, in the order in which they were made. The next begins
  /// when the helper has answered, and not when somebody stopped waiting.
  static final class Turn {
    private @Nullable PendingCall last;

    private synchronized void take(PendingCall next) {
      if (last != null && !last.answer.isDone()) {
        next.standsBehind(last);
      }
      last = next;
    }
  }

  /// A call, from when it stands in its turn until it is answered.
  private static final class PendingCall {

    private final CallWatch watch;
    private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    private final List<PendingCall> behind = new CopyOnWriteArrayList<>();
    private volatile @Nullable PendingCall before;
    private volatile long lastSign;

    PendingCall(CallWatch watch) {
      this.watch = watch;
    }

    void standsBehind(PendingCall other) {
      before = other;
      other.behind.add(this);
      watch.waitsBehind(other.first().watch.name());
    }

    /// The one that is with the module.
    private PendingCall first() {
      var ahead = before;
      return ahead == null ? this : ahead.first();
    }

    /// Completes, and never fails, when its turn has come.
    CompletableFuture<Boolean> turn() {
      var ahead = before;
      // What came before may have failed: only that it is over counts.
      return ahead == null
          ? CompletableFuture.completedFuture(true)
          : ahead.answer.handle((_, _) -> true);
    }

    void waitsForTheHelper() {
      watch.waitsBehind("the start of the helper process");
    }

    void hasTurn() {
      before = null;
      watch.hasTurn();
      signOfLife();
    }

    /// Also for those behind: they wait no longer than for what is alive.
    void signOfLife() {
      lastSign = System.nanoTime();
      watch.signOfLife();
      behind.forEach(PendingCall::signOfLife);
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /// A Java runtime takes so long to start only where the machine has no time for it.
  private static final Duration START = Duration.ofSeconds(60);

  private static final int SIGNAL_BASE = 128;
  private static final int SIGABRT = 6;

  /// Part of what the Java runtime prints when native code has brought it down.
  private static final String LAST_WORDS = "A fatal error has been detected by the Java Runtime";

  private final Process process;
  private final ObjectMapper mapper = Wire.mapper();
  private final OutputStream out;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, PendingCall> waiting = new ConcurrentHashMap<>();

  /// Until then the module is not asked, and no deadline of it counts.
  private final CompletableFuture<Boolean> started =
      new CompletableFuture<Boolean>().completeOnTimeout(false, START.toMillis(), MILLISECONDS);

  private final BiConsumer<AgentChannel, String> onLoss;
  private final Consumer<String> log;
  private volatile boolean closed;
  private volatile boolean hung;
  private volatile boolean crashed;

  /// @param onLoss told with the reason if the helper ends and was not closed
  /// @param log told each line of its log and what its module prints
  AgentChannel(Process process, BiConsumer<AgentChannel, String> onLoss, Consumer<String> log) {
    this.process = process;
    this.onLoss = onLoss;
    this.log = log;
    this.out = process.getOutputStream();
    // A pipe blocks its carrier: four virtual threads like these would stop all others.
    Thread.ofPlatform().name("agent-answers").daemon().start(this::readAnswers);
    Thread.ofPlatform().name("agent-log").daemon().start(this::readLog);
  }

  boolean alive() {
    return process.isAlive() && !closed && !hung;
  }

  long pid() {
    return process.pid();
  }

  @CanIgnoreReturnValue
  JsonNode call(Turn turn, AgentRequest request, Duration deadline, CallWatch watch) {
    return call(turn, request, deadline, watch, _ -> {});
  }

  /// @param deadline from one sign of life to the next
  /// @param unwanted takes, on a thread of its own, an answer that nobody waits for any more
  JsonNode call(
      Turn turn,
      AgentRequest request,
      Duration deadline,
      CallWatch watch,
      Consumer<JsonNode> unwanted) {
    var call = new PendingCall(watch);
    turn.take(call);
    var answer = call.answer;
    var hasTurn = call.turn();
    try {
      hasTurn.get();
    } catch (InterruptedException e) {
      // Given up before its turn, which is then the next one's.
      var _ = hasTurn.thenRun(() -> answer.cancel(false));
      throw interruption(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    if (!started.isDone()) {
      call.waitsForTheHelper();
      starting(call);
    }
    send(request, call, deadline);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      var _ =
          answer.thenAcceptAsync(
              unwanted, late -> Thread.ofPlatform().name("agent-late").daemon().start(late));
      throw interruption(e);
    } catch (ExecutionException e) {
      var cause = e.getCause();
      if (cause instanceof HsmException hsm) {
        throw hsm;
      }
      if (cause instanceof TimeoutException) {
        // Here too: whoever calls next must not find the helper that is being ended.
        endHung();
        throw noAnswer(deadline, e);
      }
      throw new IllegalStateException(e);
    }
  }

  private void endHung() {
    hung = true;
    process.destroyForcibly();
  }

  private static HsmException interruption(InterruptedException ended) {
    Thread.currentThread().interrupt();
    return new HsmException(
        Reason.TIMEOUT,
        "Nobody waits for the HSM any more. The call goes on in the process that holds its PKCS#11"
            + " module.",
        "",
        ended);
  }

  private void send(AgentRequest request, PendingCall call, Duration deadline) {
    var id = ids.incrementAndGet();
    var answer = call.answer;
    waiting.put(id, call);
    var _ =
        answer.whenComplete((_, failure) -> {
          waiting.remove(id);
          if (failure instanceof TimeoutException) {
            endHung();
          }
        });
    var _ =
        started.thenAccept(inTime -> {
          call.hasTurn();
          if (inTime) {
            watch(call, deadline);
          } else if (answer.completeExceptionally(notStarted())) {
            endHung();
          }
        });
    try {
      write(request.withId(id));
      if (!process.isAlive()) {
        answer.completeExceptionally(endOfHelper());
      }
    } catch (IOException e) {
      answer.completeExceptionally(endOfHelper());
    }
  }

  /// The start has a time of its own: until then who waits hears that it goes on.
  private void starting(PendingCall call) {
    if (started.isDone() || call.answer.isDone()) {
      return;
    }
    call.signOfLife();
    var _ = after(Wire.HEARTBEAT.toNanos()).thenRun(() -> starting(call));
  }

  private static void watch(PendingCall call, Duration deadline) {
    var left = deadline.toNanos() - (System.nanoTime() - call.lastSign);
    if (left <= 0) {
      call.answer.completeExceptionally(new TimeoutException());
      return;
    }
    var timer = after(left);
    var _ = timer.thenRun(() -> watch(call, deadline));
    // Else it would hold the answer until then.
    var _ = call.answer.whenComplete((_, _) -> timer.cancel(false));
  }

  private static CompletableFuture<Boolean> after(long nanos) {
    return new CompletableFuture<Boolean>().completeOnTimeout(true, nanos, NANOSECONDS);
  }

  private static HsmException notStarted() {
    return new HsmException(
        Reason.TIMEOUT,
        "The process that is to hold the PKCS#11 module did not start within "
            + START.toSeconds()
            + " seconds, and was ended. Nothing is lost. The next call starts another: see that the"
            + " machine has time for it.");
  }

  private static HsmException noAnswer(Duration deadline, Exception late) {
    return new HsmException(
        Reason.TIMEOUT,
        "The HSM did not answer within "
            + deadline.toSeconds()
            + " seconds. The process that held its PKCS#11 module was ended, and with it its"
            + " logins; nothing else is lost. The next call starts another.",
        "",
        late);
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
    // A library's abort() passes by the Java runtime, which then prints nothing.
    if (crashed || exitValue == SIGNAL_BASE + SIGABRT) {
      return "crashed inside the module";
    }
    if (exitValue == ExitStatus.GIVEN_UP.code()) {
      return "was given up, because a call in the module did not return";
    }
    return exitValue > SIGNAL_BASE
        ? "was ended by signal " + (exitValue - SIGNAL_BASE)
        : "ended by itself (exit code " + exitValue + ")";
  }

  private void write(AgentRequest request) throws IOException {
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
          log.accept(line);
        }
      }
    } catch (IOException e) {
      LOG.warn("The channel to the helper process broke: {}", e.getMessage());
    } finally {
      waiting.values().forEach(call -> call.answer.completeExceptionally(endOfHelper()));
      started.complete(true);
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
    if (answer.has(Wire.STARTED)) {
      started.complete(true);
      return;
    }
    var call = waiting.get(answer.path("id").asLong());
    if (call == null) {
      LOG.info("An answer of the HSM came after its deadline");
      return;
    }
    call.signOfLife();
    if (answer.has(Wire.ALIVE)) {
      return;
    }
    var waiter = call.answer;
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
        log.accept(line);
      }
    } catch (IOException e) {
      LOG.debug("The log of the helper process ended: {}", e.getMessage());
    }
  }

  private static HsmException endOfHelper() {
    return new HsmException(
        Reason.DEVICE_FAILED,
        "The helper process that holds the PKCS#11 module has ended. The login is lost and nothing"
            + " else; log in again.");
  }
}
