package org.xksworkbench.bridge.xks.config;

import java.nio.file.Path;
import org.xksworkbench.bridge.xks.audit.RequestLog;
import org.xksworkbench.bridge.xks.audit.Rotation;

/// `[log]` of `proxy.toml`: where the line of each request goes.
public sealed interface RequestLogSettings {

  /// For whoever reads it, or nobody.
  record StandardOutput() implements RequestLogSettings {}

  record Nowhere() implements RequestLogSettings {}

  /// An audit trail.
  record ToFile(Path file, RequestLog.OnFailure onFailure, Rotation rotation)
      implements RequestLogSettings {}

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
        new Rotation(
            log.number("rotate-mib", 0, 0, MOST_MEBIBYTES),
            log.number("rotate-days", 0, 0, MOST_DAYS));
    return switch (requests) {
      case "stdout", "off" -> {
        for (var setting : new String[] {"on-failure", "rotate-mib", "rotate-days"}) {
          if (log.has(setting)) {
            throw log.wrong(setting, "is for a log in a file; name one with requests");
          }
        }
        yield requests.equals("off") ? new Nowhere() : new StandardOutput();
      }
      default -> new ToFile(folder.resolve(requests), onFailure, rotation);
    };
  }
}
