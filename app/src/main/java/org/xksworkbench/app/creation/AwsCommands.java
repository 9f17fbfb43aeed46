package org.xksworkbench.app.creation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.policy.PolicyJson;

/// What is done here as commands of the AWS CLI for a POSIX shell, complete and quoted.
public final class AwsCommands {

  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_./:=@%+,-]+");

  /// Texts that the AWS CLI would take for the name of a file or a page to read the text from.
  private static final Pattern PARAMETER_FILE =
      Pattern.compile("(file|fileb|http|https)://.*", Pattern.DOTALL);

  /// A line of its own after this many characters.
  private static final String CONTINUED = " \\\n    ";

  private final String profile;
  private final KmsEndpoint endpoint;

  /// @param profile of the user's AWS files; the stand-in needs none
  public AwsCommands(String profile, KmsEndpoint endpoint) {
    this.profile = profile;
    this.endpoint = endpoint;
  }

  /// Both commands that make a key, the second with the key ID that the first prints.
  public String creating(KeyPlan plan) {
    return "KEY_ID=$("
        + createKey(plan)
        + CONTINUED
        + "--query KeyMetadata.KeyId --output text) &&\n"
        + command("create-alias", "--alias-name", plan.alias())
        + CONTINUED
        + "--target-key-id \"$KEY_ID\" &&\n"
        + "echo \"$KEY_ID\"\n";
  }

  /// The alias for a key that exists.
  public String naming(String alias, String keyId) {
    return command("create-alias", "--alias-name", alias, "--target-key-id", keyId) + "\n";
  }

  /// Undoes a creation.
  public String schedulingDeletion(String keyId, int days) {
    return command(
            "schedule-key-deletion",
            "--key-id",
            keyId,
            "--pending-window-in-days",
            Integer.toString(days))
        + "\n";
  }

  private String createKey(KeyPlan plan) {
    var options =
        new ArrayList<>(
            List.of(
                "--origin", "EXTERNAL_KEY_STORE",
                "--custom-key-store-id", plan.keyStoreId(),
                "--xks-key-id", plan.xksKeyId(),
                "--key-spec", "SYMMETRIC_DEFAULT",
                "--key-usage", "ENCRYPT_DECRYPT"));
    if (PARAMETER_FILE.matcher(plan.description()).matches()) {
      options.add("--cli-input-json");
      options.add("{\"Description\":" + PolicyJson.quoted(plan.description()) + "}");
    } else if (!plan.description().isEmpty()) {
      options.add("--description");
      options.add(plan.description());
    }
    if (!plan.tags().isEmpty()) {
      options.add("--tags");
      options.add(tags(plan.tags()));
    }
    options.add("--policy");
    options.add(PolicyJson.compact(plan.policy()));
    return command("create-key", options.toArray(String[]::new));
  }

  private static String tags(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag ->
                "{\"TagKey\":%s,\"TagValue\":%s}"
                    .formatted(PolicyJson.quoted(tag.getKey()), PolicyJson.quoted(tag.getValue())))
            .toList()
            .toString();
  }

  private String command(String operation, String... options) {
    var command = new StringBuilder();
    if (endpoint.isLoopback()) {
      command.append("AWS_ACCESS_KEY_ID=LOCALKMSNOTAWS AWS_SECRET_ACCESS_KEY=local ");
    }
    command.append("aws kms ").append(operation);
    if (endpoint.isLoopback()) {
      command.append(CONTINUED).append("--endpoint-url ").append(quoted(endpoint.uri().toString()));
    } else {
      command.append(CONTINUED).append("--profile ").append(quoted(profile));
    }
    command.append(" --region ").append(quoted(endpoint.region()));
    for (var i = 0; i < options.length; i += 2) {
      // With an equals sign, a value may begin with a hyphen.
      command
          .append(CONTINUED)
          .append(options[i])
          .append(options[i + 1].startsWith("-") ? "=" : " ")
          .append(quoted(options[i + 1]));
    }
    return command.toString();
  }

  /// As one word of a POSIX shell.
  static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
