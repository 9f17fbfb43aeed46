package org.xksworkbench.app.ui.screen.keylist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsInterceptor;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ProblemReporter;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.app.ui.widget.LastUseText;
import org.xksworkbench.bridge.localkms.faults.Fault;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyLastUsesTest {

  private static final ProblemReporter NONE =
      (problem, cause) -> {
        throw new AssertionError("unexpected: " + problem, cause);
      };

  private HeldTasks tasks = new HeldTasks(NONE);
  private Loop loop;
  private String used;
  private String stored;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    used = loop.kms().key("alias/used").keyId();
    stored = loop.kms().key("alias/stored").keyId();
    loop.kms().encrypt(used, new byte[] {1}, Map.of());
  }

  @BeforeEach
  void nothingIsAtWork() {
    tasks = new HeldTasks(NONE);
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @Test
  void keys_in_sight_are_asked_for_in_the_background() {
    try (var threaded = new ThreadedTasks(NONE)) {
      var uses = new KeyLastUses(loop.kms(), threaded, threaded.scope());
      uses.comeIntoSight(used);
      uses.comeIntoSight(stored);
      threaded.await(
          "both answers",
          Duration.ofSeconds(60),
          () -> known(uses, used).isPresent() && known(uses, stored).isPresent());
      assertThat(text(uses, used)).endsWith(", Encrypt");
      assertThat(text(uses, stored)).isEqualTo("never");
    }
  }

  @Test
  void they_are_asked_for_one_at_a_time_with_a_pause_between() {
    var uses = uses(loop.kms());
    uses.comeIntoSight(used);
    uses.comeIntoSight(stored);
    answer();
    assertThat(known(uses, used)).isPresent();
    assertThat(text(uses, stored)).isEqualTo("reading…");
    assertNothingIsAsked();
    tasks.timePasses(Duration.ofMillis(500));
    answer();
    assertThat(known(uses, stored)).contains(new LastUse.NeverUsed());
  }

  @Test
  void a_key_that_went_out_of_sight_is_not_asked_for() {
    var uses = uses(loop.kms());
    uses.comeIntoSight(used);
    uses.comeIntoSight(stored);
    uses.leaveSight(stored);
    answer();
    tasks.timePasses(Duration.ofMillis(500));
    assertNothingIsAsked();
  }

  @Test
  void a_key_that_two_cells_showed_for_a_moment_stays_in_sight() {
    var uses = uses(loop.kms());
    uses.comeIntoSight(used);
    uses.comeIntoSight(stored);
    uses.comeIntoSight(stored);
    uses.leaveSight(stored);
    answer();
    tasks.timePasses(Duration.ofMillis(500));
    answer();
    assertThat(known(uses, stored)).isPresent();
  }

  @Test
  void a_throttled_key_is_asked_for_again_after_a_longer_pause() {
    var uses = uses(failing("ThrottlingException"));
    uses.comeIntoSight(used);
    answer();
    assertThat(text(uses, used)).isEqualTo("reading…");
    assertNothingIsAsked();
    tasks.timePasses(Duration.ofSeconds(5));
    answer();
    assertThat(known(uses, used)).isPresent();
  }

  @Test
  void a_failure_costs_one_key_only_until_the_list_is_read_again() {
    var uses = uses(failing("KMSInternalException"));
    uses.comeIntoSight(used);
    uses.comeIntoSight(stored);
    answer();
    assertThat(text(uses, used)).isEqualTo("not known");
    tasks.timePasses(Duration.ofMillis(500));
    answer();
    assertThat(known(uses, stored)).isPresent();
    tasks.timePasses(Duration.ofMillis(500));
    assertNothingIsAsked();
    uses.refresh();
    assertThat(known(uses, stored)).as("stays until it is asked again").isPresent();
    answer();
    assertThat(known(uses, used)).isPresent();
  }

  @Test
  void a_denied_key_says_so() {
    loop.faults()
        .set(
            List.of(
                new Fault.ErrorResponse(Optional.of("GetKeyLastUsage"), "AccessDeniedException")));
    var uses = uses(loop.kms());
    uses.comeIntoSight(used);
    answer();
    assertThat(text(uses, used)).isEqualTo("not known: denied");
    loop.faults().set(List.of());
  }

  private KeyLastUses uses(KeyManagement kms) {
    return new KeyLastUses(kms, tasks, tasks.scope());
  }

  private void answer() {
    tasks.doWork();
    tasks.deliverOutcomes();
  }

  private void assertNothingIsAsked() {
    assertThatThrownBy(tasks::doWork).isInstanceOf(NoSuchElementException.class);
  }

  private static Optional<LastUse> known(KeyLastUses uses, String keyId) {
    return uses.of(keyId).get().use() instanceof Loadable.Ready<LastUse>(var use)
        ? Optional.of(use)
        : Optional.empty();
  }

  private static String text(KeyLastUses uses, String keyId) {
    return LastUseText.cell(uses.of(keyId).get().use());
  }

  /// AWS KMS that refuses the first request.
  private KeyManagement failing(String code) {
    Queue<String> codes = new ArrayDeque<>(List.of(code));
    return new InterceptedKeyManagement(
        loop.kms(),
        Interceptors.of(
            new KmsInterceptor() {
              @Override
              public <T> T around(KmsCall call, Supplier<T> next) {
                var refused = codes.poll();
                if (refused != null) {
                  throw new KmsException(
                      KmsException.KmsFailureKind.REFUSED, refused, "Refused once.", "", null);
                }
                return next.get();
              }
            }));
  }
}
