package org.xksworkbench.bridge.ceremony.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;

class KeyFileTest {

  private static final byte[] MESSAGE = {1, 2, 3};

  @TempDir private Path folder;

  private static char[] passphrase(String text) {
    return text.toCharArray();
  }

  @Test
  void a_key_opens_with_its_passphrase_and_no_other_and_signs_until_it_is_closed() {
    var file = folder.resolve("anna.pem");
    var made = KeyFile.create(file, passphrase("Grüße aus Wien, 4. Bezirk"));
    var brought = KeyFile.at(file);
    assertThat(brought.key()).isEqualTo(made.key());
    assertThat(brought.open(passphrase("Gruesse aus Wien, 4. Bezirk"))).isEmpty();
    var held = brought.open(passphrase("Grüße aus Wien, 4. Bezirk")).orElseThrow();
    assertThat(made.key().holds(MESSAGE, held.sign(MESSAGE))).isTrue();
    held.close();
    assertThatThrownBy(() -> held.sign(MESSAGE)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nobody_else_can_read_the_file_and_the_private_half_is_not_in_it() throws Exception {
    var file = folder.resolve("anna.pem");
    var made = KeyFile.create(file, passphrase("correct horse battery"));
    assertThat(file).content().doesNotContain("BEGIN PRIVATE KEY");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(made.toString()).isEqualTo("KeyFile[" + made.key().keyid() + "]");
    assertThatThrownBy(() -> KeyFile.create(file, passphrase("correct horse battery")))
        .hasMessageContaining("never written over");
  }

  @Test
  void openssl_opens_it_with_the_same_passphrase_whatever_its_letters() throws Exception {
    var file = folder.resolve("anna.pem");
    var made = KeyFile.create(file, passphrase("Grüße aus Wien, 4. Bezirk"));
    var read = folder.resolve("public.der");
    var openssl =
        new ProcessBuilder(
                "openssl",
                "pkey",
                "-in",
                file.toString(),
                "-passin",
                "stdin",
                "-pubout",
                "-outform",
                "DER",
                "-out",
                read.toString())
            .redirectErrorStream(true)
            .start();
    try (var in = openssl.getOutputStream()) {
      in.write("Grüße aus Wien, 4. Bezirk\n".getBytes(StandardCharsets.UTF_8));
    }
    var said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said).isEmpty();
    assertThat(read).hasBinaryContent(made.key().key().getEncoded());
  }

  @Test
  void a_short_passphrase_is_refused_before_there_is_a_file() {
    var file = folder.resolve("anna.pem");
    assertThatThrownBy(() -> KeyFile.create(file, passphrase("thirteen char")))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("14 characters");
    assertThat(file).doesNotExist();
  }

  @Test
  void a_damaged_file_is_told_from_a_wrong_passphrase() throws Exception {
    var file = folder.resolve("anna.pem");
    var made = KeyFile.create(file, passphrase("correct horse battery"));
    var text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\nM[A-Za-z0-9+/]{8}", "\n"));
    assertThatThrownBy(() -> made.open(passphrase("correct horse battery")))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void a_file_that_was_exchanged_for_another_key_does_not_sign() throws Exception {
    var anna = KeyFile.create(folder.resolve("anna.pem"), passphrase("correct horse battery"));
    KeyFile.create(folder.resolve("other.pem"), passphrase("correct horse battery"));
    Files.copy(
        folder.resolve("other.pem"),
        folder.resolve("anna.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> anna.open(passphrase("correct horse battery")))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("holds another key");
  }

  @Test
  void two_people_at_one_table_have_two_passphrases_and_one_key_each() {
    var table = TableKeys.in(folder.resolve("keys"));
    var anna = table.make("operator", passphrase("correct horse battery"));
    assertThatThrownBy(() -> table.make("witness", passphrase("correct horse battery")))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("Choose another one");
    assertThatThrownBy(() -> table.make("operator", passphrase("another horse battery")))
        .hasMessageContaining("was made already");
    table.make("witness", passphrase("another horse battery"));
    var again = TableKeys.in(folder.resolve("keys"));
    assertThat(again.of("operator").orElseThrow().key()).isEqualTo(anna.key());
    assertThat(again.of("auditor")).isEmpty();
  }

  @Test
  void keys_of_the_table_are_overwritten_and_deleted_when_the_ceremony_is_over() throws Exception {
    var keys = folder.resolve("keys");
    var table = TableKeys.in(keys);
    table.make("operator", passphrase("correct horse battery"));
    table.make("witness", passphrase("another horse battery"));
    var behind = Files.createLink(folder.resolve("link"), keys.resolve("operator.pem"));
    table.wipe();
    assertThat(keys).isEmptyDirectory();
    assertThat(new String(Files.readAllBytes(behind), StandardCharsets.ISO_8859_1))
        .doesNotContain("KEY-----");
    assertThat(table.of("operator")).isEmpty();
  }
}
