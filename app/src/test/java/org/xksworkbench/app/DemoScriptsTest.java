package org.xksworkbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.store.MadeFiles;

/// `make demo-reset` and `make rehearsal` in a checkout and a home of their own: what a user made
/// is set aside or stays.
@EnabledOnOs(OS.LINUX)
class DemoScriptsTest {

  private static final Path SCRIPTS = Path.of("../packaging/scripts").toAbsolutePath();
  private static final String TOKEN = "01234567-89ab-cdef-0123-456789abcdef";

  @TempDir Path home;
  private Path checkout;
  private Path demo;

  @BeforeEach
  void a_checkout() throws Exception {
    checkout = home.resolve("my checkout");
    var scripts = Files.createDirectories(checkout.resolve("packaging/scripts"));
    for (var name : List.of("aside.sh", "demo-reset.sh", "made-files.sh", "rehearsal.sh")) {
      Files.copy(SCRIPTS.resolve(name), scripts.resolve(name));
    }
    demo = home.resolve(".local/state/xks-workbench/demo");
  }

  @Test
  void reset_deletes_what_the_demo_made_and_sets_keys_and_evidence_aside() throws Exception {
    var made = MadeFiles.in(Files.createDirectories(demo));
    Files.createDirectory(made.note("proxy/"));
    write(made.note("proxy/proxy.toml"));
    write(made.note("softhsm2.conf"));
    var outside = write(home.resolve("outside/photo.jpg"));
    var _ = made.note("behind/");
    var _ = made.note("behind/photo.jpg");
    Files.createSymbolicLink(demo.resolve("behind"), outside.getParent());
    var foreign =
        List.of(
            write(demo.resolve("Fotos/Öl auf Leinwand.jpg")),
            write(demo.resolve("proxy/my notes.txt")),
            write(demo.resolve("hsm/tokens/photo.jpg")),
            write(checkout.resolve("build/demo/photo.jpg")));
    write(demo.resolve("hsm/tokens/" + TOKEN + "/token.object"));
    write(demo.resolve("ceremonies/one/transcript.jsonl"));
    write(demo.resolve("records/backups.json"));
    write(MadeFiles.in(checkout.resolve("build/demo")).note("01-key-stores.png"));

    var run = run("demo-reset.sh");

    assertThat(run.code()).as(run.said()).isZero();
    assertThat(foreign).allSatisfy(file -> assertThat(file).hasContent("mine"));
    assertThat(outside).exists();
    assertThat(demo.resolve("proxy/proxy.toml")).doesNotExist();
    assertThat(demo.resolve("softhsm2.conf")).doesNotExist();
    assertThat(checkout.resolve("build/demo/01-key-stores.png")).doesNotExist();
    assertThat(aside(demo.resolve("hsm"), TOKEN).resolve("token.object")).exists();
    assertThat(aside(demo, "ceremonies").resolve("one/transcript.jsonl")).exists();
    assertThat(aside(demo, "records").resolve("backups.json")).exists();
    assertThat(run("demo-reset.sh").code()).as("nothing is left to reset").isZero();
    assertThat(foreign).allSatisfy(file -> assertThat(file).exists());
  }

  @Test
  void a_list_that_names_what_lies_outside_deletes_nothing() throws Exception {
    var photo = write(home.resolve("photo.jpg"));
    var made = MadeFiles.in(Files.createDirectories(demo));
    var own = write(made.note("softhsm2.conf"));
    var list = demo.resolve(MadeFiles.NAME);
    var good = Files.readString(list);
    for (var name :
        List.of("../../../../photo.jpg", photo.toString(), "a/../../x", "..", "a//b", "./x")) {
      Files.writeString(list, good + name + "\n");
      var run = run("demo-reset.sh");
      assertThat(run.code()).as(name).isNotZero();
      assertThat(run.said()).contains("nothing was deleted");
      assertThat(photo).exists();
      assertThat(own).exists();
    }
    Files.writeString(list, good + "Fotos/Öl.jpg");
    var half = write(demo.resolve("Fotos/Öl.jpg"));
    assertThat(run("demo-reset.sh").code()).isZero();
    assertThat(half).as("the line was not written to its end").exists();
    assertThat(own).doesNotExist();
  }

  @Test
  void a_rehearsal_sets_the_evidence_of_the_one_before_aside() throws Exception {
    stub("packaging/scripts/jdk25.sh", "echo /nowhere");
    stub("packaging/scripts/need.sh", "");
    stub("packaging/scripts/build.sh", "");
    stub("app/bin/xks-workbench", "exit 3");
    var evidence = write(checkout.resolve("build/ceremony/bundle/transcript.jsonl"));
    assertThat(evidence.toFile().setReadOnly()).isTrue();

    var run = run("rehearsal.sh");

    assertThat(run.code()).as("the window that this test has instead ends so").isEqualTo(3);
    assertThat(evidence).doesNotExist();
    assertThat(aside(checkout.resolve("build"), "ceremony").resolve("bundle/transcript.jsonl"))
        .hasContent("mine");
  }

  private void stub(String name, String text) throws IOException {
    var file = checkout.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "mine");
  }

  private static Path aside(Path folder, String name) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(
              one -> one.getFileName().toString().matches(name + "\\.\\d{4}-\\d\\d-\\d\\d-\\d{6}"))
          .findFirst()
          .orElseThrow();
    }
  }

  private ProgramRun run(String script) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(checkout.resolve("packaging/scripts/" + script).toString());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("DISPLAY", ":99");
    return ProgramRun.of(builder);
  }
}
