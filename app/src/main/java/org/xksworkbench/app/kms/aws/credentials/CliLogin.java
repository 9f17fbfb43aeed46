package org.xksworkbench.app.kms.aws.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.SignIns.SignInPage;

/// `aws login`, started for the user: the AWS CLI opens the browser, waits for it, and keeps the
/// session. What it cannot do without a terminal, it says, and that is told.
public final class CliLogin {

  /// As long as the AWS CLI waits.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration LOOK = Duration.ofMillis(300);

  private static final Pattern PAGE = Pattern.compile("https://[^\\s\"'<>]+");

  /// More is not kept of what it says.
  private static final int MOST = 64 * 1024;

  private final AwsCli cli;
  private final Duration patience;

  public CliLogin(AwsCli cli) {
    this(cli, PATIENCE);
  }

  CliLogin(AwsCli cli, Duration patience) {
    this.cli = cli;
    this.patience = patience;
  }

  /// @param region for a profile that has none
  /// @param shown is given the page that the CLI tells, if it does
  public void signIn(String profile, String region, Consumer<SignInPage> shown)
      throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(cli.login(profile, region)).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw IdentityCenterLogin.signInFailure(
          "The AWS CLI (%s) could not be started: %s.".formatted(cli.program(), e.getMessage()), e);
    }
    try {
      // It would wait for an answer that nobody can give.
      process.getOutputStream().close();
      await(process, shown);
    } catch (IOException e) {
      throw IdentityCenterLogin.signInFailure("The AWS CLI could not be listened to.", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private void await(Process process, Consumer<SignInPage> shown)
      throws IOException, InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    var said = new StringBuilder();
    var told = false;
    while (true) {
      var over = process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      hear(process, said);
      var page = PAGE.matcher(said);
      if (!told && page.find() && page.end() < said.length()) {
        told = true;
        shown.accept(new SignInPage(page.group(), "", true));
      }
      if (over) {
        break;
      }
      if (System.nanoTime() > end) {
        throw IdentityCenterLogin.signInFailure(
            "aws login did not end within %d minutes.".formatted(patience.toMinutes()), null);
      }
    }
    var code = process.exitValue();
    if (code != 0) {
      var words = ProcessCredentials.lastOf(said.toString().getBytes(StandardCharsets.UTF_8));
      throw IdentityCenterLogin.signInFailure(
          "aws login ended with %d%s"
              .formatted(code, words.isEmpty() ? "." : ": " + words.replaceAll("\\.$", "") + "."),
          null);
    }
  }

  /// What is there already, so that an interrupt is noticed.
  private static void hear(Process process, StringBuilder said) throws IOException {
    var stream = process.getInputStream();
    var there = stream.available();
    while (there > 0) {
      said.append(new String(stream.readNBytes(there), StandardCharsets.UTF_8));
      if (said.length() > MOST) {
        said.delete(0, said.length() - MOST);
      }
      there = stream.available();
    }
  }
}
