package org.xksworkbench.app.creation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.policy.PolicyJson;

/// What is done here as commands of the AWS CLI for a POSIX shell, complete and quoted.
public final class AwsCommands {

  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_./:=@%+,-]+");

  /// Texts that the AWS CLI would take for the name of a file or a page to read the text from.
  private static final Pattern PARAMETER_FILE =
      Pattern.compile("(file|fileb|http|https)://.*", Pattern.DOTALL);

  /// In the folder where the command runs.
  private static final String CREDENTIAL_FILE = "xks-proxy-credential.json";

  /// A line of its own after this many characters.
  private static final String CONTINUED = " \\\n    ";

  private final String profile;
  private final KmsEndpoint endpoint;

  /// @param profile of the user's AWS files; the stand-in needs none
  public AwsCommands(String profile, KmsEndpoint endpoint) {
    this.profile = profile;
    this.endpoint = endpoint;
  }

  /// One change.
  public String of(KmsChange<?> change) {
    return command(change) + "\n";
  }

  /// Both commands that make a key, the second with the key ID that the first prints.
  public String creating(KeyPlan plan) {
    return "KEY_ID=$("
        + command(plan.createKey())
        + CONTINUED
        + "--query KeyMetadata.KeyId --output text) &&\n"
        + command("create-alias", "--alias-name", plan.alias())
        + CONTINUED
        + "--target-key-id \"$KEY_ID\" &&\n"
        + "echo \"$KEY_ID\"\n";
  }

  private String command(KmsChange<?> change) {
    return switch (change) {
      case KmsChange.ConnectCustomKeyStore(var id) ->
          command("connect-custom-key-store", "--custom-key-store-id", id);
      case KmsChange.DisconnectCustomKeyStore(var id) ->
          command("disconnect-custom-key-store", "--custom-key-store-id", id);
      case KmsChange.CreateCustomKeyStore store -> createKeyStore(store);
      case KmsChange.UpdateCustomKeyStore update -> updateKeyStore(update);
      case KmsChange.DeleteCustomKeyStore(var id) ->
          command("delete-custom-key-store", "--custom-key-store-id", id);
      case KmsChange.CreateKey key -> createKey(key);
      case KmsChange.CreateAlias(var alias, var keyId) ->
          command("create-alias", "--alias-name", alias, "--target-key-id", keyId);
      case KmsChange.UpdateAlias(var alias, var keyId, _) ->
          command("update-alias", "--alias-name", alias, "--target-key-id", keyId);
      case KmsChange.DeleteAlias(var alias, _) -> command("delete-alias", "--alias-name", alias);
      case KmsChange.EnableKey(var keyId) -> command("enable-key", "--key-id", keyId);
      case KmsChange.DisableKey(var keyId) -> command("disable-key", "--key-id", keyId);
      case KmsChange.UpdateKeyDescription(var keyId, var description) -> {
        var options = new ArrayList<>(List.of("--key-id", keyId));
        description(options, description);
        yield command("update-key-description", options);
      }
      case KmsChange.ScheduleKeyDeletion(var keyId, var days) ->
          command(
              "schedule-key-deletion",
              "--key-id",
              keyId,
              "--pending-window-in-days",
              Integer.toString(days));
      case KmsChange.CancelKeyDeletion(var keyId) ->
          command("cancel-key-deletion", "--key-id", keyId);
      case KmsChange.TagResource(var keyId, var tags) ->
          command("tag-resource", "--key-id", keyId, "--tags", tags(tags));
      case KmsChange.UntagResource(var keyId, var tagKeys) ->
          command(
              "untag-resource",
              "--key-id",
              keyId,
              "--tag-keys",
              tagKeys.stream().map(PolicyJson::quote).toList().toString());
      case KmsChange.PutKeyPolicy(var keyId, var policy, _) ->
          command(
              "put-key-policy",
              "--key-id",
              keyId,
              "--policy-name",
              "default",
              "--policy",
              PolicyJson.compact(policy));
    };
  }

  private String createKeyStore(KmsChange.CreateCustomKeyStore store) {
    var options =
        new ArrayList<>(
            List.of(
                "--custom-key-store-name", store.name(),
                "--custom-key-store-type", "EXTERNAL_KEY_STORE",
                "--xks-proxy-connectivity", store.connectivity().name(),
                "--xks-proxy-uri-path", store.uriPath()));
    endpoint(options, Optional.of(store.uriEndpoint()));
    vpc(options, store.vpcEndpointServiceName(), store.vpcEndpointServiceOwner());
    credential(options);
    return credentialNote(store.credential()) + command("create-custom-key-store", options);
  }

  private String updateKeyStore(KmsChange.UpdateCustomKeyStore update) {
    var options = new ArrayList<>(List.of("--custom-key-store-id", update.customKeyStoreId()));
    with(options, "--new-custom-key-store-name", update.newName());
    with(options, "--xks-proxy-connectivity", update.connectivity().map(Enum::name));
    endpoint(options, update.uriEndpoint());
    with(options, "--xks-proxy-uri-path", update.uriPath());
    vpc(options, update.vpcEndpointServiceName(), update.vpcEndpointServiceOwner());
    update.credential().ifPresent(_ -> credential(options));
    return update.credential().map(AwsCommands::credentialNote).orElse("")
        + command("update-custom-key-store", options);
  }

  /// Before version 2 the AWS CLI fetches what looks like the address of a page, unless it comes as
  /// JSON.
  private static void endpoint(List<String> options, Optional<String> uriEndpoint) {
    uriEndpoint.ifPresent(uri -> {
      options.add("--cli-input-json");
      options.add("{\"XksProxyUriEndpoint\":" + PolicyJson.quote(uri) + "}");
    });
  }

  private static void vpc(List<String> options, Optional<String> name, Optional<String> owner) {
    with(options, "--xks-proxy-vpc-endpoint-service-name", name);
    with(options, "--xks-proxy-vpc-endpoint-service-owner", owner);
  }

  /// A secret in a command would be in the shell's history and in the list of processes.
  private static void credential(List<String> options) {
    options.add("--xks-proxy-authentication-credential");
    options.add("file://" + CREDENTIAL_FILE);
  }

  private static String credentialNote(ProxyCredential credential) {
    return "# %s, readable by you alone: {\"AccessKeyId\": %s, \"RawSecretAccessKey\": \"...\"}\n"
        .formatted(CREDENTIAL_FILE, PolicyJson.quote(credential.accessKeyId()));
  }

  private static void with(List<String> options, String option, Optional<String> value) {
    value.ifPresent(text -> {
      options.add(option);
      options.add(text);
    });
  }

  private String createKey(KmsChange.CreateKey key) {
    var options =
        new ArrayList<>(
            List.of(
                "--origin", "EXTERNAL_KEY_STORE",
                "--custom-key-store-id", key.customKeyStoreId(),
                "--xks-key-id", key.xksKeyId(),
                "--key-spec", "SYMMETRIC_DEFAULT",
                "--key-usage", "ENCRYPT_DECRYPT"));
    if (!key.description().isEmpty()) {
      description(options, key.description());
    }
    if (!key.tags().isEmpty()) {
      options.add("--tags");
      options.add(tags(key.tags()));
    }
    with(options, "--policy", key.policy().map(PolicyJson::compact));
    return command("create-key", options);
  }

  private static void description(List<String> options, String description) {
    if (PARAMETER_FILE.matcher(description).matches()) {
      options.add("--cli-input-json");
      options.add("{\"Description\":" + PolicyJson.quote(description) + "}");
    } else {
      options.add("--description");
      options.add(description);
    }
  }

  private static String tags(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag ->
                "{\"TagKey\":%s,\"TagValue\":%s}"
                    .formatted(PolicyJson.quote(tag.getKey()), PolicyJson.quote(tag.getValue())))
            .toList()
            .toString();
  }

  private String command(String operation, String... options) {
    return command(operation, List.of(options));
  }

  private String command(String operation, List<String> options) {
    var command = new StringBuilder();
    if (endpoint.isLoopback()) {
      command.append("AWS_ACCESS_KEY_ID=LOCALKMSNOTAWS AWS_SECRET_ACCESS_KEY=local ");
    }
    command.append("aws kms ").append(operation);
    if (endpoint.isLoopback()) {
      command.append(CONTINUED).append("--endpoint-url ").append(quote(endpoint.uri().toString()));
    } else {
      command.append(CONTINUED).append("--profile ").append(quote(profile));
    }
    command.append(" --region ").append(quote(endpoint.region()));
    for (var i = 0; i < options.size(); i += 2) {
      // With an equals sign, a value may begin with a hyphen.
      command
          .append(CONTINUED)
          .append(options.get(i))
          .append(options.get(i + 1).startsWith("-") ? "=" : " ")
          .append(quote(options.get(i + 1)));
    }
    return command.toString();
  }

  /// As one word of a POSIX shell.
  static String quote(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
