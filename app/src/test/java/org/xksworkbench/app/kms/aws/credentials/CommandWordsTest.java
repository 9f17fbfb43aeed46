package org.xksworkbench.app.kms.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// `credential_process` as the AWS CLI parts it; the results are those of Python's shlex.split and
/// of the CLI's own for Windows.
class CommandWordsTest {

  @Test
  void quotes_and_backslashes_are_those_of_the_shell_and_nothing_else_is() {
    assertThat(CommandWords.posix("/opt/get  --user 'Ada L' \"a \\\"b\\\" \\n\" c\\ d e'f'g ''"))
        .isEqualTo(List.of("/opt/get", "--user", "Ada L", "a \"b\" \\n", "c d", "efg", ""));
    assertThat(CommandWords.posix("get $HOME; rm -rf * | x\n--two"))
        .isEqualTo(List.of("get", "$HOME;", "rm", "-rf", "*", "|", "x", "--two"));
    assertThatThrownBy(() -> CommandWords.posix("get 'open"))
        .hasMessage("a quotation mark is not closed");
  }

  @Test
  void on_windows_a_backslash_is_a_part_of_a_path() {
    assertThat(
            CommandWords.windows("\"C:\\Program Files\\get.exe\" --key a\\b \"c \\\"d\\\"\" e\\"))
        .isEqualTo(List.of("C:\\Program Files\\get.exe", "--key", "a\\b", "c \"d\"", "e\\"));
    assertThatThrownBy(() -> CommandWords.windows("\"open"))
        .hasMessage("a quotation mark is not closed");
  }
}
