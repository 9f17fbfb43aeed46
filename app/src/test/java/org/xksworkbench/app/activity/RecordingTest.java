package org.xksworkbench.app.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.kms.EveryChange;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;

class RecordingTest {

  private final ActivityLog log = ActivityLog.inMemory();
  private final Recording recording = new Recording(log, () -> "ada");

  @ParameterizedTest
  @MethodSource("org.xksworkbench.app.kms.EveryChange#all")
  void each_change_is_recorded_once_with_its_target_and_what_came_of_it(KmsChange<?> change) {
    recorded(EveryChange.port(_ -> {})).perform(change);
    assertThat(log.entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.who()).isEqualTo("ada");
          assertThat(entry.operation()).isEqualTo(change.operation());
          assertThat(entry.target()).isEqualTo(change.target());
          assertThat(entry.outcome()).isEqualTo("done");
          assertThat(entry.requestId()).isEqualTo("r-" + change.operation());
        });
  }

  @ParameterizedTest
  @MethodSource("org.xksworkbench.app.kms.EveryChange#all")
  void a_change_that_failed_for_whatever_reason_is_recorded_too(KmsChange<?> change) {
    var port =
        EveryChange.port(_ -> {
          throw new IllegalStateException("a defect");
        });
    assertThatThrownBy(() -> recorded(port).perform(change)).hasMessage("a defect");
    assertThat(log.entries())
        .singleElement()
        .extracting(ActivityEntry::operation, ActivityEntry::outcome)
        .containsExactly(change.operation(), "failed");
  }

  @Test
  void reading_is_not_recorded() {
    assertThat(recording.around(new KmsCall.KmsRead("ListKeys"), () -> "keys")).isEqualTo("keys");
    assertThat(log.entries()).isEmpty();
  }

  @Test
  void what_changed_or_tried_to_is_kept_with_the_request_id_of_AWS_KMS(@TempDir Path folder) {
    try (var loop = new Loop(folder)) {
      var kms = recorded(loop.kms());
      var change = new KmsChange.CreateKey(loop.store("main").id(), "fit-1", "");
      var created = kms.perform(change);
      assertThatThrownBy(() -> kms.perform(change)).isInstanceOf(KmsException.class);
      kms.encrypt(created.value().keyId(), new byte[1], Map.of());
      assertThat(kms.keyIds()).isNotEmpty();

      assertThat(log.entries())
          .extracting(ActivityEntry::operation)
          .containsExactly("CreateKey", "CreateKey", "Encrypt");
      assertThat(log.entries())
          .extracting(ActivityEntry::outcome)
          .containsExactly("done", "XksKeyAlreadyInUseException", "done");
      assertThat(log.entries().getFirst().requestId()).isEqualTo(created.requestId());
      assertThat(log.entries()).noneMatch(entry -> entry.requestId().isEmpty());
    }
  }

  private KeyManagement recorded(KeyManagement kms) {
    return new InterceptedKeyManagement(kms, Interceptors.of(recording));
  }
}
