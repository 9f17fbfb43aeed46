package org.xksworkbench.app.kms.aws.credentials;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Waits for the browser to come back, on this computer alone. What does not know the state is
/// turned away, and waited on.
final class Callback {

  private static final int LOOK_MILLIS = 300;
  private static final int TO_READ_MILLIS = 5000;

  private final ServerSocket server;
  private final String path;
  private final String state;
  private final Instant end;
  private final InstantSource clock;

  Callback(ServerSocket server, String path, String state, Instant end, InstantSource clock) {
    this.server = server;
    this.path = path;
    this.state = state;
    this.end = end;
    this.clock = clock;
  }

  String code() throws IOException, InterruptedException {
    server.setSoTimeout(LOOK_MILLIS);
    while (clock.instant().isBefore(end)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try (var browser = server.accept()) {
        var code = hear(browser);
        if (code.isPresent()) {
          return code.get();
        }
      } catch (SocketTimeoutException e) {
        // Nobody came yet, or said nothing.
      }
    }
    throw IdentityCenterLogin.signInFailure(
        "Nobody said yes in the browser within ten minutes.", null);
  }

  private Optional<String> hear(Socket browser) {
    try {
      return answer(browser);
    } catch (IOException e) {
      // Somebody else, who hung up.
      return Optional.empty();
    }
  }

  private Optional<String> answer(Socket browser) throws IOException {
    browser.setSoTimeout(TO_READ_MILLIS);
    var reader =
        new BufferedReader(
            new InputStreamReader(browser.getInputStream(), StandardCharsets.US_ASCII));
    var line = reader.readLine();
    // To its end: the answer would be lost else.
    for (var more = line; more != null && !more.isEmpty(); ) {
      more = reader.readLine();
    }
    var target = line == null ? new String[0] : line.split(" ", -1);
    if (target.length != 3 || !target[1].startsWith(path + "?")) {
      say(browser, "404 Not Found", "There is nothing here.");
      return Optional.empty();
    }
    var told = query(target[1].substring(path.length() + 1));
    if (!state.equals(told.get("state"))) {
      say(browser, "400 Bad Request", "This sign-in was not begun here.");
      return Optional.empty();
    }
    var code = told.get("code");
    if (code == null) {
      say(browser, "200 OK", "The sign-in was refused. You can close this page.");
      throw IdentityCenterLogin.signInFailure("The sign-in was refused in the browser.", null);
    }
    say(browser, "200 OK", "You are signed in. Go back to XKS Workbench and close this page.");
    return Optional.of(code);
  }

  private static Map<String, String> query(String text) {
    var values = new HashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2) {
        values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  private static void say(Socket browser, String status, String words) throws IOException {
    var body = "<!doctype html><title>XKS Workbench</title><p>" + words;
    browser
        .getOutputStream()
        .write(
            ("HTTP/1.1 "
                    + status
                    + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
                    + body.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
  }
}
