package org.xksworkbench.app.kms.aws.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// By what a proxy wants somebody to log in. Asked without any login: Java keeps the answer to
/// itself.
final class ProxySchemes {

  private static final int MILLIS = 2000;
  private static final int MOST = 16 * 1024;
  private static final Pattern ASKED =
      Pattern.compile("(?im)^proxy-authenticate: *([A-Za-z0-9-]+)");

  private ProxySchemes() {}

  /// In the order of the proxy; empty if it says none.
  ///
  /// @param proxy host and port
  static List<String> of(InetSocketAddress proxy, String host, int port) {
    try (var socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(proxy.getHostString(), proxy.getPort()), MILLIS);
      socket.setSoTimeout(MILLIS);
      socket
          .getOutputStream()
          .write(
              "CONNECT %1$s:%2$d HTTP/1.1\r\nHost: %1$s:%2$d\r\n\r\n"
                  .formatted(host, port)
                  .getBytes(StandardCharsets.US_ASCII));
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n") && head.length() < MOST) {
        var one = socket.getInputStream().read();
        if (one < 0) {
          break;
        }
        head.append((char) one);
      }
      var schemes = new LinkedHashSet<String>();
      ASKED.matcher(head).results().forEach(match -> schemes.add(match.group(1)));
      return List.copyOf(schemes);
    } catch (IOException e) {
      return List.of();
    }
  }

  /// What to do, sentences.
  static String remedy(List<String> schemes) {
    var known = schemes.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
    var todo = new ArrayList<String>();
    if (schemes.isEmpty() || known.contains("basic") || known.contains("digest")) {
      todo.add("Set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT.");
    }
    if (known.contains("ntlm")) {
      todo.add("For NTLM, set HTTPS_PROXY to http://DOMAIN%5CUSER:PASSWORD@HOST:PORT.");
    }
    if (known.contains("negotiate") || known.contains("kerberos")) {
      todo.add(
          "For Negotiate, have a ticket of Kerberos (klist shows it, kinit gets one) before the"
              + " start.");
    }
    if (todo.isEmpty()) {
      todo.add(
          "Ask whoever runs the proxy for Basic, Digest, NTLM or Negotiate: others cannot be"
              + " answered.");
    }
    return String.join(" ", todo);
  }
}
