package org.xksworkbench.bridge.xks.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// Asks a running proxy by its control socket.
public final class ControlClient {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_ANSWER = 4 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path socket;

  public ControlClient(Path socket) {
    this.socket = socket;
  }

  /// @throws ProxyConfigException if nobody answers, or the proxy refuses; the message says why
  public JsonNode ask(JsonNode request) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var _ = ChannelDeadline.closing(channel, PATIENCE)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ChannelText.write(channel, MAPPER.writeValueAsBytes(request));
      var answer = MAPPER.readTree(ChannelText.read(channel, LONGEST_ANSWER));
      if (answer == null || !answer.path("ok").asBoolean()) {
        throw new ProxyConfigException(
            answer == null || answer.path("message").asText().isEmpty()
                ? "The proxy at " + socket + " gave no answer"
                : answer.path("message").asText(),
            null);
      }
      return answer;
    } catch (JsonProcessingException e) {
      throw new ProxyConfigException("What answers at " + socket + " is no proxy of this kind", e);
    } catch (ClosedChannelException e) {
      throw new ProxyConfigException(
          "The proxy at "
              + socket
              + " did not answer within "
              + PATIENCE.toSeconds()
              + " seconds; its log may say why",
          e);
    } catch (IOException e) {
      throw new ProxyConfigException(unreachable(e), e);
    }
  }

  private String unreachable(IOException e) {
    if (!Files.exists(socket)) {
      return "There is no control socket "
          + socket
          + ". Either no proxy runs, or its proxy.toml names no socket under [admin], or you may not"
          + " look into its folder";
    }
    return "The control socket "
        + socket
        + " cannot be used: "
        + e.getMessage()
        + ". Either the proxy has ended, or you are not in its group";
  }
}
