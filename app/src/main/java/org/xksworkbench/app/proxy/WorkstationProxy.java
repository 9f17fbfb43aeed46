package org.xksworkbench.app.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.PolicyException;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// The XKS proxy of this workstation that the window is attached to, if to any. It runs on when the
/// window lets go of it.
public final class WorkstationProxy implements OwnProxy, ProxyAttachment, AutoCloseable {

  private final MachinePolicy policy;
  private final Consumer<Optional<Path>> remember;
  private volatile Optional<FollowedProxy> attached = Optional.empty();
  private volatile List<String> notices = List.of();

  /// @param remember told which configuration or control socket is to be attached at the next start
  public WorkstationProxy(MachinePolicy policy, Consumer<Optional<Path>> remember) {
    this.policy = policy;
    this.remember = remember;
  }

  /// Attaches the one that is remembered. Blocks.
  public void attachAgain(Path place) {
    try {
      attached = Optional.of(open(place));
    } catch (ProxyConfigException | PolicyException e) {
      notices =
          List.of(
              "The window was attached to an XKS proxy and is not now: " + e.getMessage() + ".");
    }
  }

  /// What went wrong when it was attached again, a sentence.
  public List<String> notices() {
    return notices;
  }

  @Override
  public synchronized void attach(Path place) {
    var file = place.toAbsolutePath().normalize();
    var next = open(file);
    attached.ifPresent(FollowedProxy::close);
    attached = Optional.of(next);
    remember.accept(Optional.of(file));
  }

  private FollowedProxy open(Path place) {
    policy.requireAttach("an XKS proxy that runs already");
    try {
      return isSocket(place)
          ? new SocketProxy(place)
          : new AttachedProxy(ReadConfiguration.of(place));
    } catch (IllegalArgumentException e) {
      throw new ProxyConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Neither a file nor a folder nor a link. One that is not there now, as its proxy does not run,
  /// is told by its name.
  private static boolean isSocket(Path place) {
    try {
      return Files.readAttributes(place, BasicFileAttributes.class).isOther();
    } catch (IOException e) {
      return place.toString().endsWith(".sock");
    }
  }

  @Override
  public synchronized void detach() {
    close();
    remember.accept(Optional.empty());
  }

  @Override
  public Optional<ProxyAttachment> attachment() {
    return Optional.of(this);
  }

  private OwnProxy now() {
    return attached.<OwnProxy>map(one -> one).orElseGet(OwnProxy::none);
  }

  @Override
  public Optional<KnownProxy> knownProxy() {
    return now().knownProxy();
  }

  @Override
  public boolean holdsCredential(XksProxyConfiguration configuration) {
    return now().holdsCredential(configuration);
  }

  @Override
  public ExternalKeyStatus keyMetadata(XksProxyConfiguration configuration, String xksKeyId) {
    return now().keyMetadata(configuration, xksKeyId);
  }

  @Override
  public List<XksCall> callsOf(String kmsRequestId) {
    return now().callsOf(kmsRequestId);
  }

  @Override
  public List<XksCall> calls(XksProxyConfiguration configuration) {
    return now().calls(configuration);
  }

  @Override
  public Optional<ProxyCredential> credential(XksProxyConfiguration configuration) {
    return now().credential(configuration);
  }

  @Override
  public ProxyCredential addCredential(XksProxyConfiguration configuration) {
    return now().addCredential(configuration);
  }

  @Override
  public void removeCredential(XksProxyConfiguration configuration, String accessKeyId) {
    now().removeCredential(configuration, accessKeyId);
  }

  @Override
  public Optional<ProxyControl> control() {
    return now().control();
  }

  @Override
  public synchronized void close() {
    attached.ifPresent(FollowedProxy::close);
    attached = Optional.empty();
  }
}
