package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A company's proxy as companies have it: squid, which wants a ticket of a KDC, the two steps of
/// NTLM, or a password. Behind it stands what is there in place of AWS. `make test-proxy-login`.
@Tag("clients")
class ProxyLoginTest {

  private static final String REALM = "XKSW.TEST";
  private static final String HELPERS = "/usr/lib/squid/";
  private static final String NEGOTIATE =
      "auth_param negotiate program " + HELPERS + "negotiate_kerberos_auth -s GSS_C_NO_NAME\n";
  private static final String NTLM = "auth_param ntlm program " + HELPERS + "ntlm_fake_auth\n";

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private final Map<String, String> kerberos = new HashMap<>();
  private AwsHome home;
  private AwsOnLoopback aws;

  @BeforeEach
  void start() throws Exception {
    home = new AwsHome(Files.createDirectories(folder.resolve("home")));
    aws = new AwsOnLoopback(Files.createDirectories(folder.resolve("tls")), "");
  }

  @AfterEach
  void stop() throws Exception {
    for (var process : started.reversed()) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    aws.close();
  }

  @Test
  void a_ticket_of_kerberos_opens_a_proxy_that_wants_negotiate() throws Exception {
    kdc();
    run(kerberos, "kinit", "-k", "-t", folder.resolve("ada.keytab").toString(), "ada@" + REALM);
    var squid = squid(NEGOTIATE);
    assertThat(signIn("localhost:" + squid, kerberos)).endsWith("signed-by/AKIAKEYS");
    assertThat(log()).contains("ada@" + REALM).contains("TCP_TUNNEL/200");
  }

  @Test
  void without_a_ticket_that_is_told_and_the_password_of_the_variable_goes_nowhere()
      throws Exception {
    kdc();
    var squid = squid(NEGOTIATE);
    assertThat(signIn("ada:planted-secret@localhost:" + squid, kerberos))
        .contains("NetworkProxy", "HTTP 407")
        .doesNotContain("planted-secret");
    assertThat(aws.requests()).isEmpty();
  }

  @Test
  void where_a_proxy_wants_negotiate_or_basic_the_password_is_sent_by_basic_without_a_ticket()
      throws Exception {
    kdc();
    var squid = squid(NEGOTIATE + "auth_param basic program " + HELPERS + "basic_fake_auth\n");
    assertThat(signIn("ada:p%40ss@localhost:" + squid, kerberos)).endsWith("signed-by/AKIAKEYS");
    assertThat(log()).contains(" ada ").contains("TCP_TUNNEL/200");
  }

  @Test
  void ntlm_is_answered_with_domain_user_and_password_of_the_variable() throws Exception {
    var squid = squid(NTLM);
    assertThat(signIn("CORP%5Cada:p%40ss@localhost:" + squid, Map.of()))
        .endsWith("signed-by/AKIAKEYS");
    // Squid's helper, which takes any password, reads a name of UTF-16 as far as its first letter.
    assertThat(log()).contains("TCP_TUNNEL/200").containsPattern(" (?i)c\\\\+a ");
  }

  private String signIn(String proxy, Map<String, String> more) throws Exception {
    var variables = new HashMap<>(more);
    variables.put("HTTPS_PROXY", "http://" + proxy);
    variables.put("AWS_CA_BUNDLE", aws.bundle().toString());
    return SignInProcess.run(home.folder(), variables, "keys").getFirst();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("access.log"));
  }

  /// @param login how it wants somebody to log in
  private int squid(String login) throws Exception {
    var port = freePort();
    var parent = aws.proxy().split(":");
    var configuration =
        Files.writeString(
            folder.resolve("squid.conf"),
            login
                + """
                acl known proxy_auth REQUIRED
                http_access allow known
                http_access deny all
                http_port 127.0.0.1:%1$d
                cache_peer 127.0.0.1 parent %2$s 0 no-query default
                never_direct allow all
                cache deny all
                memory_cache_shared off
                access_log stdio:%3$s/access.log
                cache_log %3$s/cache.log
                cache_store_log none
                pid_filename none
                coredump_dir %3$s
                netdb_filename none
                pinger_enable off
                visible_hostname localhost
                shutdown_lifetime 0 seconds
                cache_effective_user proxy
                """
                    .formatted(port, parent[1], folder));
    // Started by root, squid becomes the user proxy.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    if (Files.exists(folder.resolve("squid.keytab"))) {
      Files.setPosixFilePermissions(
          folder.resolve("squid.keytab"), PosixFilePermissions.fromString("rw-r--r--"));
    }
    var environment = new HashMap<>(kerberos);
    environment.put("KRB5_KTNAME", folder.resolve("squid.keytab").toString());
    start(environment, "squid", "-N", "-n", "xksw" + port, "-f", configuration.toString());
    await(port);
    return port;
  }

  private void kdc() throws Exception {
    var port = freePort();
    kerberos.put(
        "KRB5_CONFIG",
        Files.writeString(
                folder.resolve("krb5.conf"),
                """
                [libdefaults]
                default_realm = %1$s
                dns_lookup_kdc = false
                dns_lookup_realm = false
                rdns = false
                udp_preference_limit = 1
                [realms]
                %1$s = {
                  kdc = 127.0.0.1:%2$d
                }
                [domain_realm]
                localhost = %1$s
                """
                    .formatted(REALM, port))
            .toString());
    kerberos.put(
        "KRB5_KDC_PROFILE",
        Files.writeString(
                folder.resolve("kdc.conf"),
                """
                [kdcdefaults]
                kdc_listen = 127.0.0.1:%2$d
                kdc_tcp_listen = 127.0.0.1:%2$d
                [realms]
                %1$s = {
                  database_name = %3$s/principal
                  key_stash_file = %3$s/stash
                  max_life = 1h
                }
                """
                    .formatted(REALM, port, folder))
            .toString());
    kerberos.put("KRB5CCNAME", "FILE:" + folder.resolve("ticket"));
    kerberos.put("JDK_JAVA_OPTIONS", "-Djava.security.krb5.conf=" + folder.resolve("krb5.conf"));
    run(kerberos, "/usr/sbin/kdb5_util", "create", "-r", REALM, "-s", "-P", "of-a-test");
    for (var principal : List.of("ada", "HTTP/localhost")) {
      admin("addprinc -randkey " + principal);
    }
    admin("ktadd -k " + folder.resolve("ada.keytab") + " ada");
    admin("ktadd -k " + folder.resolve("squid.keytab") + " HTTP/localhost");
    start(kerberos, "/usr/sbin/krb5kdc", "-n");
    await(port);
  }

  private void admin(String query) throws Exception {
    run(kerberos, "/usr/sbin/kadmin.local", "-r", REALM, "-q", query);
  }

  private void run(Map<String, String> environment, String... command) throws Exception {
    var process = builder(environment, command).start();
    process.getOutputStream().close();
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said()).isZero();
  }

  private void start(Map<String, String> environment, String... command) throws IOException {
    started.add(builder(environment, command).start());
  }

  private ProcessBuilder builder(Map<String, String> environment, String... command) {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
    return builder;
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await(int port) throws Exception {
    var end = Instant.now().plus(Duration.ofMinutes(1));
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        if (Instant.now().isAfter(end) || !started.getLast().isAlive()) {
          throw new AssertionError(said(), e);
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }
}
