package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

/// The stock AWS CLI against the local KMS: the commands of AWS's page "Create a KMS key in
/// external key stores" (AWS KMS Developer Guide) and what leads to them.
class AwsCliTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .in(Region.US_WEST_2)
          .with(b -> b.account("111122223333").region("us-west-2"));

  @TempDir Path folder;

  @Test
  void create_key_returns_what_the_page_shows_field_by_field() throws Exception {
    var externalKey = fixture.unusedExternalKey();
    var answer =
        aws(
            "kms",
            "create-key",
            "--origin",
            "EXTERNAL_KEY_STORE",
            "--custom-key-store-id",
            fixture.store(),
            "--xks-key-id",
            externalKey);
    assertThat(names(answer)).containsExactly("KeyMetadata");
    var metadata = answer.path("KeyMetadata");
    var keyId = metadata.path("KeyId").asText();
    assertThat(keyId).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    OffsetDateTime.parse(metadata.path("CreationDate").asText());
    var expected =
        JSON.createObjectNode()
            .put("Arn", "arn:aws:kms:us-west-2:111122223333:key/" + keyId)
            .put("AWSAccountId", "111122223333")
            .put("CreationDate", metadata.path("CreationDate").asText())
            .put("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
            .put("CustomKeyStoreId", fixture.store())
            .put("Description", "")
            .put("Enabled", true)
            .put("KeyId", keyId)
            .put("KeyManager", "CUSTOMER")
            .put("KeySpec", "SYMMETRIC_DEFAULT")
            .put("KeyState", "Enabled")
            .put("KeyUsage", "ENCRYPT_DECRYPT")
            .put("MultiRegion", false)
            .put("Origin", "EXTERNAL_KEY_STORE");
    expected.putArray("EncryptionAlgorithms").add("SYMMETRIC_DEFAULT");
    expected.putObject("XksKeyConfiguration").put("Id", externalKey);
    assertThat((JsonNode) expected).isEqualTo(metadata);
    assertThat(aws("kms", "describe-key", "--key-id", keyId)).isEqualTo(answer);
  }

  @Test
  void from_a_new_key_store_to_a_decrypted_text() throws Exception {
    var credential =
        Files.writeString(
            folder.resolve("credential.json"),
            "{\"AccessKeyId\":\"%s\",\"RawSecretAccessKey\":\"%s\"}"
                .formatted(
                    fixture.credential().accessKeyId(), fixture.credential().secretAccessKey()));
    var id =
        aws(
                "kms", "create-custom-key-store",
                "--custom-key-store-name", "by-the-cli",
                "--custom-key-store-type", "EXTERNAL_KEY_STORE",
                "--xks-proxy-connectivity", "PUBLIC_ENDPOINT",
                "--xks-proxy-uri-endpoint", "https://" + LocalKmsFixture.HOST,
                "--xks-proxy-uri-path", "/b/kms/xks/v1",
                "--xks-proxy-authentication-credential", "file://" + credential)
            .path("CustomKeyStoreId")
            .asText();
    run("kms", "connect-custom-key-store", "--custom-key-store-id", id);
    fixture.settled(id);
    var store =
        aws("kms", "describe-custom-key-stores", "--custom-key-store-id", id)
            .path("CustomKeyStores")
            .path(0);
    assertThat(names(store))
        .containsExactlyInAnyOrder(
            "CustomKeyStoreId",
            "CustomKeyStoreName",
            "ConnectionState",
            "CreationDate",
            "CustomKeyStoreType",
            "XksProxyConfiguration");
    assertThat(store.path("ConnectionState").asText()).isEqualTo("CONNECTED");
    assertThat(names(store.path("XksProxyConfiguration")))
        .containsExactlyInAnyOrder("Connectivity", "AccessKeyId", "UriEndpoint", "UriPath");
    var keyId =
        aws(
                "kms", "create-key",
                "--origin", "EXTERNAL_KEY_STORE",
                "--custom-key-store-id", id,
                "--xks-key-id", fixture.unusedExternalKey(),
                "--tags", "TagKey=team,TagValue=payments")
            .path("KeyMetadata")
            .path("KeyId")
            .asText();
    run("kms", "create-alias", "--alias-name", "alias/cli", "--target-key-id", keyId);
    var text = Files.writeString(folder.resolve("text"), "attack at dawn");
    var encrypted =
        aws("kms", "encrypt", "--key-id", "alias/cli", "--plaintext", "fileb://" + text);
    var blob = folder.resolve("blob");
    Files.write(blob, Base64.getDecoder().decode(encrypted.path("CiphertextBlob").asText()));
    var decrypted = aws("kms", "decrypt", "--ciphertext-blob", "fileb://" + blob);
    assertThat(
            new String(
                Base64.getDecoder().decode(decrypted.path("Plaintext").asText()),
                StandardCharsets.UTF_8))
        .isEqualTo("attack at dawn");
  }

  @Test
  void an_error_reads_as_it_does_from_aws() throws Exception {
    var refused =
        execute(
            "kms", "create-key",
            "--origin", "EXTERNAL_KEY_STORE",
            "--custom-key-store-id", fixture.store(),
            "--xks-key-id", "no-such-key");
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.text())
        .contains(
            "An error occurred (XksKeyNotFoundException) when calling the CreateKey operation");
  }

  @Test
  void sts_iam_and_cloudtrail_answer_too() throws Exception {
    assertThat(aws("sts", "get-caller-identity").path("Account").asText())
        .isEqualTo("111122223333");
    assertThat(aws("iam", "list-users").path("Users").path(0).path("UserName").asText())
        .isEqualTo("local");
    assertThat(aws("iam", "list-roles").path("Roles").isArray()).isTrue();
    var event =
        aws(
                "cloudtrail",
                "lookup-events",
                "--lookup-attributes",
                "AttributeKey=EventName,AttributeValue=ConnectCustomKeyStore")
            .path("Events")
            .path(0);
    assertThat(event.path("EventName").asText()).isEqualTo("ConnectCustomKeyStore");
  }

  private record AwsCliResult(int exitCode, String text) {}

  private JsonNode aws(String... arguments) throws Exception {
    return JSON.readTree(run(arguments));
  }

  private String run(String... arguments) throws Exception {
    var result = execute(arguments);
    assertThat(result.exitCode()).as(result.text()).isZero();
    return result.text();
  }

  private AwsCliResult execute(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                cli().toString(),
                "--endpoint-url",
                fixture.localKms().endpoint().toString(),
                "--region",
                "us-west-2",
                "--output",
                "json"));
    command.addAll(Arrays.asList(arguments));
    var output = folder.resolve("output");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", "LOCALTEST",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_PAGER", "",
                "AWS_EC2_METADATA_DISABLED", "true",
                "HOME", folder.toString()));
    var process = builder.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the AWS CLI did not end: " + command);
    }
    return new AwsCliResult(process.exitValue(), Files.readString(output));
  }

  /// The system's own one: shims of version managers look elsewhere.
  private static Path cli() {
    return List.of("/usr/bin/aws", "/usr/local/bin/aws", "/opt/homebrew/bin/aws").stream()
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("These tests need the AWS CLI: apt-get install awscli"));
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
