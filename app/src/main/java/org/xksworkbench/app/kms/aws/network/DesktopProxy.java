package org.xksworkbench.app.kms.aws.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// What a desktop of Linux says of proxies and Java does not read there: a PAC file where nothing
/// evaluates it, and whatever KDE says. It is named, so that somebody can say the same by
/// HTTPS_PROXY.
final class DesktopProxy {

  private static final int SECONDS = 2;

  private static final Pattern LINE =
      Pattern.compile("(?m)^(ProxyType|Proxy Config Script|httpsProxy)=(.*)$");

  /// @param words a clause
  /// @param remedy a sentence
  record UnreadSetting(String words, String remedy) {}

  private final AwsEnvironment surroundings;
  private final Function<List<String>, Optional<String>> program;

  /// @param program starts one and gives what it prints, without its last line break
  DesktopProxy(AwsEnvironment surroundings, Function<List<String>, Optional<String>> program) {
    this.surroundings = surroundings;
    this.program = program;
  }

  static DesktopProxy of(AwsEnvironment surroundings) {
    var linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    return new DesktopProxy(surroundings, linux ? DesktopProxy::output : _ -> Optional.empty());
  }

  Optional<UnreadSetting> look() {
    return surroundings
        .variable("auto_proxy")
        .map(file -> pac("auto_proxy names", file))
        .or(this::gnome)
        .or(this::kde);
  }

  private Optional<UnreadSetting> gnome() {
    return setting("mode")
        .filter("auto"::equals)
        .map(_ -> pac("the settings of GNOME name", setting("autoconfig-url").orElse("")));
  }

  private Optional<String> setting(String key) {
    return program
        .apply(List.of("gsettings", "get", "org.gnome.system.proxy", key))
        .map(text -> text.strip().replaceAll("^'|'$", ""));
  }

  private Optional<UnreadSetting> kde() {
    var folder =
        surroundings
            .variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .orElseGet(() -> surroundings.path("~/.config"));
    var said = new java.util.HashMap<String, String>();
    try {
      LINE.matcher(Files.readString(folder.resolve("kioslaverc")))
          .results()
          .forEach(line -> said.put(line.group(1), line.group(2).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
    return switch (said.getOrDefault("ProxyType", "0")) {
      case "1" ->
          Optional.of(
              new UnreadSetting(
                  "the settings of KDE name a proxy, which Java does not read",
                  "Set HTTPS_PROXY to http://%s before the start."
                      .formatted(
                          withoutLogin(
                              said.getOrDefault("httpsProxy", "HOST:PORT").replace(' ', ':')))));
      case "2" ->
          Optional.of(
              pac("the settings of KDE name", said.getOrDefault("Proxy Config Script", "")));
      case "3" -> Optional.of(pac("the settings of KDE look by WPAD for", ""));
      default -> Optional.empty();
    };
  }

  private static UnreadSetting pac(String where, String file) {
    var shown = withoutLogin(file);
    return new UnreadSetting(
        "%s a PAC file%s, which nothing evaluates here"
            .formatted(where, shown.isEmpty() ? "" : " (" + shown + ")"),
        "Look into that file, or ask whoever runs the network, which proxy it names for"
            + " amazonaws.com, and set HTTPS_PROXY to http://HOST:PORT before the start.");
  }

  /// A password may stand in an address.
  private static String withoutLogin(String address) {
    return address.replaceFirst("^([a-z]+:/+)", "").replaceFirst("^[^/@]*@", "");
  }

  private static Optional<String> output(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(false).start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          return Optional.empty();
        }
        return Optional.of(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
