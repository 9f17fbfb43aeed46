package org.xksworkbench.app.kms.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.xksworkbench.bridge.xks.server.TestTls;

/// A proxy that opens every TLS connection with a certificate of its own, and what stands behind it
/// in place of AWS.
final class Company implements AutoCloseable {

  private static final String CALLER =
      "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
          + "<GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn>"
          + "<UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult>"
          + "<ResponseMetadata><RequestId>q</RequestId></ResponseMetadata>"
          + "</GetCallerIdentityResponse>";
  private static final String ASSUMED =
      "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
          + "<AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>"
          + "<SecretAccessKey>not-a-real-secret</SecretAccessKey>"
          + "<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>"
          + "</Credentials></AssumeRoleResult>"
          + "<ResponseMetadata><RequestId>q</RequestId></ResponseMetadata></AssumeRoleResponse>";

  private final List<String> tunnels = Collections.synchronizedList(new ArrayList<>());
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 200;
  private final ServerSocket proxy;
  private final HttpsServer server;
  private final Path bundle;

  /// How a service of AWS writes what is asked and answered.
  interface ServiceWire {

    /// @param path of the request
    String asked(String path, byte[] body) throws IOException;

    byte[] answer(String text, Headers headers) throws IOException;

    /// The query protocol, and JSON.
    static ServiceWire text() {
      return new ServiceWire() {
        @Override
        public String asked(String path, byte[] body) {
          return URLDecoder.decode(
              new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }

        @Override
        public byte[] answer(String text, Headers headers) {
          return text.getBytes(StandardCharsets.UTF_8);
        }
      };
    }
  }

  Company(Path folder, String host) throws Exception {
    this(folder, host, Company::identity);
  }

  private static String identity(String body) {
    if (body.contains("Action=AssumeRole")) {
      return ASSUMED;
    }
    return body.contains("GetCallerIdentity")
        ? CALLER
        : "{\"Keys\":[{\"KeyId\":\"11111111-2222-3333-4444-555555555555\","
            + "\"KeyArn\":\"a\"}],\"Truncated\":false}";
  }

  /// @param aws answers the body of a request
  Company(Path folder, String host, UnaryOperator<String> aws) throws Exception {
    this(folder, host, ServiceWire.text(), aws);
  }

  /// @param aws answers the body of a request
  Company(Path folder, String host, ServiceWire wire, UnaryOperator<String> aws) throws Exception {
    var tls = TestTls.issue(folder, host);
    bundle = Files.writeString(folder.resolve("company.pem"), tls.issued().caPem());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
    server.createContext(
        "/",
        exchange -> {
          var asked =
              wire.asked(
                  exchange.getRequestURI().getPath(), exchange.getRequestBody().readAllBytes());
          requests.add(asked);
          var answer = wire.answer(aws.apply(asked), exchange.getResponseHeaders());
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    System.setProperty("https.proxyHost", "127.0.0.1");
    System.setProperty("https.proxyPort", Integer.toString(proxy.getLocalPort()));
  }

  /// Of the answers from now on.
  void status(int code) {
    status = code;
  }

  Path bundle() {
    return bundle;
  }

  List<String> tunnels() {
    return List.copyOf(tunnels);
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    System.clearProperty("https.proxyHost");
    System.clearProperty("https.proxyPort");
    proxy.close();
    server.stop(0);
  }

  private void serve() {
    while (!proxy.isClosed()) {
      try {
        var client = proxy.accept();
        Thread.ofVirtual().start(() -> tunnel(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  /// CONNECT host:443, and from then on bytes to the server that is there in its place.
  private void tunnel(Socket client) {
    try (client;
        var there = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
      var head = new StringBuilder();
      var in = client.getInputStream();
      while (!head.toString().endsWith("\r\n\r\n")) {
        var one = in.read();
        if (one < 0) {
          return;
        }
        head.append((char) one);
      }
      tunnels.add(head.toString().split(" ", 3)[1]);
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var back = Thread.ofVirtual().start(() -> copy(there, client));
      copy(client, there);
      back.join(1000);
    } catch (IOException e) {
      // The other side hung up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // The other side hung up.
    }
  }
}
