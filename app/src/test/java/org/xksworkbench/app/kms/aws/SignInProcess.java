package org.xksworkbench.app.kms.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.network.Fence;
import org.xksworkbench.bridge.diagnostics.DiagnosticsBundle;
import org.xksworkbench.bridge.guard.MachinePolicy;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/// Signs in as the program does, in a process that has the variables of a test.
public final class SignInProcess {

  private SignInProcess() {}

  /// @param home of the user
  /// @param what profiles to sign in with, or `hidden`
  /// @return a line for each
  static List<String> run(Path home, Map<String, String> variables, String... what)
      throws Exception {
    var said = say(home, variables, what);
    var lines = said.lines().filter(line -> line.startsWith("> ")).toList();
    if (lines.size() != what.length) {
      throw new AssertionError(said);
    }
    return lines;
  }

  /// @param what profiles to sign in with, `hidden`, or `bundle FILE` for a diagnostics bundle
  /// @return all that it said, its log too
  static String say(Path home, Map<String, String> variables, String... what) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SignInProcess.class.getName()));
    command.addAll(List.of(what));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var environment = builder.environment();
    environment
        .keySet()
        .removeIf(name ->
            name.startsWith("AWS_") || name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
    environment.put("HOME", home.toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.putAll(variables);
    var process = builder.start();
    process.getOutputStream().close();
    var said = process.inputReader().readAllAsString();
    process.waitFor();
    return said;
  }

  public static void main(String[] arguments) throws IOException {
    Fence.up();
    for (var profile : arguments) {
      System.out.println("> " + profile + ": " + outcome(profile));
    }
  }

  private static String outcome(String profile) throws IOException {
    if (profile.equals("hidden")) {
      return hidden();
    }
    if (profile.startsWith("bundle ")) {
      DiagnosticsBundle.ofUser(MachinePolicy.none())
          .write(Path.of(profile.substring("bundle ".length())));
      return "written";
    }
    try (var kms =
        AwsKeyManagement.open(
            new AwsConnection.AwsProfileConnection(profile, AwsOnLoopback.REGION))) {
      return kms.callerIdentity().arn();
    } catch (KmsException e) {
      return e.code() + " " + e.getMessage();
    }
  }

  /// As the SDK does it inside: a client and credentials by its own chains.
  private static String hidden() {
    try (var sts =
        StsClient.builder()
            .region(Region.of(AwsOnLoopback.REGION))
            .credentialsProvider(() ->
                software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                    "AKIAHIDDEN", "planted-secret"))
            .build()) {
      return sts.getCallerIdentity().arn() + profileOfTheSdk();
    } catch (RuntimeException e) {
      return "refused " + e.getMessage() + profileOfTheSdk();
    }
  }

  /// Whether the SDK still finds the user's profiles.
  private static String profileOfTheSdk() {
    try (var provider = ProfileCredentialsProvider.create("keys")) {
      return " " + provider.resolveCredentials().accessKeyId();
    } catch (RuntimeException e) {
      return " no profile";
    }
  }
}
