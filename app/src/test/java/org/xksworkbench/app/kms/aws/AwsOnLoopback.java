package org.xksworkbench.app.kms.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xksworkbench.bridge.xks.server.TestTls;

/// STS, IAM Identity Center and AWS KMS of a Region, each with a certificate for its own host name,
/// behind a proxy that wants a password if it is given one. Whoever assumes a role gets keys that
/// are named after it.
public final class AwsOnLoopback implements AutoCloseable {

  public static final String REGION = "eu-central-1";
  static final String STS = "sts.eu-central-1.amazonaws.com";
  public static final String PORTAL = "portal.sso.eu-central-1.amazonaws.com";
  static final String OIDC = "oidc.eu-central-1.amazonaws.com";
  public static final String KMS = "kms.eu-central-1.amazonaws.com";

  private static final Pattern ROLE = Pattern.compile("role/([A-Za-z]+)");
  private static final Pattern LOGIN = Pattern.compile("(?im)^proxy-authorization: (.*)$");
  private static final Pattern SIGNER = Pattern.compile("Credential=([A-Za-z0-9]+)/");

  /// What came to a host.
  ///
  /// @param head all headers in one text
  public record LoopbackRequest(String host, String path, String head, String body) {

    /// The access key ID that it is signed with; empty without a signature.
    public String signer() {
      var match = SIGNER.matcher(head);
      return match.find() ? match.group(1) : "";
    }
  }

  private final List<LoopbackRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, HttpsServer> servers = new HashMap<>();
  private static final int HTTPS = 443;

  private final List<ServerSocket> direct = new ArrayList<>();
  private final ServerSocket proxy;
  private final Path bundle;
  private final String login;
  private final AtomicInteger pending = new AtomicInteger();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, String> leads = new ConcurrentHashMap<>();
  private final Map<String, LoopbackRefusal> refusals = new ConcurrentHashMap<>();

  /// What a host answers from now on.
  private record LoopbackRefusal(int status, String code) {}

  /// @param folder for certificates
  /// @param login `user:password` that the proxy wants; empty for none
  public AwsOnLoopback(Path folder, String login) throws Exception {
    this(folder, login, List.of());
  }

  /// @param more hosts
  AwsOnLoopback(Path folder, String login, List<String> more) throws Exception {
    this.login = login;
    var authorities = new StringBuilder();
    for (var host : Stream.concat(Stream.of(STS, PORTAL, OIDC, KMS), more.stream()).toList()) {
      var tls = TestTls.issue(folder, host);
      authorities.append(tls.issued().caPem()).append('\n');
      var server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
      server.createContext("/", exchange -> answer(host, exchange));
      server.start();
      servers.put(host, server);
    }
    bundle = Files.writeString(folder.resolve("authorities.pem"), authorities);
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /// Also without a proxy, each host at an address of its own, on the port of HTTPS.
  ///
  /// @return lines of a file of host names
  /// @throws java.net.BindException if this user may not open that port
  String listenDirectly() throws IOException {
    var lines = new StringBuilder();
    var number = 0;
    for (var one : servers.entrySet()) {
      var address = "127.88.0." + ++number;
      var socket = new ServerSocket(HTTPS, 50, InetAddress.ofLiteral(address));
      direct.add(socket);
      Thread.ofPlatform().daemon().start(() -> forward(socket, one.getValue()));
      lines.append(address).append(' ').append(one.getKey()).append('\n');
    }
    return lines.toString();
  }

  private static void forward(ServerSocket socket, HttpsServer server) {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try (client;
                  var there =
                      new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
                var back = Thread.ofPlatform().daemon().start(() -> copy(there, client));
                copy(client, there);
                back.join(1000);
              } catch (IOException e) {
                // The other side hung up.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
      } catch (IOException e) {
        return;
      }
    }
  }

  /// `HOST:PORT` of the proxy.
  public String proxy() {
    return "127.0.0.1:" + proxy.getLocalPort();
  }

  public Path bundle() {
    return bundle;
  }

  public List<LoopbackRequest> requests() {
    return List.copyOf(requests);
  }

  public List<LoopbackRequest> requests(String host) {
    return requests().stream().filter(one -> one.host().equals(host)).toList();
  }

  /// From now on, whatever is asked.
  void answer(String host, String body) {
    answers.put(host, body);
  }

  /// From now on it sends browsers there.
  void lead(String host, String location) {
    leads.put(host, location);
  }

  /// From now on.
  void refuse(String host, int status, String code) {
    refusals.put(host, new LoopbackRefusal(status, code));
  }

  /// How often whoever asks with a device code is told to wait.
  public void pending(int times) {
    pending.set(times);
  }

