package org.xksworkbench.app.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.Recording;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;

/// Two clients of one AWS KMS: what one read, the other changes before the first does.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StillAsReadTest {

  private final ActivityLog log = ActivityLog.inMemory();
  private Loop loop;
  private KeyManagement mine;
  private KeyManagement colleague;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    mine =
        new InterceptedKeyManagement(
            loop.kms(),
            Interceptors.of(new Recording(log, () -> "ada"), new StillAsRead(loop.kms())));
    colleague = loop.anotherClient();
  }

  @AfterAll
  void stop() {
    colleague.close();
    loop.close();
  }

  @Test
  void a_policy_that_a_colleague_changed_is_not_overwritten() {
    var key = mine.key("alias/used").keyId();
    var read = mine.keyPolicy(key);
    var theirs = read.replaceFirst("\\{", "{\n\"Id\": \"by-a-colleague\",");
    colleague.perform(new KmsChange.PutKeyPolicy(key, theirs, Optional.of(read)));
    var now = colleague.keyPolicy(key);
    assertThat(now).isNotEqualTo(read);

    var stopped = refused(new KmsChange.PutKeyPolicy(key, read, Optional.of(read)));
    assertThat(stopped.read()).isEqualTo(read);
    assertThat(stopped.now()).isEqualTo(now);
    assertThat(colleague.keyPolicy(key)).as("theirs stays").isEqualTo(now);

    mine.perform(new KmsChange.PutKeyPolicy(key, read, Optional.of(now)));
    assertThat(colleague.keyPolicy(key)).as("made from what is there").isEqualTo(read);
    mine.perform(new KmsChange.PutKeyPolicy(key, now, Optional.empty()));
    assertThat(colleague.keyPolicy(key)).as("where it may not be read").isEqualTo(now);
  }

  @Test
  void a_key_store_that_a_colleague_changed_is_not_changed_and_the_difference_is_shown() {
    var read = loop.store("off");
    colleague.perform(renaming(read, "renamed-by-a-colleague"));

    var stopped = refused(renaming(read, "mine"));
    assertThat(stopped.difference())
        .containsExactly("You read: name off", "It is now: name renamed-by-a-colleague");
    var problem = Problems.of(stopped);
    assertThat(problem.kind()).isEqualTo(Problem.ProblemKind.CONFLICT);
    assertThat(problem.causes()).isEqualTo(stopped.difference());
    assertThat(problem.nextStep()).contains("Reload");
    assertThat(problem.technicalDetail()).contains(stopped.read(), stopped.now());
    assertThat(log.entries().getLast())
        .extracting(ActivityEntry::operation, ActivityEntry::target, ActivityEntry::outcome)
        .containsExactly("UpdateCustomKeyStore", read.id(), "CHANGED_MEANWHILE");

    mine.perform(renaming(mine.keyStore(read.id()), "off"));
    assertThat(loop.store("off").id()).isEqualTo(read.id());
  }

  @Test
  void an_alias_that_a_colleague_moved_is_neither_moved_nor_deleted() {
    var used = mine.key("alias/used").keyId();
    var stored = mine.key("alias/stored").keyId();
    colleague.perform(new KmsChange.CreateAlias("alias/moving", used));
    colleague.perform(new KmsChange.UpdateAlias("alias/moving", stored, used));

    assertThat(refused(new KmsChange.DeleteAlias("alias/moving", used)).difference())
        .containsExactly(
            "You read: The alias names the key " + used + ".",
            "It is now: The alias names the key " + stored + ".");
    refused(new KmsChange.UpdateAlias("alias/moving", used, used));
    assertThat(colleague.aliases()).containsEntry("alias/moving", stored);

    mine.perform(new KmsChange.UpdateAlias("alias/moving", used, stored));
    assertThat(colleague.aliases()).containsEntry("alias/moving", used);
    mine.perform(new KmsChange.DeleteAlias("alias/moving", used));
    assertThat(colleague.aliases()).doesNotContainKey("alias/moving");
    assertThat(refused(new KmsChange.DeleteAlias("alias/moving", used)).now())
        .contains("does not exist");
  }

  private ChangedMeanwhileException refused(KmsChange<?> change) {
    var stopped = catchThrowableOfType(ChangedMeanwhileException.class, () -> mine.perform(change));
    assertThat(stopped).as(change.operation()).isNotNull();
    return stopped;
  }

  private static KmsChange<Done> renaming(ExternalKeyStore read, String name) {
    return new KmsChange.UpdateCustomKeyStore(
        read,
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
