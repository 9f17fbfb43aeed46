package org.xksworkbench.app.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.kms.EveryChange;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsKeyManagement;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;

class AwsCommandsTest {

  private static final Path AWS_CLI = Path.of("/usr/bin/aws");

  private static final KeyPlan PLAN =
      new KeyPlan("cks-1", "payments", "hsm-key", "alias/a", "", Map.of(), "{ \"Id\" : \"x\" }");

  @Test
  void against_aws_the_commands_name_profile_and_region_and_nothing_else_is_needed() {
    var commands =
        new AwsCommands(
            "team's profile",
            new KmsEndpoint(URI.create("https://kms.eu-central-1.amazonaws.com"), "eu-central-1"));
    assertThat(commands.creating(PLAN))
        .isEqualTo(
            """
            KEY_ID=$(aws kms create-key \\
                --profile 'team'\\''s profile' --region eu-central-1 \\
                --origin EXTERNAL_KEY_STORE \\
                --custom-key-store-id cks-1 \\
                --xks-key-id hsm-key \\
                --key-spec SYMMETRIC_DEFAULT \\
                --key-usage ENCRYPT_DECRYPT \\
                --policy '{"Id":"x"}' \\
                --query KeyMetadata.KeyId --output text) &&
            aws kms create-alias \\
                --profile 'team'\\''s profile' --region eu-central-1 \\
                --alias-name alias/a \\
                --target-key-id "$KEY_ID" &&
            echo "$KEY_ID"
            """);
    assertThat(commands.of(new KmsChange.ScheduleKeyDeletion("k", 7)))
        .contains("schedule-key-deletion", "--key-id k", "--pending-window-in-days 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a'b", "$HOME", "`id`", "a\"b", "a\\b", "", "*", "ü", "a\nb"})
  void a_shell_reads_every_word_as_it_was_meant(String word) throws Exception {
    assertThat(run("printf %s " + AwsCommands.quote(word))).isEqualTo(word);
  }

  /// The stock AWS CLI does what the window does, whatever was typed.
  @Test
  void run_by_hand_the_commands_make_the_same_key(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(AWS_CLI), "needs the AWS CLI");
    try (var loop = new Loop(folder)) {
      var descriptions =
          List.of(
              "it's a \"test\" of $HOME and `id`\nover two lines, ü",
              "file:///etc/hostname",
              "--not-an-option");
      for (var i = 0; i < descriptions.size(); i++) {
        var byWindow = plan(loop, "window-" + i, descriptions.get(i));
        loop.creation(folder).create(byWindow, () -> {});
        var byHand = plan(loop, "hand-" + i, descriptions.get(i));
        var keyId = run(loop.commands().creating(byHand)).strip();
        assertSame(loop, loop.kms().key(byWindow.alias()), loop.kms().key(byHand.alias()));
        assertThat(loop.kms().key(byHand.alias()).keyId()).isEqualTo(keyId);
      }
    }
  }

  /// What the stock AWS CLI makes of the text is what the window sends, field by field.
  @Test
  void every_change_by_hand_is_the_request_that_the_window_sends(@TempDir Path folder)
      throws Exception {
    assumeTrue(Files.isExecutable(AWS_CLI), "needs the AWS CLI");
    Files.writeString(
        folder.resolve("xks-proxy-credential.json"),
        """
        {"AccessKeyId": "ABCDEFGHIJKLMNOPQRST",
         "RawSecretAccessKey": "0123456789012345678901234567890123456789abc"}
        """);
    try (var listener = new KmsRequests();
        var window =
            AwsKeyManagement.open(
                new AwsConnection.LocalKmsConnection(listener.endpoint(), "us-east-1"))) {
      var commands = new AwsCommands("demo", window.endpoint());
      var script = new StringBuilder();
      for (var change : EveryChange.all()) {
        window.perform(change);
        assertThat(commands.of(change)).doesNotContain("0123456789012345678901234567890123456789");
        script.append(commands.of(change));
      }
      var byWindow = listener.takeAll();
      run("set -e\n" + script, folder);
      assertThat(listener.takeAll()).isEqualTo(byWindow).hasSameSizeAs(EveryChange.all());
    }
  }

  @Test
  void the_owner_of_a_vpc_endpoint_service_is_named() {
    var commands =
        new AwsCommands("p", new KmsEndpoint(URI.create("https://kms.example.com"), "eu-north-1"));
    assertThat(
            commands.of(
                new KmsChange.CreateCustomKeyStore(
                    "payments",
                    Connectivity.VPC_ENDPOINT_SERVICE,
                    "https://xks.example.com",
                    "/kms/xks/v1",
                    new ProxyCredential("ABCDEFGHIJKLMNOPQRST", new char[0]),
                    Optional.empty(),
                    Optional.of("111122223333"))))
        .contains("--xks-proxy-vpc-endpoint-service-owner 111122223333 ");
  }

  private static void assertSame(Loop loop, KmsKey window, KmsKey hand) throws Exception {
    assertThat(hand)
        .usingRecursiveComparison()
        .ignoringFields("keyId", "arn", "creationDate", "xksKeyId")
        .isEqualTo(window);
    assertThat(loop.kms().tags(hand.keyId())).isEqualTo(loop.kms().tags(window.keyId()));
    var json = new ObjectMapper();
    assertThat(json.readTree(loop.kms().keyPolicy(hand.keyId())))
        .isEqualTo(json.readTree(loop.kms().keyPolicy(window.keyId())));
  }

  private static KeyPlan plan(Loop loop, String name, String description) {
    loop.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(name));
    return new KeyPlan(
        loop.store("main").id(),
        "main",
        name,
        "alias/" + name,
        description,
        Map.of("cost centre", "a=b/c", "empty", ""),
        KeyAccess.ofAccountOnly()
            .withOtherAccounts(List.of("444455556666"))
            .policy("aws", loop.kms().callerIdentity().account()));
  }

  private static String run(String script) throws Exception {
    return run(script, Path.of("."));
  }

  private static String run(String script, Path folder) throws Exception {
    var builder =
        new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PATH", AWS_CLI.getParent() + ":/bin");
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
