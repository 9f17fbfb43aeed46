package org.xksworkbench.app.kms.aws.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// Settings of a desktop that Java does not follow on Linux, and what to set in their place.
class DesktopProxyTest {

  private static final String GET = "gsettings get org.gnome.system.proxy ";

  @TempDir private Path home;
  private final Map<String, String> programs = new HashMap<>();

  @Test
  void a_pac_file_of_gnome_is_named_with_what_to_set() {
    programs.put(GET + "mode", "'auto'\n");
    programs.put(GET + "autoconfig-url", "'http://ada:planted@wpad.corp/proxy.pac'\n");
    var unread = look(Map.of()).orElseThrow();
    assertThat(unread.words())
        .isEqualTo(
            "the settings of GNOME name a PAC file (wpad.corp/proxy.pac), which nothing evaluates"
                + " here");
    assertThat(unread.remedy()).contains("set HTTPS_PROXY to http://HOST:PORT");
  }

  @Test
  void another_mode_of_gnome_or_no_gnome_is_nothing_to_tell() {
    assertThat(look(Map.of())).isEmpty();
    programs.put(GET + "mode", "'manual'\n");
    assertThat(look(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ProxyType=2/Proxy Config Script=file:///home/ada/p.pac | KDE name a PAC file"
            + " (home/ada/p.pac) | HTTPS_PROXY",
        "ProxyType=3 | look by WPAD for a PAC file, which | HTTPS_PROXY",
        "ProxyType=1/httpsProxy=http://u:planted@proxy.corp 3128 | KDE name a proxy |"
            + " http://proxy.corp:3128 before"
      })
  void what_kde_says_is_named(String file, String words, String remedy) throws Exception {
    Files.createDirectories(home.resolve(".config"));
    Files.writeString(
        home.resolve(".config/kioslaverc"), "[Proxy Settings]\n" + lines(file) + "\nother=1\n");
    var unread = look(Map.of()).orElseThrow();
    assertThat(unread.words()).contains(words).doesNotContain("planted");
    assertThat(unread.remedy()).contains(remedy).doesNotContain("planted");
  }

  @Test
  void no_proxy_of_kde_is_nothing_to_tell() throws Exception {
    Files.createDirectories(home.resolve(".config"));
    Files.writeString(home.resolve(".config/kioslaverc"), "[Proxy Settings]\nProxyType=0\n");
    assertThat(look(Map.of())).isEmpty();
  }

  @Test
  void the_variable_of_older_programs_is_named() {
    assertThat(look(Map.of("auto_proxy", "http://wpad.corp/wpad.dat")).orElseThrow().words())
        .startsWith("auto_proxy names a PAC file");
  }

  /// The last slash of a URL that ends a line would be one, too.
  private static String lines(String file) {
    return file.replace("/Proxy Config", "\nProxy Config").replace("/httpsProxy", "\nhttpsProxy");
  }

  private Optional<DesktopProxy.UnreadSetting> look(Map<String, String> variables) {
    return new DesktopProxy(
            new AwsEnvironment(variables, home),
            (List<String> command) -> Optional.ofNullable(programs.get(String.join(" ", command))))
        .look();
  }
}
