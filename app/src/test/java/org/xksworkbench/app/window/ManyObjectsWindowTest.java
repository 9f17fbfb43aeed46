package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// A token that is full, in the real window.
class ManyObjectsWindowTest {

  @TempDir private Path folder;
  private DemoWindow window;

  @BeforeEach
  void open() throws Exception {
    window = new DemoWindow(folder);
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void ten_thousand_objects_of_several_classes_are_listed_without_freezing() throws Exception {
    window.go(new Destination.HsmKeysScreen());
    window.awaitRow("#hsm-keys", "payments-2025");
    pkcs11Tool("--keypairgen", "--key-type", "rsa:2048", "--label", "signer", "--id", "77");
    var text = Files.writeString(folder.resolve("note.txt"), "not for others");
    pkcs11Tool("--write-object", text.toString(), "--type", "data", "--label", "note", "--private");
    assertThat(SoftHsm.multiply(tokenFolder(), 10_000)).isEqualTo(10_000);
    var began = System.nanoTime();
    var slowest =
        window.slowestAnswerWhile(() -> {
          window.click("#refresh");
          window.awaitText("#object-count", "of 10000", Duration.ofSeconds(180));
        });
    var whole = Duration.ofNanos(System.nanoTime() - began);
    // A frame that takes two seconds is a window that hangs; a busy machine makes everything
    // longer.
    assertThat(slowest)
        .as("of %s", whole)
        .isLessThan(Collections.max(List.of(Duration.ofSeconds(2), whole.dividedBy(4))));
    window.choose("#object-class", "Private keys");
    window.awaitRow("#hsm-keys", "signer");
    window.choose("#object-class", "Data");
    window.awaitRow("#hsm-keys", "note");
  }

  private void pkcs11Tool(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                "pkcs11-tool",
                "--module",
                SoftHsm.modulePath().toString(),
                "--token-label",
                "demo-token",
                "--login",
                "--pin",
                "demo-1234"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration().toString());
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private Path configuration() throws IOException {
    return find("softhsm2.conf");
  }

  private Path tokenFolder() throws IOException {
    return Objects.requireNonNull(find("generation").getParent());
  }

  private Path find(String name) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }
}
