package org.xksworkbench.bridge.xks.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.store.Deletion;

/// A Unix domain socket at which a running proxy tells of itself and takes changes: one request and
/// one answer a connection, each a line of JSON.
///
/// Who may connect, the system decides by the permissions of the socket: its owner and the members
/// of its group. Who connected, the system says (`SO_PEERCRED`), and [ControlRequests] decides what
/// that user may do.
public final class ControlSocket implements AutoCloseable {

  /// Who asks.
  ///
  /// @param owner whether it is the user of the proxy, or root: who may change its files anyway
  record ControlPeer(String user, boolean owner) {}

  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

  /// Where the service `xks-proxy` has it.
  public static final Path OF_THE_SERVICE = Path.of("/run/xks-proxy/control.sock");

  private static final int LONGEST_REQUEST = 16 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String ROOT = "root";

  /// So many may ask at once. Others wait in the system's queue.
  private static final int AT_ONCE = 8;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;
  private final ServerSocketChannel server;
  private final String owner;
  private final ControlRequests requests;
  private final Semaphore free = new Semaphore(AT_ONCE);

  private ControlSocket(
      Path path, ServerSocketChannel server, String owner, ControlRequests requests) {
    this.path = path;
    this.server = server;
    this.owner = owner;
    this.requests = requests;
  }

  /// @param group whose members may connect; if this computer has none, or the proxy's user is not
  ///   in it, the owner alone may
  /// @throws IOException if the socket cannot be made; the message says why
  public static ControlSocket start(Path path, String group, ControlRequests requests)
      throws IOException {
    clear(path);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      permit(path, group);
      var owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
      var socket = new ControlSocket(path, server, owner, requests);
      Thread.ofPlatform().name("xks-control").daemon().start(socket::accept);
      return socket;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// A socket stays when its process is killed.
  private static void clear(Path path) throws IOException {
    try {
      var attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isOther()) {
        throw new IOException("something else than a socket is in its place");
      }
      if (answers(path)) {
        throw new IOException("another process serves it");
      }
      Deletion.file(path);
    } catch (NoSuchFileException e) {
      // As it should be.
    }
  }

  private static boolean answers(Path path) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
    }
  }

  private static void permit(Path path, String group) throws IOException {
    var view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    // Before the group is another one, nobody of it may connect.
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    try {
      view.setGroup(
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    } catch (UserPrincipalNotFoundException e) {
      LOG.warn("{} is for its owner alone: this computer has no group {}", path, group);
    } catch (IOException e) {
      LOG.warn(
          "{} is for its owner alone: the proxy's user cannot give it to the group {}: {}",
          path,
          group,
          e.getMessage());
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        free.acquire();
        var channel = server.accept();
        Thread.ofPlatform().name("xks-control-peer").daemon().start(() -> serve(channel));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        free.release();
        LOG.warn("The control socket could not take a connection: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        var _ = ChannelDeadline.closing(channel, PATIENCE)) {
      var user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
      var peer = new ControlPeer(user, user.equals(owner) || user.equals(ROOT));
      ChannelText.write(channel, MAPPER.writeValueAsBytes(answer(channel, peer)));
    } catch (IOException e) {
      LOG.debug("Somebody at the control socket went without an answer", e);
    } finally {
      free.release();
    }
  }

  private JsonNode answer(SocketChannel channel, ControlPeer peer) throws IOException {
    try {
      var request = MAPPER.readTree(ChannelText.read(channel, LONGEST_REQUEST));
      return request == null || !request.isObject()
          ? ControlRequests.refusal("bad-request", "A request is one JSON object in a line")
          : requests.answer(peer, request);
    } catch (JsonProcessingException e) {
      return ControlRequests.refusal("bad-request", "A request is one JSON object in a line");
    } catch (ChannelText.TooLongException e) {
      return ControlRequests.refusal(
          "bad-request", "A request has at most " + LONGEST_REQUEST + " bytes");
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Deletion.file(path);
    } catch (IOException e) {
      LOG.warn("The control socket {} could not be removed: {}", path, e.getMessage());
    }
  }
}
