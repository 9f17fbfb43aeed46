package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.SignIns.SignInPage;
import org.xksworkbench.app.kms.SignIns.SignInWay;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// A profile of `aws login`, with a program in place of the AWS CLI that ends and speaks as the CLI
/// does: what it is asked, and what is made of its answers.
class ConsoleLoginTest {

  private static final String GOOD =
      "{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"ASIALOGIN\\\",\\\"SecretAccessKey\\\":\\\"s\\\","
          + "\\\"SessionToken\\\":\\\"t\\\",\\\"Expiration\\\":\\\"2099-01-01T00:00:00+00:00\\\"}";

  @TempDir private Path folder;
  @RegisterExtension private final CompanyWorkstation at = new CompanyWorkstation();

  @BeforeEach
  void start() throws Exception {
    at.home()
        .config(
            "[profile console]\nlogin_session = arn:aws:iam::111122223333:user/ada\n"
                + "region = eu-west-3\n"
                + "[profile over]\nrole_arn = arn:aws:iam::111122223333:role/Outer\n"
                + "source_profile = console\n");
    at.variables().put("PATH", ":relative:" + folder.resolve("none") + ":" + folder.resolve("bin"));
    Files.createDirectories(folder.resolve("bin"));
  }

  @Test
  void the_cli_hands_out_credentials_and_is_started_for_the_sign_in_where_they_have_ended()
      throws Exception {
    cli(
        "configure) cat '%1$s/session' 2>/dev/null && exit 0; echo 'Your session has expired.' >&2;"
            + " exit 255;;\n"
            + "login) echo 'Attempting to open the browser:'; echo"
            + " 'https://eu-west-3.signin.aws.amazon.com/v1/authorize?x=y'; echo \""
            + GOOD
            + "\" > '%1$s/session';;");
    var access = open("over");
    assertThatThrownBy(() -> access.kms().callerIdentity())
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> {
          assertThat(failure.is(KmsErrorCode.CONSOLE_LOGIN_ENDED)).as(failure.toString()).isTrue();
          assertThat(failure).hasMessageContaining("Your session has expired");
        });
    assertThat(signIns().ways("over")).containsExactly(SignInWay.CLI);
    var pages = new ArrayList<SignInPage>();
    signIns().signIn("over", SignInWay.CLI, pages::add);
    assertThat(pages)
        .containsExactly(
            new SignInPage("https://eu-west-3.signin.aws.amazon.com/v1/authorize?x=y", "", true));
    assertThat(access.kms().callerIdentity().arn()).endsWith("signed-by/ASIAOuter");
    assertThat(at.aws().requests(AwsOnLoopback.STS).getFirst().signer()).isEqualTo("ASIALOGIN");
    access.kms().close();
    assertThat(asked())
        .startsWith("configure export-credentials --profile console --format process")
        .contains("login --profile console --region eu-west-3");
  }

  /// Seen of version 1.45 and of 2.9.
  @ParameterizedTest
  @ValueSource(ints = {2, 252})
  void a_cli_that_is_too_old_is_no_session_that_has_ended(int code) throws Exception {
    cli("*) echo 'aws: error: argument operation: Invalid choice' >&2; exit " + code + ";;");
    var access = open("console");
    assertThatThrownBy(() -> access.kms().keyIds())
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> {
          assertThat(failure.is(KmsErrorCode.CREDENTIAL_PROCESS_FAILED)).isTrue();
          assertThat(failure).hasMessageContaining("Invalid choice");
        });
    access.kms().close();
    assertThatThrownBy(() -> signIns().signIn("console", SignInWay.CLI, _ -> {}))
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> {
          assertThat(failure.is(KmsErrorCode.SIGN_IN_FAILED)).isTrue();
          assertThat(failure)
              .hasMessageContaining("aws login ended with " + code)
              .hasMessageContaining("Invalid choice");
        });
  }

  @Test
  void a_question_at_the_terminal_finds_nobody_and_who_stops_waiting_ends_the_cli()
      throws Exception {
    cli(
        "login) echo $$ > '%1$s/pid'; read answer || echo nobody > '%1$s/asked-nobody'; sleep 600;;");
    var waiting = new CompletableFuture<Boolean>();
    var signIn =
        Thread.ofPlatform()
            .start(() -> {
              try {
                signIns().signIn("console", SignInWay.CLI, _ -> {});
              } catch (InterruptedException e) {
                waiting.complete(true);
              } catch (RuntimeException e) {
                waiting.completeExceptionally(e);
              }
            });
    while (!Files.exists(folder.resolve("asked-nobody"))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    var pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    signIn.interrupt();
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    signIn.join();
    for (var look = 0; look < 500 && ProcessHandle.of(pid).isPresent(); look++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void without_the_cli_or_against_the_policy_it_is_told_and_nothing_started(@TempDir Path machine)
      throws Exception {
    assertThat(signIns().ways("console")).isEmpty();
    var access = open("console");
    assertThatThrownBy(() -> access.kms().keyIds())
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> assertThat(failure.is(KmsErrorCode.CONSOLE_LOGIN)).isTrue());
    access.kms().close();
    cli("*) exit 0;;");
    var policy =
        MachinePolicy.read(
            Files.writeString(machine.resolve("policy.toml"), "credential-process = false"));
    assertThat(new ProfileSignIns(policy, this::here).ways("console")).isEmpty();
    assertThat(new ProfileFiles(policy, this::here).profiles().getFirst().fault())
        .hasValueSatisfying(why -> assertThat(why).contains("policy of this machine"));
    assertThat(folder.resolve("asked")).doesNotExist();
    assertThat(signIns().ways("console")).containsExactly(SignInWay.CLI);
  }

  /// @param cases of a shell, with the folder for `%1$s`
  private void cli(String cases) throws IOException {
    var program =
        Files.writeString(
            folder.resolve("bin/aws"),
            "#!/bin/sh\necho \"$@\" >> '%1$s/asked'\ncase $1 in\n".formatted(folder)
                + cases.replace("%1$s", folder.toString())
                + "\nesac\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(folder.resolve("asked"));
  }

  private AwsEnvironment here() {
    return at.environment();
  }

  private ProfileSignIns signIns() {
    return new ProfileSignIns(MachinePolicy.none(), this::here);
  }

  private AwsAccess open(String profile) {
    return AwsServices.access(
        AwsClientAssembly.of(
            new AwsConnection.AwsProfileConnection(profile, AwsOnLoopback.REGION),
            MachinePolicy.none(),
            here()));
  }
}
