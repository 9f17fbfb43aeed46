package org.xksworkbench.bridge.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.UserFolders;
import org.xksworkbench.bridge.hsm.KnownModules;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// Collects what support needs to know of this installation, into a zip file. See the package for
/// how secrets are kept out of it.
public final class DiagnosticsBundle {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOG_TAIL = 1 << 20;
  private static final int DEPTH = 3;

  /// Variables whose values are harmless and tell something. Of others only the name is told.
  private static final Set<String> SHOWN =
      Set.of(
          "AWS_DEFAULT_REGION",
          "AWS_PROFILE",
          "AWS_REGION",
          "AWS_USE_FIPS_ENDPOINT",
          "DESKTOP_SESSION",
          "DISPLAY",
          "GDK_SCALE",
          "LANG",
          "LC_ALL",
          "SOFTHSM2_CONF",
          "WAYLAND_DISPLAY",
          "XDG_CACHE_HOME",
          "XDG_CONFIG_HOME",
          "XDG_CURRENT_DESKTOP",
          "XDG_SESSION_TYPE",
          "XDG_STATE_HOME");

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(secret|token|password|passphrase|passwd|pin$|_pin_|credential).*");
  private static final Pattern USER_INFO = Pattern.compile("://([^/\\s@]+)@");
  private static final Pattern PROXY_SECRET =
      Pattern.compile("(?m)^\\s*secret-access-key\\s*=\\s*[\"']([^\"']+)[\"']");

  private static final Pattern AWS_SECRET =
      Pattern.compile("(?mi)^\\s*aws_(?:secret_access_key|session_token)\\s*=\\s*(\\S+)");

  private final MachinePolicy policy;
  private final Path configuration;
  private final Path state;
  private final Path logs;
  private final Map<String, String> environment;
  private final Map<String, String> more = new LinkedHashMap<>();

  /// @param logs folder of log files
  /// @param environment variables of the process
  DiagnosticsBundle(
      MachinePolicy policy,
      Path configuration,
      Path state,
      Path logs,
      Map<String, String> environment) {
    this.policy = policy;
    this.configuration = configuration;
    this.state = state;
    this.logs = logs;
    this.environment = Map.copyOf(environment);
  }

  /// Of the user who runs this.
  public static DiagnosticsBundle ofUser(MachinePolicy policy) {
    return new DiagnosticsBundle(
        policy,
        UserFolders.configuration(),
        UserFolders.state(),
        UserFolders.logs(),
        System.getenv());
  }

  /// Adds what only the caller knows, such as the modules that are open.
  public DiagnosticsBundle with(String name, String text) {
    more.put(name, text);
    return this;
  }