  /// Whole heads of CONNECT, as the proxy heard them.
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    for (var socket : direct) {
      socket.close();
    }
    servers.values().forEach(server -> server.stop(0));
  }

  private void answer(String host, HttpExchange exchange) throws IOException {
    try (exchange) {
      var head = new StringBuilder();
      exchange
          .getRequestHeaders()
          .forEach((name, values) ->
              values.forEach(value -> head.append(name).append(": ").append(value).append('\n')));
      var body =
          URLDecoder.decode(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              StandardCharsets.UTF_8);
      var request =
          new LoopbackRequest(host, exchange.getRequestURI().toString(), head.toString(), body);
      requests.add(request);
      var location = leads.get(host);
      if (location != null) {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      var refusal = refusals.get(host);
      if (refusal != null) {
        exchange.getResponseHeaders().add("x-amzn-ErrorType", refusal.code());
        var said = "{\"message\":\"No.\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refusal.status(), said.length);
        exchange.getResponseBody().write(said);
        return;
      }
      var waits = request.body().contains("device_code") && pending.getAndDecrement() > 0;
      if (waits) {
        exchange.getResponseHeaders().add("x-amzn-ErrorType", "AuthorizationPendingException");
      }
      var fixed = answers.get(host);
      var answer =
          (fixed != null
                  ? fixed
                  : waits ? "{\"error\":\"authorization_pending\"}" : answer(request))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(waits ? 400 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String answer(LoopbackRequest request) {
    return switch (request.host()) {
      case PORTAL -> portal(request);
      case OIDC -> oidc(request);
      case KMS -> "{\"Keys\":[],\"Truncated\":false}";
      default -> sts(request);
    };
  }

  /// Two pages of accounts.
  private static String portal(LoopbackRequest request) {
    return switch (request.path().replaceFirst("\\?.*", "")) {
      case "/assignment/accounts" ->
          request.path().contains("next_token=two")
              ? "{\"accountList\":[{\"accountId\":\"111122223333\",\"accountName\":\"Payments\"}]}"
              : "{\"nextToken\":\"two\",\"accountList\":[{\"accountId\":\"444455556666\","
                  + "\"accountName\":\"sandbox\"}]}";
      case "/assignment/roles" ->
          "{\"roleList\":[{\"roleName\":\"ReadOnly\",\"accountId\":\"111122223333\"},"
              + "{\"roleName\":\"admin\",\"accountId\":\"111122223333\"}]}";
      default ->
          "{\"roleCredentials\":{\"accessKeyId\":\"ASIACENTER\",\"secretAccessKey\":\"s\","
              + "\"sessionToken\":\"t\",\"expiration\":4070908800000}}";
    };
  }

  private static String oidc(LoopbackRequest request) {
    return switch (request.path()) {
      case "/client/register" ->
          "{\"clientId\":\"registered\",\"clientSecret\":\"planted-client\","
              + "\"clientSecretExpiresAt\":4070908800}";
      case "/device_authorization" ->
          "{\"deviceCode\":\"planted-device\",\"userCode\":\"ABCD-EFGH\","
              + "\"verificationUriComplete\":\"https://corp.awsapps.com/start?user_code=ABCD-EFGH\","
              + "\"expiresIn\":600,\"interval\":1}";
      default ->
          "{\"accessToken\":\"renewed-token\",\"tokenType\":\"Bearer\",\"expiresIn\":28800,"
              + "\"refreshToken\":\"next-refresh\"}";
    };
  }

  private static String sts(LoopbackRequest request) {
    if (request.body().contains("Action=GetCallerIdentity")) {
      return "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
          + "<GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:signed-by/"
          + request.signer()
          + "</Arn><UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult>"
          + "</GetCallerIdentityResponse>";
    }
    var action = request.body().contains("WebIdentity") ? "WithWebIdentity" : "";
    var role = ROLE.matcher(request.body());
    return ("<AssumeRole%1$sResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            + "<AssumeRole%1$sResult><Credentials><AccessKeyId>ASIA%2$s</AccessKeyId>"
            + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
            + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRole%1$sResult>"
            + "</AssumeRole%1$sResponse>")
        .formatted(action, role.find() ? role.group(1) : "");
  }

  private void serve() {
    while (!proxy.isClosed()) {
      try {
        var client = proxy.accept();
        Thread.ofPlatform().daemon().start(() -> tunnel(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void tunnel(Socket client) {
    try (client) {
      var head = head(client);
      asked.add(head);
      if (!login.isEmpty() && !basic(login).equals(login(head))) {
        say(
            client,
            "HTTP/1.1 407 Proxy Authentication Required\r\n"
                + "Proxy-Authenticate: Basic realm=\"corp\"\r\nContent-Length: 0\r\n"
                + "Connection: close\r\n\r\n");
        return;
      }
      var server = servers.get(head.split("[ :]")[1]);
      if (server == null) {
        say(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      try (var there =
          new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
        say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        var back = Thread.ofPlatform().daemon().start(() -> copy(there, client));
        copy(client, there);
        back.join(1000);
      }
    } catch (IOException e) {
      // The other side hung up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What the proxy was told of user and password, in the order of CONNECTs that had it.
  List<String> logins() {
    return asked().stream().map(AwsOnLoopback::login).filter(value -> !value.isEmpty()).toList();
  }

  private static String login(String head) {
    var match = LOGIN.matcher(head);
    return match.find() ? match.group(1).strip() : "";
  }

  static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  private static String head(Socket client) throws IOException {
    var head = new StringBuilder();
    var in = client.getInputStream();
    while (!head.toString().endsWith("\r\n\r\n")) {
      var one = in.read();
      if (one < 0) {
        throw new IOException("The other side hung up.");
      }
      head.append((char) one);
    }
    return head.toString();
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // The other side hung up.
    }
  }
}
