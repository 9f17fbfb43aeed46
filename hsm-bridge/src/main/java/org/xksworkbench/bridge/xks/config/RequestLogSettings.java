package org.xksworkbench.bridge.xks.config;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.xks.audit.LogRotation;
import org.xksworkbench.bridge.xks.audit.RequestLog;

/// `[log]` of `proxy.toml`: where the line of each request goes.
public sealed interface RequestLogSettings {

  /// For whoever reads it, or nobody.
  record StandardOutput() implements RequestLogSettings {}

  record Nowhere() implements RequestLogSettings {}

  /// An audit trail at a server, by TCP.
  record ToSyslog(String host, int port, RequestLog.OnFailure onFailure)
      implements RequestLogSettings {}

  /// An audit trail.
  record ToFile(Path file, RequestLog.OnFailure onFailure, LogRotation rotation)
      implements RequestLogSettings {}

  /// An IPv6 address stands in brackets.
  Pattern SYSLOG = Pattern.compile("syslog:\\[?(?<host>[^\\[\\]]+?)]?:(?<port>\\d{1,5})");

  /// A hundred years.
  int MOST_DAYS = 36_500;

  /// A tebibyte.
  int MOST_MEBIBYTES = 1 << 20;

  /// @throws ProxyConfigException if a setting is not valid, or has no meaning where the lines go
  static RequestLogSettings read(SettingsTable log, Path folder) {
    var requests = log.text("requests", "stdout");
    var onFailure =
        switch (log.text("on-failure", "refuse")) {
          case "refuse" -> RequestLog.OnFailure.REFUSE;
          case "serve" -> RequestLog.OnFailure.SERVE;
          default -> throw log.wrong("on-failure", "must be \"refuse\" or \"serve\"");
        };
    var rotation =
        new LogRotation(
            log.number("rotate-mib", 0, 0, MOST_MEBIBYTES),
            log.number("rotate-days", 0, 0, MOST_DAYS));
    var syslog = SYSLOG.matcher(requests);
    if (syslog.matches()) {
      refuse(log, "is for a log in a file; name one with requests", "rotate-mib", "rotate-days");
      var port = Integer.parseInt(syslog.group("port"));
      if (port < 1 || port > 65_535) {
        throw log.wrong("requests", "names no port from 1 to 65535");
      }
      return new ToSyslog(syslog.group("host"), port, onFailure);
    }
    if (requests.startsWith("syslog:")) {
      throw log.wrong("requests", "must name host and port, as in \"syslog:127.0.0.1:514\"");
    }
    return switch (requests) {
      case "stdout", "off" -> {
        refuse(log, "is for a log in a file; name one with requests", "rotate-mib", "rotate-days");
        refuse(log, "is for a log in a file or at a syslog server", "on-failure");
        yield requests.equals("off") ? new Nowhere() : new StandardOutput();
      }
      default -> new ToFile(folder.resolve(requests), onFailure, rotation);
    };
  }

  private static void refuse(SettingsTable log, String why, String... settings) {
    for (var setting : settings) {
      if (log.has(setting)) {
        throw log.wrong(setting, why);
      }
    }
  }
}
