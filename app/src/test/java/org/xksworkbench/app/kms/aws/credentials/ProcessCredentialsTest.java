package org.xksworkbench.app.kms.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.config.AwsFilePlace;

/// Real programs that hand out credentials, good and bad.
class ProcessCredentialsTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String GOOD =
      "echo '{\"Version\":1,\"AccessKeyId\":\"AKIA\",\"SecretAccessKey\":\"planted-secret\","
          + "\"SessionToken\":\"t\",\"Expiration\":\"2026-11-30T13:00:00Z\"}'\n";

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

  @Test
  void what_it_prints_is_used_until_shortly_before_its_end() throws IOException {
    var credentials = credentials("echo x >> " + folder.resolve("asked") + "\n" + GOOD);
    assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("AKIA");
    assertThat(credentials.resolveCredentials().expirationTime())
        .contains(Instant.parse("2026-11-30T13:00:00Z"));
    assertThat(folder.resolve("asked")).hasContent("x");
    now.set(NOW.plus(Duration.ofMinutes(59)).plusSeconds(1));
    assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("AKIA");
    assertThat(Files.readAllLines(folder.resolve("asked"))).hasSize(2);
  }

  @Test
  void its_own_words_are_told_when_it_fails_and_what_it_printed_is_not() throws IOException {
    var credentials =
        credentials(GOOD + "echo 'Your sign-in to the vault has ended.' >&2\nexit 3\n");
    assertThatThrownBy(credentials::resolveCredentials)
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> {
          assertThat(failure.is(KmsErrorCode.CREDENTIAL_PROCESS_FAILED)).isTrue();
          assertThat(failure)
              .hasMessageContaining("config, line 7")
              .hasMessageContaining("ended with 3: Your sign-in to the vault has ended.");
          assertThat(failure.getMessage()).doesNotContain("planted-secret");
        });
  }

  @Test
  void one_that_says_much_on_both_streams_does_not_hang() throws IOException {
    var credentials = credentials("head -c 300000 /dev/zero | tr '\\0' 'e' >&2\n" + GOOD);
    assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("AKIA");
  }

  @Test
  void one_that_does_not_end_is_ended() throws IOException {
    var slow = new ProcessCredentials(plan("sleep 600 & wait\n"), now::get, Duration.ofMillis(200));
    assertThatThrownBy(slow::resolveCredentials).hasMessageContaining("did not end within");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo planted-secret | no JSON",
        "echo '{\"Version\":2}' | no Version 1",
        "echo '{\"Version\":1,\"SecretAccessKey\":\"planted-secret\"}' | no AccessKeyId",
        "exit 2 | ended with 2 and said nothing"
      })
  void what_is_no_credentials_is_told_without_showing_it(String script, String told)
      throws IOException {
    assertThatThrownBy(credentials(script + "\n")::resolveCredentials)
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> {
          assertThat(failure).hasMessageContaining(told).hasNoCause();
          assertThat(failure.getMessage()).doesNotContain("planted-secret");
        });
  }

  @Test
  void credentials_that_have_ended_already_are_told() throws IOException {
    now.set(NOW.plus(Duration.ofDays(1)));
    assertThatThrownBy(credentials(GOOD)::resolveCredentials)
        .hasMessageContaining("credentials that ended at 2026-11-30T13:00:00Z");
  }

  @Test
  void a_program_that_is_not_there_is_told_by_its_name() {
    var plan =
        new CredentialPlan.CredentialProcess("/nonexistent/get --password planted-secret", place());
    assertThatThrownBy(new ProcessCredentials(plan)::resolveCredentials)
        .hasMessageContaining("/nonexistent/get")
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("planted-secret"));
    assertThat(plan.toString()).doesNotContain("planted-secret");
  }

  private ProcessCredentials credentials(String script) throws IOException {
    return new ProcessCredentials(plan(script), now::get, Duration.ofMinutes(1));
  }

  private CredentialPlan.CredentialProcess plan(String script) throws IOException {
    var file = Files.writeString(folder.resolve("get.sh"), script);
    return new CredentialPlan.CredentialProcess("/bin/sh '" + file + "'", place());
  }

  private static AwsFilePlace place() {
    return new AwsFilePlace(Path.of("/home/ada/.aws/config"), 7);
  }
}