  /// Writes the bundle; what is there already is replaced.
  ///
  /// @throws IOException if the file cannot be written
  /// @throws IllegalStateException if a secret was found in what was collected; nothing is written
  public void write(Path zip) throws IOException {
    var redaction = new Redaction(knownSecrets());
    var entries = new TreeMap<String, String>();
    collect().forEach((name, text) -> entries.put(name, redaction.of(text)));
    entries.forEach((name, text) -> {
      if (redaction.leavesOne(text)) {
        throw new IllegalStateException(
            "A secret was found in " + name + " of the diagnostics. Nothing was written.");
      }
    });
    if (Files.notExists(zip)) {
      // It names accounts and keys, so it is nobody else's.
      OwnerOnly.write(zip, "");
    }
    try (var out = new ZipOutputStream(Files.newOutputStream(zip), StandardCharsets.UTF_8)) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry("xks-workbench-diagnostics/" + entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
  }

  private Map<String, String> collect() throws IOException {
    var entries = new LinkedHashMap<String, String>();
    entries.put("README.txt", about());
    entries.put("versions.txt", versions());
    entries.put("policy.txt", policy());
    entries.put("settings.json", settings());
    entries.put("profiles.json", profiles());
    entries.put("environment.txt", environment());
    entries.put("modules.txt", modules());
    entries.put("folders.txt", folders());
    for (var log : files(logs, 1)) {
      if (log.toString().endsWith(".log")) {
        entries.put("logs/" + log.getFileName(), log(log));
      }
    }
    entries.putAll(more);
    return entries;
  }

  private static String about() {
    return """
    Diagnostics of XKS Workbench, made %s.

    versions.txt     program, Java, system
    policy.txt       what the policy of the machine says
    settings.json    what the window remembers
    profiles.json    AWS profiles that were unlocked for changes
    environment.txt  variables that matter; of most only the names
    modules.txt      PKCS#11 modules that are installed where they are known
    folders.txt      names and sizes of the program's files
    logs/            the newest part of each log

    No PIN, key, password or other secret is in it. Read it before you send it on: it names
    AWS profiles, accounts, keys and folders.
    """
        .formatted(Clock.systemUTC().instant());
  }

  private static String versions() {
    var runtime = Runtime.getRuntime();
    return """
    XKS Workbench  %s
    Java           %s (%s), %s
    JavaFX         %s
    system         %s %s, %s
    locale         %s
    processors     %d
    memory         at most %d MB
    """
        .formatted(
            ProgramVersion.TEXT,
            System.getProperty("java.version"),
            System.getProperty("java.vendor"),
            System.getProperty("java.home"),
            System.getProperty("javafx.runtime.version", "not loaded"),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            Locale.getDefault(),
            runtime.availableProcessors(),
            runtime.maxMemory() >> 20);
  }

  private String policy() {
    var lines = policy.summary();
    return (lines.isEmpty() ? "This machine has no policy." : String.join("\n", lines)) + "\n";
  }

  /// Only what the window is known to keep: the file itself may hold what somebody wrote into it.
  private String settings() {
    var kept = JSON.createObjectNode();
    var root = json(configuration.resolve("settings.json"));
    numbers(root.path("window"), kept.putObject("window"));
    var tables = kept.putObject("tables");
    root.path("tables")
        .properties()
        .forEach(
            table -> numbers(table.getValue().path("widths"), tables.putObject(table.getKey())));
    var regions = kept.putObject("regions");
    root.path("profiles")
        .properties()
        .forEach(
            profile -> regions.put(profile.getKey(), profile.getValue().path("region").asText()));
    return kept.toPrettyString() + "\n";
  }

  private static void numbers(JsonNode from, ObjectNode to) {
    from.properties()
        .forEach(entry -> {
          if (entry.getValue().isNumber() || entry.getValue().isBoolean()) {
            to.set(entry.getKey(), entry.getValue());
          }
        });
  }

  private String profiles() {
    var kept = JSON.createObjectNode();
    var root = json(configuration.resolve("profiles.json"));
    kept.put("current", root.path("current").asText());
    var unlocked = kept.putArray("unlocked");
    root.path("unlocked").forEach(name -> unlocked.add(name.asText()));
    return kept.toPrettyString() + "\n";
  }

  private static JsonNode json(Path file) {
    try {
      return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  private String environment() {
    var lines = new ArrayList<String>();
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          if (SHOWN.contains(name)) {
            lines.add(name + "=" + value);
          } else if (name.startsWith("AWS_") || name.toUpperCase(Locale.ROOT).endsWith("_PROXY")) {
            lines.add("set: " + name);
          }
        });
    return String.join("\n", lines) + "\n";
  }

  private String modules() {
    var lines = new ArrayList<String>();
    KnownModules.installedModules()
        .forEach(known ->
            lines.add(
                "%s  %s%s"
                    .formatted(
                        known.product(),
                        known.path(),
                        policy.allowsModule(known.path()) ? "" : "  (not allowed by the policy)")));
    return (lines.isEmpty() ? "none" : String.join("\n", lines)) + "\n";
  }

  private String folders() throws IOException {
    var lines = new ArrayList<String>();
    for (var folder : Stream.of(configuration, state, logs).distinct().toList()) {
      lines.add(folder + (Files.isDirectory(folder) ? "" : "  (not there)"));
      for (var file : files(folder, DEPTH)) {
        lines.add("  %s  %d bytes".formatted(folder.relativize(file), Files.size(file)));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<Path> files(Path folder, int depth) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        folder,
        Set.of(),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          // A folder that its user may not look into must not cost the rest.
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().sorted().toList();
  }

  private static String log(Path file) {
    try {
      return tail(file);
    } catch (IOException e) {
      return "This log cannot be read: " + StoreException.words(e) + "\n";
    }
  }

  private static String tail(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      var skipped = Math.max(0, channel.size() - LOG_TAIL);
      channel.position(skipped);
      var bytes = java.nio.channels.Channels.newInputStream(channel).readNBytes(LOG_TAIL);
      var text = new String(bytes, StandardCharsets.UTF_8);
      // A line that was cut may have lost the name of what stands in it.
      return skipped == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }
  }

  /// Those of the AWS files, which are read for this alone.
  private List<String> awsSecrets() {
    var home = environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ""));
    var secrets = new ArrayList<String>();
    Map.of("AWS_SHARED_CREDENTIALS_FILE", "credentials", "AWS_CONFIG_FILE", "config")
        .forEach((variable, name) -> {
          var file = Path.of(environment.getOrDefault(variable, home + "/.aws/" + name));
          try {
            var secret = AWS_SECRET.matcher(Files.readString(file));
            while (secret.find()) {
              secrets.add(secret.group(1));
            }
          } catch (IOException e) {
            // Then the program has no secret from there either.
          }
        });
    return secrets;
  }

  private List<String> knownSecrets() throws IOException {
    var secrets = new ArrayList<String>();
    environment.forEach((name, value) -> {
      if (SECRET_NAME.matcher(name).matches()) {
        secrets.add(value);
      }
      var userInfo = USER_INFO.matcher(value);
      while (userInfo.find()) {
        secrets.add(userInfo.group(1));
      }
    });
    for (var file : files(state, DEPTH)) {
      if (file.getFileName().toString().equals("proxy.toml")) {
        var secret = PROXY_SECRET.matcher(Files.readString(file));
        while (secret.find()) {
          secrets.add(secret.group(1));
        }
      }
    }
    secrets.addAll(awsSecrets());
    // A secret of a few letters would take apart every word.
    return secrets.stream().filter(secret -> secret.length() >= 4).toList();
  }
}
