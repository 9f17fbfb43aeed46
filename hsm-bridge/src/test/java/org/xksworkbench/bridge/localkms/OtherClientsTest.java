package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.Clients;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;

/// Programs that others wrote, on the local KMS and a real proxy and token: `make test-clients`.
@Tag("clients")
class OtherClientsTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/app";

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b ->
              b.seed(
                  new Seed(
                      List.of(),
                      List.of(),
                      List.of(Principal.of(Principal.PrincipalKind.ROLE, "app")))));

  @TempDir Path home;

  private Clients clients;

  @BeforeEach
  void start() {
    clients = new Clients(home);
  }

  @Test
  void boto3_gets_every_answer_and_error_as_the_service_model_has_it() throws Exception {
    assertThat(python("contract.py")).contains("OK");
  }

  @Test
  void the_sdk_for_javascript_gets_every_error_as_its_class() throws Exception {
    var folder = Clients.nodeFolder();
    Files.copy(
        Clients.SOURCES.resolve("contract.mjs"),
        folder.resolve("contract.mjs"),
        StandardCopyOption.REPLACE_EXISTING);
    clients.run(folder, environment(), List.of("node", "--test", "contract.mjs")).well();
  }

  @Test
  void the_encryption_sdk_for_python_keeps_a_text() throws Exception {
    for (var key : List.of(fixture.newKey().arn(), fixture.newOrdinaryKey().arn())) {
      assertThat(python("encryption_sdk.py", key)).contains("attack at dawn");
    }
  }

  @Test
  void version_1_of_the_aws_cli_encrypts_and_a_profile_with_a_role_works() throws Exception {
    var key = fixture.newKey().keyId();
    var text = Files.writeString(home.resolve("text"), "attack at dawn");
    var folder = Files.createDirectory(home.resolve(".aws"));
    Files.writeString(
        folder.resolve("config"),
        """
        [profile local]
        region = us-east-1
        aws_access_key_id = LOCALTEST
        aws_secret_access_key = local
        [profile app]
        region = us-east-1
        role_arn = %s
        source_profile = local
        """
            .formatted(ROLE));
    for (var profile : List.of("local", "app")) {
      var environment = environment();
      environment.keySet().removeIf(name -> name.endsWith("_ID") || name.endsWith("ACCESS_KEY"));
      environment.put("AWS_PROFILE", profile);
      var encrypted =
          new ObjectMapper()
              .readTree(
                  aws(environment, "encrypt", "--key-id", key, "--plaintext", "fileb://" + text));
      var blob = home.resolve("blob");
      Files.write(blob, Base64.getDecoder().decode(encrypted.path("CiphertextBlob").asText()));
      assertThat(
              aws(
                  environment,
                  "decrypt",
                  "--ciphertext-blob",
                  "fileb://" + blob,
                  "--query",
                  "Plaintext"))
          .contains(
              Base64.getEncoder()
                  .encodeToString("attack at dawn".getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(fixture.calls())
        .as("the proxy is told the role")
        .anyMatch(call -> call.awsPrincipalArn().contains("assumed-role/app"));
  }

  @Test
  void sops_encrypts_a_file_and_decrypts_it_with_a_role_too() throws Exception {
    for (var role : List.of("", "+" + ROLE)) {
      var file = Files.writeString(home.resolve("secret.yaml"), "password: attack at dawn\n");
      var encrypted =
          sops("encrypt", "--kms", fixture.newKey().arn() + role, file.toString()).well();
      assertThat(encrypted).contains("kms:", "ENC[").doesNotContain("attack at dawn");
      Files.writeString(file, encrypted);
      assertThat(sops("decrypt", file.toString()).well()).contains("password: attack at dawn");
    }
  }

  @Test
  void sops_says_why_a_file_of_a_key_that_is_not_connected_stays_closed() throws Exception {
    var store = fixture.createStore("/c");
    fixture.connect(store);
    var key = fixture.newKey(store, fixture.unusedExternalKey());
    var file = Files.writeString(home.resolve("secret.yaml"), "password: attack at dawn\n");
    Files.writeString(file, sops("encrypt", "--kms", key.arn(), file.toString()).well());
    fixture.disconnect(store);
    var refused = sops("decrypt", file.toString());
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.text()).contains("KMSInvalidStateException");
  }

  private String python(String program, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Clients.python().toString());
    command.add(Clients.SOURCES.resolve(program).toString());
    command.addAll(List.of(arguments));
    return clients.run(home, environment(), command).well();
  }

  private String aws(Map<String, String> environment, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.addAll(List.of(Clients.awsCli().toString(), "--output", "json", "kms"));
    command.addAll(List.of(arguments));
    return clients.run(home, environment, command).well();
  }

  private Clients.EndedProgram sops(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Clients.sops().toString());
    command.addAll(List.of(arguments));
    return clients.run(home, environment(), command);
  }

  private Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "AWS_ENDPOINT_URL",
            fixture.localKms().endpoint().toString(),
            "AWS_REGION",
            "us-east-1",
            "AWS_DEFAULT_REGION",
            "us-east-1",
            "AWS_ACCESS_KEY_ID",
            "LOCALTEST",
            "AWS_SECRET_ACCESS_KEY",
            "local",
            "XKSW_STORE",
            fixture.store(),
            "XKSW_KEY",
            fixture.unusedExternalKey(),
            "XKSW_ROLE",
            ROLE));
  }
}
