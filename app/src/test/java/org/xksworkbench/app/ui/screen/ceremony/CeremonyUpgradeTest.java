package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.app.ceremony.ToldEvidence;

/// A ceremony that an earlier version began is found by its plan, and one that it sealed verifies.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class CeremonyUpgradeTest {

  private static final Path STATES =
      Path.of(System.getProperty("xksw.basedir"), "app/src/test/resources/state");

  private final CeremonyOnLoop on;
  @TempDir private Path folder;

  CeremonyUpgradeTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  static Stream<String> versions() throws IOException {
    try (var states = Files.list(STATES)) {
      return states.map(state -> state.getFileName().toString()).sorted().toList().stream();
    }
  }

  /// How the state of a version is written, once.
  @Test
  @EnabledIfSystemProperty(named = "xksw.state", matches = "\\d+\\.\\d+")
  void write() {
    var ceremonies = STATES.resolve(System.getProperty("xksw.state")).resolve("ceremonies");
    assertThat(ceremonies)
        .as("a state that was written once is never written again")
        .doesNotExist();
    var run = on.begin();
    on.upTo(run, "check-value");
    copy(on.ceremonies().folder().orElseThrow(), ceremonies.resolve("unfinished"));
    on.toTheEnd();
    var finished = on.sealed(on.end());
    copy(finished.bundle(), ceremonies.resolve("finished/bundle"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void one_that_was_begun_is_found_and_one_that_was_sealed_verifies(String version) {
    copy(STATES.resolve(version).resolve("ceremonies"), folder);
    on.workOn(on.loop().kms(), folder);
    assertThat(on.ceremonies().unfinishedCeremonies())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.fault()).isEmpty();
          assertThat(found.folder()).isEqualTo(folder.resolve("unfinished"));
        });
    var sealed = ToldEvidence.of(folder.resolve("finished/bundle"));
    assertThat(sealed.findings()).isEmpty();
    assertThat(sealed.consistent()).isTrue();
    assertThat(sealed.signers()).hasSize(3);
  }

  @Test
  void evidence_of_a_newer_version_is_told_and_stays_as_it_is() throws IOException {
    copy(STATES.resolve("0.1/ceremonies"), folder);
    var transcript = folder.resolve("finished/bundle/transcript.jsonl");
    var newer = Files.readString(transcript).replaceFirst("\"format\":2", "\"format\":3");
    Files.writeString(transcript, newer);
    assertThat(ToldEvidence.of(folder.resolve("finished/bundle")).findings())
        .anyMatch(finding ->
            finding.toString().contains("A newer version of this program wrote it, in format 3"));
    assertThat(transcript).hasContent(newer);
  }

  private static void copy(Path from, Path to) {
    try (var all = Files.walk(from)) {
      // Room that is kept free on the disk is no state.
      for (var file :
          all.filter(Files::isRegularFile)
              .filter(one -> !one.toString().endsWith(".ballast"))
              .toList()) {
        var copied = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copied.getParent());
        Files.copy(file, copied);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
