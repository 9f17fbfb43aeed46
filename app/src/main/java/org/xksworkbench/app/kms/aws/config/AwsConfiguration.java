package org.xksworkbench.app.kms.aws.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the user's AWS files say. Reading never fails: what is not understood is a finding.
public final class AwsConfiguration {

  private static final String DEFAULT = "default";

  /// Of the AWS CLI; no profiles.
  private static final Set<String> OF_THE_CLI = Set.of("plugins", "preview");

  /// `profile` and a name, in quotes or not.
  private static final Pattern HEADER =
      Pattern.compile("\\s*(?<kind>[\\w-]+)\\s+(?<name>\\S.*?)\\s*");

  private final Path configFile;
  private final Path credentialsFile;
  private final Map<String, MergedSection> profiles = new TreeMap<>();
  private final Map<String, MergedSection> sessions = new HashMap<>();
  private final Map<String, MergedSection> services = new HashMap<>();
  private final Set<String> shared = new HashSet<>();
  private final List<AwsFileFinding> findings = new ArrayList<>();

  /// What stands below one or several headers of the same meaning.
  private record MergedSection(AwsFilePlace place, String header, Map<String, Setting> settings) {}

  private AwsConfiguration(Path configFile, Path credentialsFile) {
    this.configFile = configFile;
    this.credentialsFile = credentialsFile;
  }

  public static AwsConfiguration read(AwsEnvironment surroundings) {
    return read(surroundings, ConfigText.read(surroundings.configFile()));
  }

  /// As if this were in the config file.
  static AwsConfiguration read(AwsEnvironment surroundings, byte[] config) {
    return read(surroundings, ConfigText.of(surroundings.configFile(), config));
  }

  private static AwsConfiguration read(AwsEnvironment surroundings, ConfigText config) {
    var configuration =
        new AwsConfiguration(surroundings.configFile(), surroundings.credentialsFile());
    configuration.takeConfig(config);
    configuration.takeCredentials(ConfigText.read(configuration.credentialsFile));
    return configuration;
  }

  /// Of no file.
  public static AwsConfiguration none() {
    return new AwsConfiguration(Path.of("config"), Path.of("credentials"));
  }

  /// By name.
  public List<ProfileSettings> profiles() {
    return profiles.keySet().stream().flatMap(name -> profile(name).stream()).toList();
  }

  public Optional<ProfileSettings> profile(String name) {
    return Optional.ofNullable(profiles.get(name))
        .map(found -> {
          var fromCredentials = new HashSet<String>();
          for (var key : found.settings().keySet()) {
            if (shared.contains(name + "\n" + key)) {
              fromCredentials.add(key);
            }
          }
          return new ProfileSettings(name, found.place(), found.settings(), fromCredentials);
        });
  }

  public Set<String> ssoSessions() {
    return new TreeSet<>(sessions.keySet());
  }

  /// What `[sso-session NAME]` says.
  public Optional<Map<String, Setting>> ssoSession(String name) {
    return Optional.ofNullable(sessions.get(name)).map(MergedSection::settings);
  }

  /// What `[services NAME]` says, by service.
  public Optional<Map<String, Setting>> services(String name) {
    return Optional.ofNullable(services.get(name)).map(MergedSection::settings);
  }

  /// What was left out or is read otherwise by the AWS CLI, in the order of the files.
  public List<AwsFileFinding> findings() {
    return List.copyOf(findings);
  }

  public Path configFile() {
    return configFile;
  }

  public Path credentialsFile() {
    return credentialsFile;
  }

  private void takeConfig(ConfigText text) {
    findings.addAll(text.findings());
    var defaults = defaults(text);
    for (var section : text.sections()) {
      var header = section.header();
      if (header.strip().equals(DEFAULT)) {
        replaceDefault(section, defaults);
      } else if (!header.equals("DEFAULT")) {
        var match = HEADER.matcher(header);
        if (match.matches()) {
          addNamed(section, match.group("kind"), match.group("name"), defaults);
        } else if (!OF_THE_CLI.contains(header.strip())) {
          noProfile(section);
        }
      }
    }
  }

