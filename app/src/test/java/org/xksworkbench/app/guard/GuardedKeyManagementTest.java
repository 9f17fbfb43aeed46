package org.xksworkbench.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.RecordingKeyManagement;
import org.xksworkbench.app.kms.Answer;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.ReadOnlyException;

class GuardedKeyManagementTest {

  /// What answers with a request ID and changes nothing all the same.
  private static final Set<String> USES = Set.of("encrypt", "decrypt");

  private final List<String> reached = new ArrayList<>();
  private final ChangeLock lock = ChangeLock.inMemory("prod", true);
  private final KeyManagement guarded = new GuardedKeyManagement(recording(), lock);

  @Test
  void whatever_changes_aws_kms_is_refused_while_read_only_and_never_sent() {
    assertThat(changes()).hasSizeGreaterThan(8);
    for (var change : changes()) {
      assertThatThrownBy(() -> change.invoke(guarded, arguments(change)))
          .as(change.getName())
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(ReadOnlyException.class);
    }
    assertThat(reached).isEmpty();
  }

  @Test
  void the_same_is_sent_once_the_profile_is_unlocked() throws Exception {
    lock.setReadOnly(false);
    for (var change : changes()) {
      change.invoke(guarded, arguments(change));
    }
    assertThat(reached).containsExactlyElementsOf(changes().stream().map(Method::getName).toList());
  }

  @Test
  void reading_and_proving_is_allowed_while_read_only() throws Exception {
    var reads =
        Arrays.stream(KeyManagement.class.getMethods())
            .filter(method -> !changes().contains(method))
            .toList();
    for (var read : reads) {
      read.invoke(guarded, arguments(read));
    }
    assertThat(reached).contains("keyStores", "keys", "encrypt", "decrypt", "close");
  }

  @Test
  void what_was_refused_is_in_the_activity_and_is_explained() {
    var log = new ActivityLog();
    var kms = new RecordingKeyManagement(guarded, log, () -> "ada");
    assertThatThrownBy(() -> kms.deleteKeyStore("cks-1"))
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

  private static List<Method> changes() {
    return Arrays.stream(KeyManagement.class.getMethods())
        .filter(method -> method.getReturnType() == Answer.class)
        .filter(method -> !USES.contains(method.getName()))
        .toList();
  }

  private static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type == int.class ? (Object) 7 : null)
        .toArray();
  }

  private KeyManagement recording() {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, _) -> {
              reached.add(method.getName());
              return null;
            });
  }
}
