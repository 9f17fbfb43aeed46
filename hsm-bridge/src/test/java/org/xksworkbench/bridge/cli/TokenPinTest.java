package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.cli.BridgeScript.EndedCommand;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;

/// `token change-pin` and `token reset-pin` on a real token.
class TokenPinTest {

  private static final int PIN_REFUSED = ExitStatus.PIN_REFUSED.code();
  private static final String NEW_PIN = "another-pin";

  @TempDir private Path folder;
  private String label;

  @BeforeEach
  void makeAToken() {
    label = SoftHsm.newToken().token().orElseThrow().label();
  }

  private Path file(String pin) throws IOException {
    var file = folder.resolve(pin + ".pin");
    if (Files.notExists(file)) {
      OwnerOnly.write(file, pin + "\n");
    }
    return file;
  }

  private String[] command(String name, Path library, Object... arguments) {
    var all = new ArrayList<>(List.of("token", name, "--module", library.toString()));
    all.addAll(List.of("--token", label));
    Stream.of(arguments).map(Object::toString).forEach(all::add);
    return all.toArray(String[]::new);
  }

  private EndedCommand change(Object... arguments) {
    return BridgeScript.run(command("change-pin", SoftHsm.modulePath(), arguments));
  }

  private int login(String pin) throws IOException {
    return BridgeScript.run(
            "keys",
            "list",
            "--module",
            SoftHsm.modulePath().toString(),
            "--token",
            label,
            "--pin-file",
            file(pin).toString())
        .exitCode();
  }

  private static String userPin() {
    return new String(SoftHsm.userPin());
  }

  private static String officersPin() {
    return new String(SoftHsm.soPin());
  }

  @Test
  void the_user_logs_in_with_the_new_pin_alone() throws IOException {
    var ended = change("--pin-file", file(userPin()), "--new-pin-file", file(NEW_PIN));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(login(NEW_PIN)).isZero();
    assertThat(login(userPin())).isEqualTo(PIN_REFUSED);
  }

  @Test
  void a_wrong_pin_changes_nothing_and_is_said() throws IOException {
    var ended = change("--pin-file", file("wrong"), "--new-pin-file", file(NEW_PIN));
    assertThat(ended.exitCode()).isEqualTo(PIN_REFUSED);
    assertThat(ended.err()).contains("CKR_PIN_INCORRECT");
    assertThat(login(userPin())).isZero();
  }

  @Test
  void the_security_officer_changes_the_pin_and_gives_the_user_another() throws IOException {
    var officers = file("officers-new-pin");
    var changed =
        change("--security-officer", "--pin-file", file(officersPin()), "--new-pin-file", officers);
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    var reset =
        BridgeScript.run(
            command(
                "reset-pin",
                SoftHsm.modulePath(),
                "--so-pin-file",
                officers,
                "--new-pin-file",
                file(NEW_PIN)));
    assertThat(reset.exitCode()).as(reset.err()).isZero();
    assertThat(login(NEW_PIN)).isZero();
  }

  @Test
  void two_pins_come_from_standard_input_line_by_line() throws IOException {
    var ended =
        BridgeScript.runWithInput(
            userPin() + "\n" + NEW_PIN + "\n",
            command("change-pin", SoftHsm.modulePath(), "--pin-file", "-", "--new-pin-file", "-"));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(login(NEW_PIN)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"20000, locks it", "40000, is locked"})
  void the_last_try_is_not_taken_without_a_word_and_a_locked_pin_is_not_tried(
      String flag, String told) throws IOException {
    var ended = changeWhere("flags " + flag, "--pin-file", file("wrong"));
    assertThat(ended.exitCode()).isEqualTo(PIN_REFUSED);
    assertThat(ended.err()).contains(told).contains("nothing was tried");
  }

  @Test
  void the_last_try_is_taken_on_a_persons_word() throws IOException {
    var flags = "flags " + Long.toHexString(OddModule.FINAL_TRY);
    var ended = changeWhere(flags, "--last-try", "--pin-file", file(userPin()));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(login(NEW_PIN)).isZero();
  }

  private EndedCommand changeWhere(String order, Object... arguments) throws IOException {
    var odd = OddModule.in(folder);
    odd.order(order);
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--new-pin-file", file(NEW_PIN)));
    return BridgeScript.run(odd.environment(), command("change-pin", odd.library(), all.toArray()));
  }
}