  private void addNamed(
      ConfigText.ConfigSection section,
      String kind,
      String written,
      Map<String, Setting> defaults) {
    var name = unquote(written);
    switch (kind) {
      case "profile" -> {
        if (name.equals(DEFAULT)) {
          replaceDefault(section, defaults);
        } else {
          if (name.equals(written) && written.matches(".*[\\s'\"].*")) {
            addFinding(
                section,
                "is a name that the AWS CLI leaves out. Write [profile \"%s\"]."
                    .formatted(name.replace("\"", "")));
          } else if (Character.isWhitespace(section.header().charAt(0))) {
            addFinding(
                section,
                "begins with a blank behind the bracket, so that the AWS CLI leaves it out.");
          }
          add(profiles, name, section, defaults);
        }
      }
      case "sso-session" -> add(sessions, name, section, Map.of());
      case "services" -> add(services, name, section, Map.of());
      default -> noProfile(section);
    }
  }

  private void takeCredentials(ConfigText text) {
    findings.addAll(text.findings());
    var defaults = defaults(text);
    for (var section : text.sections()) {
      if (section.header().equals("DEFAULT")) {
        continue;
      }
      var name = section.header().strip();
      if (name.startsWith("profile ")) {
        addFinding(
            section,
            "is the profile \"%s\": in this file, a header is the name alone.".formatted(name));
      }
      var settings = withDefaults(section, defaults);
      settings.keySet().forEach(key -> shared.add(name + "\n" + key));
      merge(profiles, name, new MergedSection(section.place(), section.header(), settings));
    }
  }

  /// The AWS CLI's reader, that of Python, takes what stands there for every section.
  private static Map<String, Setting> defaults(ConfigText text) {
    return text.sections().stream()
        .filter(section -> section.header().equals("DEFAULT"))
        .findFirst()
        .map(ConfigText.ConfigSection::settings)
        .orElse(Map.of());
  }

  private static Map<String, Setting> withDefaults(
      ConfigText.ConfigSection section, Map<String, Setting> defaults) {
    var all = new LinkedHashMap<>(defaults);
    all.putAll(section.settings());
    return all;
  }

  /// `[default]` and `[profile default]` are the same; the later one counts alone, as for the AWS
  /// CLI.
  private void replaceDefault(ConfigText.ConfigSection section, Map<String, Setting> defaults) {
    var before =
        profiles.put(
            DEFAULT,
            new MergedSection(section.place(), section.header(), withDefaults(section, defaults)));
    if (before != null) {
      addFinding(
          section,
          "is the profile default a second time. What stands in line %d is not used, neither by the"
                  .formatted(before.place().line())
              + " AWS CLI.");
    }
  }

  private static void add(
      Map<String, MergedSection> to,
      String name,
      ConfigText.ConfigSection section,
      Map<String, Setting> defaults) {
    merge(
        to,
        name,
        new MergedSection(section.place(), section.header(), withDefaults(section, defaults)));
  }

  private static void merge(Map<String, MergedSection> to, String name, MergedSection section) {
    to.merge(
        name,
        section,
        (before, later) -> {
          var all = new LinkedHashMap<>(before.settings());
          all.putAll(later.settings());
          return new MergedSection(before.place(), before.header(), all);
        });
  }

  private void noProfile(ConfigText.ConfigSection section) {
    var name = section.header().strip().replaceFirst("(?i)^profile\\s*", "");
    addFinding(
        section,
        name.isEmpty()
            ? "is a header without a name, and is no profile."
            : "is no profile: in this file its header would be [profile %s].".formatted(name));
  }

  private void addFinding(ConfigText.ConfigSection section, String what) {
    findings.add(new AwsFileFinding(section.place(), what));
  }

  private static String unquote(String written) {
    var quote = written.charAt(0);
    return written.length() > 2
            && (quote == '"' || quote == '\'')
            && written.charAt(written.length() - 1) == quote
        ? written.substring(1, written.length() - 1)
        : written;
  }
}
