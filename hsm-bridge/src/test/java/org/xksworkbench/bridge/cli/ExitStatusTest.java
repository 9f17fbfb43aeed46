package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.bridge.Documents;
import org.xksworkbench.bridge.ExitStatus;

/// What the program ends with is what its launcher, its unit for systemd and its documents say.
class ExitStatusTest {

  private static final Pattern SPAN = Pattern.compile("(\\d+)(s|min|h)?");

  private static String read(String file) throws IOException {
    return Files.readString(Documents.ROOT.resolve(file));
  }

  /// @return the value of the setting, which stands there once
  private static String unit(String setting) throws IOException {
    var values =
        read("packaging/linux/xks-proxy.service")
            .lines()
            .filter(line -> line.startsWith(setting + "="))
            .map(line -> line.substring(setting.length() + 1))
            .toList();
    assertThat(values).as(setting).hasSize(1);
    return values.getFirst();
  }

  private static Duration span(String text) {
    var span = SPAN.matcher(text);
    assertThat(span.matches()).as(text).isTrue();
    var amount = Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "h" -> Duration.ofHours(amount);
      case "min" -> Duration.ofMinutes(amount);
      case null, default -> Duration.ofSeconds(amount);
    };
  }

  @Test
  void systemd_never_tries_a_refused_pin_again() throws IOException {
    assertThat(unit("RestartPreventExitStatus"))
        .isEqualTo(Integer.toString(ExitStatus.PIN_REFUSED.code()));
  }

  @Test
  void systemd_replaces_a_proxy_that_failed_within_seconds() throws IOException {
    assertThat(unit("Restart")).isEqualTo("on-failure");
    assertThat(span(unit("RestartSec"))).isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(Integer.parseInt(unit("StartLimitBurst"))).isGreaterThanOrEqualTo(5);
  }

  /// A limit that the starts cannot reach within its time is none.
  @Test
  void systemd_does_not_replace_it_endlessly() throws IOException {
    var slowestStart = Duration.ofMinutes(1);
    var between = span(unit("RestartSec")).plus(slowestStart);
    assertThat(between.multipliedBy(Long.parseLong(unit("StartLimitBurst"))))
        .isLessThan(span(unit("StartLimitIntervalSec")));
  }

  @Test
  void the_launcher_gives_the_one_that_the_program_cannot_give_itself() throws IOException {
    assertThat(read("hsm-bridge/bin/supervise.sh"))
        .contains("\nCRASHED=" + ExitStatus.LIBRARY.code() + "\n");
  }

  @ParameterizedTest
  @EnumSource
  void the_page_on_the_service_says_what_systemd_does_after_each(ExitStatus status)
      throws IOException {
    assertThat(read("docs/proxy-service.md")).containsPattern("\n\\| " + status.code() + "[ ,]");
  }

  /// Its manual page is made of this.
  @Test
  void the_help_lists_them_all() {
    var usage = HsmBridge.commandLine().getUsageMessage();
    var listed = usage.substring(usage.indexOf("Exit status:")).lines().skip(1).toList();
    assertThat(listed)
        .hasSizeGreaterThanOrEqualTo(ExitStatus.values().length + 1)
        .allSatisfy(line -> assertThat(line).startsWith("  "));
    for (var status : List.of(ExitStatus.values())) {
      assertThat(listed).anyMatch(line -> line.startsWith("  " + status.code() + " "));
    }
  }
}
