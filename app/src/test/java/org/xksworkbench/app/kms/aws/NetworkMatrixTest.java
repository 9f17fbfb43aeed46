package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of profile, in each network, with each setting of endpoints: what arrives where, and
/// nothing elsewhere. Every secret of the user is planted, and looked for in what leaves, in what
/// is said, and in the bundle for support.
@Tag("slow")
class NetworkMatrixTest {

  private static final String ELSEWHERE = "elsewhere.example.com";
  private static final String LOGIN = "ada:planted-proxy";

  /// How this computer gets to AWS.
  private enum NetworkKind {
    DIRECT,
    PROXY,
    PROXY_WITH_PASSWORD,
    /// The company's authority is not known here.
    INSPECTED
  }

  private enum EndpointSetting {
    NONE,
    /// In the clear, to this machine.
    IN_THE_CLEAR,
    /// Over TLS, to somebody who is not AWS.
    TO_ANOTHER
  }

  /// What a kind of profile does where nothing is in its way.
  ///
  /// @param signer access key ID of GetCallerIdentity
  /// @param hosts that hear of it
  /// @param byToken whether it begins with a token, which goes to AWS alone
  private record KindOfProfile(String signer, Set<String> hosts, boolean byToken) {}

  private static final Map<String, KindOfProfile> KINDS = kinds();

  private static Map<String, KindOfProfile> kinds() {
    var sts = Set.of(AwsOnLoopback.STS);
    var center = Set.of(AwsOnLoopback.STS, AwsOnLoopback.PORTAL);
    var kinds = new LinkedHashMap<String, KindOfProfile>();
    kinds.put("keys", new KindOfProfile("AKIAKEYS", sts, false));
    kinds.put("role", new KindOfProfile("ASIAOuter", sts, false));
    kinds.put("web", new KindOfProfile("ASIAWeb", sts, true));
    kinds.put("center", new KindOfProfile("ASIACENTER", center, true));
    kinds.put("old-center", new KindOfProfile("ASIACENTER", center, true));
    kinds.put("process", new KindOfProfile("AKIAPROCESS", sts, false));
    kinds.put("environment", new KindOfProfile("AKIATERMINAL", sts, false));
    return kinds;
  }

  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();

  static Stream<Arguments> each_kind_in_each_network_with_each_endpoint() {
    return Arrays.stream(NetworkKind.values())
        .flatMap(network ->
            Arrays.stream(EndpointSetting.values())
                .map(endpoint -> Arguments.of(network, endpoint)));
  }

