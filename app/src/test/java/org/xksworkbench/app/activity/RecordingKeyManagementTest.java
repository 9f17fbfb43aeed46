package org.xksworkbench.app.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.NewKey;

class RecordingKeyManagementTest {

  @Test
  void what_changed_or_tried_to_is_kept_with_request_id_and_outcome(@TempDir Path folder) {
    try (var loop = new Loop(folder)) {
      var log = new ActivityLog();
      var kms = new RecordingKeyManagement(loop.kms(), log, () -> "ada");
      var store = loop.store("main").id();
      var created = kms.createKey(new NewKey(store, "fit-1", ""));
      assertThatThrownBy(() -> kms.createKey(new NewKey(store, "fit-1", "")))
          .isInstanceOf(KmsException.class);
      kms.encrypt(created.value().keyId(), new byte[1], Map.of());
      assertThat(kms.keys()).isNotEmpty();

      assertThat(log.entries())
          .extracting(ActivityEntry::operation)
          .as("reading is not kept")
          .containsExactly("CreateKey", "CreateKey", "Encrypt");
      assertThat(log.entries())
          .extracting(ActivityEntry::outcome)
          .containsExactly("done", "XksKeyAlreadyInUseException", "done");
      assertThat(log.entries().getFirst().requestId()).isEqualTo(created.requestId());
      assertThat(log.entries()).noneMatch(entry -> entry.requestId().isEmpty());
    }
  }
}
