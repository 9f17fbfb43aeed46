package org.xksworkbench.app.kms.aws.config;

import java.util.List;
import java.util.Map;

/// What the SDK itself is to know of a profile, as a file for it: where requests go and how often
/// they are tried. Nothing that it could take credentials from.
public final class SdkSettings {

  private static final List<String> OF_CLIENTS =
      List.of(
          "defaults_mode",
          "endpoint_url",
          "ignore_configured_endpoint_urls",
          "max_attempts",
          "retry_mode",
          "sts_regional_endpoints",
          "use_dualstack_endpoint",
          "use_fips_endpoint");

  private SdkSettings() {}

  /// @param profile whose settings they are; in the text it is called [#profile()]
  public static String of(AwsConfiguration configuration, String profile) {
    var text = new StringBuilder("[profile of-the-window]\n");
    var settings = configuration.profile(profile);
    settings.ifPresent(found ->
        OF_CLIENTS.forEach(key -> found.value(key).ifPresent(value -> line(text, "", key, value))));
    settings
        .flatMap(found -> found.value("services"))
        .flatMap(configuration::services)
        .ifPresent(services -> {
          line(text, "", "services", "of-the-window");
          text.append("[services of-the-window]\n");
          services.forEach((service, setting) -> service(text, service, setting.nested()));
        });
    return text.toString();
  }

  /// The name of the profile in the text.
  public static String profile() {
    return "of-the-window";
  }

  private static void service(StringBuilder text, String name, Map<String, Setting> nested) {
    var endpoint = nested.get("endpoint_url");
    if (endpoint != null && name.matches("\\w+") && !endpoint.value().isBlank()) {
      text.append(name).append(" =\n");
      line(text, "  ", "endpoint_url", endpoint.value());
    }
  }

  private static void line(StringBuilder text, String indent, String key, String value) {
    text.append(indent)
        .append(key)
        .append(" = ")
        .append(value.lines().findFirst().orElse("").strip())
        .append('\n');
  }
}