  @ParameterizedTest
  @MethodSource
  void each_kind_in_each_network_with_each_endpoint(NetworkKind network, EndpointSetting endpoint)
      throws Exception {
    var home = home();
    var login = network == NetworkKind.PROXY_WITH_PASSWORD ? LOGIN : "";
    var heard = new AtomicInteger();
    try (var aws = new AwsOnLoopback(Files.createDirectories(folder.resolve("tls")), login);
        var clear = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> count(clear, heard));
      network(network, aws);
      switch (endpoint) {
        case NONE -> {}
        case IN_THE_CLEAR ->
            variables.put("AWS_ENDPOINT_URL", "http://localhost:" + clear.getLocalPort());
        case TO_ANOTHER -> variables.put("AWS_ENDPOINT_URL", "https://" + ELSEWHERE);
      }
      var bundle = folder.resolve("bundle.zip");
      var what = new ArrayList<>(KINDS.keySet());
      what.add("bundle " + bundle);
      var said = SignInProcess.say(home.folder(), variables, what.toArray(String[]::new));

      KINDS.forEach((profile, kind) -> {
        var line = said.lines().filter(one -> one.startsWith("> " + profile + ": ")).findFirst();
        assertThat(line).as(said).isPresent();
        assertThat(line.get()).as(said).satisfies(told -> check(kind, network, endpoint, told));
      });
      assertThat(heard).as("in the clear").hasValue(0);
      assertHosts(aws, network, endpoint);
      assertSecrets(aws, said, bundle, login);
    }
  }

  private static void check(
      KindOfProfile kind, NetworkKind network, EndpointSetting endpoint, String told) {
    if (endpoint == EndpointSetting.NONE) {
      if (network == NetworkKind.INSPECTED) {
        assertThat(told).contains("NetworkTls");
      } else {
        assertThat(told).endsWith("signed-by/" + kind.signer());
      }
    } else if (endpoint == EndpointSetting.IN_THE_CLEAR || kind.byToken()) {
      assertThat(told).contains("EndpointRefused", "AWS_ENDPOINT_URL");
    } else {
      // A signature is worth nothing elsewhere, and the window shows that host at all times.
      assertThat(told).doesNotContain("signed-by").doesNotContain("EndpointRefused");
    }
  }

  /// What arrives where, and nothing elsewhere.
  private static void assertHosts(
      AwsOnLoopback aws, NetworkKind network, EndpointSetting endpoint) {
    var reached = endpoint == EndpointSetting.NONE && network != NetworkKind.INSPECTED;
    var arrived =
        aws.requests().stream()
            .map(AwsOnLoopback.LoopbackRequest::host)
            .collect(Collectors.toSet());
    var wanted =
        KINDS.values().stream().flatMap(kind -> kind.hosts().stream()).collect(Collectors.toSet());
    assertThat(arrived).isEqualTo(reached ? wanted : Set.of());
    var tunnels =
        aws.asked().stream().map(head -> head.split("[ :]")[1]).collect(Collectors.toSet());
    if (network == NetworkKind.DIRECT || endpoint == EndpointSetting.IN_THE_CLEAR) {
      assertThat(tunnels).isEmpty();
    } else {
      assertThat(tunnels).isEqualTo(endpoint == EndpointSetting.NONE ? wanted : Set.of(ELSEWHERE));
    }
  }

  /// Each secret is where it has to be, and nowhere else.
  private static void assertSecrets(AwsOnLoopback aws, String said, Path bundle, String login)
      throws IOException {
    assertThat(said).doesNotContain("planted");
    assertThat(text(bundle)).isNotEmpty().doesNotContain("planted");
    for (var request : aws.requests()) {
      var token =
          request.host().equals(AwsOnLoopback.PORTAL)
              || request.body().contains("AssumeRoleWithWebIdentity");
      assertThat(
              (request.head() + request.body() + request.path())
                  .replace(token ? "planted-token" : "no secret at all", ""))
          .as(request.host())
          .doesNotContain("planted")
          .doesNotContain(encoded());
    }
    assertThat(aws.logins())
        .allSatisfy(one -> assertThat(one).isEqualTo(AwsOnLoopback.basic(login)));
    assertThat(aws.asked())
        .allSatisfy(head ->
            assertThat(head.replaceAll("(?im)^proxy-authorization:.*$", ""))
                .doesNotContain("planted")
                .doesNotContain(encoded()));
  }

  private static String encoded() {
    return AwsOnLoopback.basic(LOGIN).substring("Basic ".length());
  }

  private static String text(Path bundle) throws IOException {
    try (var zip = new ZipFile(bundle.toFile())) {
      var all = new StringBuilder();
      for (var entry : zip.stream().toList()) {
        try (var content = zip.getInputStream(entry)) {
          all.append(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      return all.toString();
    }
  }

  private AwsHome home() throws IOException {
    var home = new AwsHome(Files.createDirectories(folder.resolve("home")));
    var script =
        Files.writeString(
            folder.resolve("get.sh"),
            "echo '{\"Version\":1,\"AccessKeyId\":\"AKIAPROCESS\",\"SecretAccessKey\":\"planted-secret\","
                + "\"SessionToken\":\"t\"}'; echo planted-words >&2\n");
    home.config(
        AwsHome.PROFILES
            + "[profile process]\ncredential_process = /bin/sh '"
            + script
            + "' --password planted-secret\n");
    variables.put("AWS_ACCESS_KEY_ID", "AKIATERMINAL");
    variables.put("AWS_SECRET_ACCESS_KEY", "planted-secret");
    variables.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    variables.put("XDG_STATE_HOME", folder.resolve("xdg").toString());
    return home;
  }

  private void network(NetworkKind network, AwsOnLoopback aws) throws IOException {
    if (network != NetworkKind.INSPECTED) {
      variables.put("AWS_CA_BUNDLE", aws.bundle().toString());
    }
    switch (network) {
      case DIRECT -> {
        try {
          var hosts =
              Files.writeString(
                  folder.resolve("hosts"), aws.listenDirectly() + "127.0.0.1 localhost\n");
          variables.put("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts);
        } catch (BindException e) {
          abort("Only root may open the port of HTTPS: " + e.getMessage());
        }
      }
      case PROXY, INSPECTED -> variables.put("HTTPS_PROXY", aws.proxy());
      case PROXY_WITH_PASSWORD ->
          variables.put(
              "HTTPS_PROXY", "http://%s@%s".formatted(LOGIN, aws.proxy()).toLowerCase(Locale.ROOT));
    }
  }

  private static void count(ServerSocket listener, AtomicInteger heard) {
    while (true) {
      try (var _ = listener.accept()) {
        heard.incrementAndGet();
      } catch (IOException e) {
        return;
      }
    }
  }
}
