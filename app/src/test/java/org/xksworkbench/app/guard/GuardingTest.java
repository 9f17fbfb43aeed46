package org.xksworkbench.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.Recording;
import org.xksworkbench.app.kms.EveryChange;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.ReadOnlyException;

class GuardingTest {

  private final List<KmsChange<?>> reached = new ArrayList<>();
  private final ChangeLock lock = ChangeLock.inMemory("prod", true);
  private final KeyManagement guarded =
      new InterceptedKeyManagement(
          EveryChange.port(reached::add), Interceptors.of(new Guarding(lock)));

  @ParameterizedTest
  @MethodSource("org.xksworkbench.app.kms.EveryChange#all")
  void each_change_is_refused_while_read_only_and_never_sent(KmsChange<?> change) {
    assertThatThrownBy(() -> guarded.perform(change))
        .isInstanceOfSatisfying(
            ReadOnlyException.class,
            refused -> assertThat(refused.operation()).isEqualTo(change.operation()));
    assertThat(reached).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.xksworkbench.app.kms.EveryChange#all")
  void the_same_is_sent_once_the_profile_is_unlocked(KmsChange<?> change) {
    lock.setReadOnly(false);
    assertThat(guarded.perform(change).value()).isInstanceOf(change.result());
    assertThat(reached).containsExactly(change);
  }

  @Test
  void reading_and_proving_is_allowed_while_read_only() {
    var guarding = new Guarding(lock);
    assertThat(guarding.around(new KmsCall.KmsRead("ListKeys"), () -> "keys")).isEqualTo("keys");
    assertThat(guarding.around(new KmsCall.KmsUse("Encrypt", "key"), () -> 1)).isEqualTo(1);
    guarded.encrypt("key", new byte[1], Map.of());
    guarded.decrypt("key", new byte[1], Map.of());
    guarded.keyStores();
  }

  @Test
  void what_was_refused_is_in_the_activity_and_is_explained() {
    var log = ActivityLog.inMemory();
    var kms =
        new InterceptedKeyManagement(guarded, Interceptors.of(new Recording(log, () -> "ada")));
    assertThatThrownBy(() -> kms.perform(new KmsChange.DeleteCustomKeyStore("cks-1")))
        .satisfies(failure -> {
          var problem = Problems.of(failure);
          assertThat(problem.headline()).isEqualTo("The profile prod is read-only");
          assertThat(problem.causes()).singleElement().asString().contains("DeleteCustomKeyStore");
          assertThat(problem.nextStep()).contains("Unlock");
        });
    assertThat(log.entries())
        .singleElement()
        .extracting(ActivityEntry::who, ActivityEntry::operation, ActivityEntry::outcome)
        .containsExactly("ada", "DeleteCustomKeyStore", "PROFILE_READ_ONLY");
  }
}
