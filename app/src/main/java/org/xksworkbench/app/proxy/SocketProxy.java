package org.xksworkbench.app.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.bridge.xks.admin.AdministrationBySocket;
import org.xksworkbench.bridge.xks.admin.ControlClient;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// An XKS proxy of this computer whose files are not ours to read, such as a service: followed and
/// changed by its control socket alone. The proxy decides who may change it; no credential of it is
/// known here.
final class SocketProxy extends FollowedProxy {

  private final Path socket;
  private final SocketReader reader;
  private final AdministrationBySocket administration;
  private final RepeatedLook watch;
  private volatile KnownProxy known;
  private volatile Optional<String> address;
  private final NoAnswer noAnswer = new NoAnswer();

  /// Looks at it once, then follows it. Blocks.
  ///
  /// @throws ProxyConfigException if nobody answers, or this user may not ask
  /// @throws IllegalArgumentException if what it tells is not understood
  SocketProxy(Path socket) {
    this.socket = socket;
    this.reader = new SocketReader(socket, recent());
    this.administration = new AdministrationBySocket(new ControlClient(socket));
    var told = reader.look();
    this.known = KnownProxy.ofStatus(told);
    this.address = Optional.of(addressIn(told));
    this.watch = RepeatedLook.start("proxy-socket", RepeatedLook.INTERVAL, this::look);
  }

  private void look() {
    try {
      take(reader.look());
    } catch (ProxyConfigException e) {
      noteLoss(e.getMessage() + ".");
    } catch (IllegalArgumentException e) {
      noteLoss("What it tells at " + socket + " is not understood: " + e.getMessage() + ".");
    }
  }

  private synchronized void take(JsonNode told) {
    known = KnownProxy.ofStatus(told);
    address = Optional.of(addressIn(told));
    noAnswer.end();
  }

  private synchronized void noteLoss(String why) {
    noAnswer.note(why);
    address = Optional.empty();
  }

  private static String addressIn(JsonNode told) {
    return "port " + told.path("port").asInt();
  }

  @Override
  public Optional<KnownProxy> knownProxy() {
    return Optional.of(known);
  }

  @Override
  public ProxyState state() {
    return state(known, address, noAnswer.why());
  }

  @Override
  public Optional<String> limits() {
    return Optional.of(
        "By its control socket "
            + socket
            + ". It is started and stopped by who runs it. It is not asked for keys and not tested"
            + " from here: for that the window needs its credential, which is in its proxy.toml.");
  }

  /// As it sees itself: nothing is asked by its port.
  @Override
  public ProxyHealth health(String path) {
    var asked = System.nanoTime();
    try {
      var told = reader.status();
      var health = told.path("health").asText();
      return new ProxyHealth(
          told.path("product").asText(),
          told.path("version").asText(),
          List.of("HSM: " + health),
          !health.equals("UNAVAILABLE"),
          Duration.ofNanos(System.nanoTime() - asked).toMillis());
    } catch (ProxyConfigException e) {
      throw new ProxyException("", e.getMessage() + ".", e);
    }
  }

  @Override
  public NewCredential addCredential(String path) {
    var added = administration.addCredential(Optional.of(path));
    look();
    return new NewCredential(added.accessKeyId(), added.consoleFile());
  }

  @Override
  public void removeCredential(String path, String accessKeyId) {
    administration.removeCredential(Optional.of(path), accessKeyId, false);
    look();
  }

  @Override
  public void block(String path, boolean blocked) {
    administration.block(Optional.of(path), blocked);
    look();
  }

  @Override
  public void blockKey(String path, String xksKeyId, boolean blocked) {
    administration.blockKey(Optional.of(path), xksKeyId, blocked);
    look();
  }

  @Override
  public Optional<SelfTestTarget> selfTestTarget(String path) {
    return Optional.empty();
  }

  @Override
  public boolean holdsCredential(XksProxyConfiguration store) {
    return false;
  }

  @Override
  public ExternalKeyStatus keyMetadata(XksProxyConfiguration store, String xksKeyId) {
    throw noCredential();
  }

  @Override
  public Optional<ProxyCredential> credential(XksProxyConfiguration store) {
    return Optional.empty();
  }

  @Override
  public ProxyCredential addCredential(XksProxyConfiguration store) {
    throw noCredential();
  }

  @Override
  public void removeCredential(XksProxyConfiguration store, String accessKeyId) {
    throw noCredential();
  }

  private ProxyException noCredential() {
    return new ProxyException(
        "",
        "The window is attached to the XKS proxy by its control socket "
            + socket
            + " alone, and has no credential to ask it with.",
        null);
  }

  @Override
  public void close() {
    watch.close();
  }
}
