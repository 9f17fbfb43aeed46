package org.xksworkbench.app.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.store.StoreException;

class CreationJournalTest {

  private static final KeyPlan PLAN =
      new KeyPlan("cks-1", "payments", "hsm-key", "alias/a", "wörds", Map.of("team", "pay"), "{}");

  @TempDir private Path folder;
  private CreationJournal journal;

  @BeforeEach
  void open() {
    journal = new CreationJournal(folder.resolve("creations"));
  }

  @Test
  void every_stage_is_read_back_as_it_was_written() {
    var intended = creation("a", new CreationStage.CreationIntended());
    journal.save(intended);
    assertThat(journal.contents().creations()).containsExactly(intended);
    var created = intended.at(new CreationStage.KeyCreated("id", "arn", "r1"));
    journal.save(created);
    assertThat(journal.contents().creations()).containsExactly(created);
    var finished = intended.at(new CreationStage.CreationFinished("id", "arn", "r1", "r2"));
    journal.save(finished);
    assertThat(journal.contents().creations()).containsExactly(finished);
    journal.remove(finished);
    assertThat(journal.contents().creations()).isEmpty();
  }

  @Test
  void only_the_owner_can_read_it_and_nothing_is_left_beside_it() throws Exception {
    journal.save(creation("a", new CreationStage.CreationIntended()));
    try (var files = Files.list(journal.folder())) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal.folder())))
        .isEqualTo("rwx------");
  }

  @Test
  void a_write_that_was_cut_off_before_does_not_stand_in_the_way() throws Exception {
    Files.createDirectories(journal.folder());
    Files.writeString(journal.folder().resolve(".a.json.partial"), "{\"ver");
    journal.save(creation("a", new CreationStage.CreationIntended()));
    assertThat(journal.contents().creations()).hasSize(1);
    assertThat(journal.contents().unreadable()).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_understood_is_named_and_hides_no_other() throws Exception {
    journal.save(creation("a", new CreationStage.CreationIntended()));
    var broken = journal.folder().resolve("b.json");
    Files.writeString(broken, "{\"version\":1}");
    var newer = journal.folder().resolve("c.json");
    Files.writeString(newer, "{\"version\":2}");
    assertThat(journal.contents().creations()).hasSize(1);
    assertThat(journal.contents().unreadable())
        .extracting(StoreException::file)
        .containsExactlyInAnyOrder(broken, newer);
  }

  @Test
  void a_folder_that_cannot_be_made_is_said_to_be_so() throws Exception {
    Files.writeString(folder.resolve("creations"), "a file is in the way");
    assertThatThrownBy(() -> journal.save(creation("a", new CreationStage.CreationIntended())))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be written");
  }

  /// As versions before wrote it.
  @Test
  void a_record_of_an_earlier_version_is_read() throws Exception {
    Files.createDirectories(journal.folder());
    Files.writeString(
        journal.folder().resolve("a.json"),
        """
        {
          "version" : 1, "id" : "a", "begun" : "2026-11-24T10:00:00Z", "kms" : "local",
          "region" : "us-east-1", "account" : "0",
          "plan" : {
            "customKeyStoreId" : "cks-1", "customKeyStoreName" : "payments",
            "xksKeyId" : "hsm-key", "alias" : "alias/a", "description" : "wörds",
            "policy" : "{}", "tags" : { "team" : "pay" }
          },
          "stage" : {
            "name" : "key-created", "keyId" : "id", "arn" : "arn", "createKeyRequestId" : "r1"
          }
        }
        """);
    assertThat(journal.contents().creations())
        .containsExactly(creation("a", new CreationStage.KeyCreated("id", "arn", "r1")));
  }

  private static Creation creation(String id, CreationStage stage) {
    return new Creation(
        id, Instant.parse("2026-11-24T10:00:00Z"), "local", "us-east-1", "0", PLAN, stage);
  }
}
