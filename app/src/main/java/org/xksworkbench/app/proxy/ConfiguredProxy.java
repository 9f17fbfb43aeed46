package org.xksworkbench.app.proxy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.TlsIdentity;

/// A proxy of this computer by its configuration, which is followed and can be changed, whoever
/// runs it.
abstract sealed class ConfiguredProxy extends FollowedProxy permits ProxyProcess, AttachedProxy {

  private final Path configuration;
  private final Path folder;
  private final ProxyFileWatch file;

  ConfiguredProxy(ReadConfiguration read) {
    this.configuration = read.file();
    this.folder = read.folder();
    this.file = new ProxyFileWatch(read, RepeatedLook.INTERVAL);
  }

  /// Asks the running proxy.
  ///
  /// @throws ProxyException if it does not run
  abstract ProxyCaller caller();

  /// Where the running proxy listens, or did last.
  abstract int port();

  final Path folder() {
    return folder;
  }

  /// The configuration that was valid last, with its secrets.
  final ProxyConfig config() {
    return file.config();
  }

  @Override
  public final Optional<KnownProxy> knownProxy() {
    return Optional.of(file.knownProxy());
  }

  @Override
  public final ExternalKeyStatus keyMetadata(XksProxyConfiguration store, String xksKeyId) {
    return caller().keyMetadata(addressOf(prefixOf(store)), xksKeyId);
  }

  @Override
  public final ProxyHealth health(String path) {
    return caller().health(addressOf(path));
  }

  /// Who is trusted as the issuer of its certificate: the authority that was made with its folder,
  /// else the certificates that it serves with. Blocks.
  final List<X509Certificate> readAuthorities() {
    return TlsIdentity.readCertificates(authorityFile());
  }

  /// The file with the certificates of [#readAuthorities]. Blocks.
  final Path authorityFile() {
    var own = folder.resolve(ProxyFolder.CA);
    return Files.exists(own) ? own : config().tls().identity().certificateChain();
  }

  private static String prefixOf(XksProxyConfiguration store) {
    return store.uriPath().substring(0, store.uriPath().length() - KnownProxy.API_PATH.length());
  }

  /// A KMS key store at one of its prefixes, with its credential.
  public final ProxyAddress addressOf(String pathPrefix) {
    var config = config();
    return config.prefixes().stream()
        .filter(prefix -> prefix.path().equals(pathPrefix))
        .findFirst()
        .map(prefix ->
            new ProxyAddress(
                "https://" + config.host(),
                pathPrefix + KnownProxy.API_PATH,
                prefix.credentials().getFirst().accessKeyId(),
                prefix.credentials().getFirst().secretAccessKey()))
        .orElseThrow(
            () -> new ProxyException("", "The proxy has no path prefix " + pathPrefix + ".", null));
  }

  @Override
  public final Optional<ProxyCredential> credential(XksProxyConfiguration store) {
    return serves(store) ? credential(store, store.accessKeyId()) : Optional.empty();
  }

  private Optional<ProxyCredential> credential(XksProxyConfiguration store, String accessKeyId) {
    return config().prefixes().stream()
        .filter(prefix -> prefix.path().equals(prefixOf(store)))
        .flatMap(prefix -> prefix.credentials().stream())
        .filter(credential -> credential.accessKeyId().equals(accessKeyId))
        .findFirst()
        .map(credential ->
            new ProxyCredential(accessKeyId, credential.secretAccessKey().toCharArray()));
  }

  @Override
  public final ProxyCredential addCredential(XksProxyConfiguration store) {
    return credential(store, addCredential(prefixOf(store)).accessKeyId()).orElseThrow();
  }

  @Override
  public final void removeCredential(XksProxyConfiguration store, String accessKeyId) {
    removeCredential(prefixOf(store), accessKeyId);
  }

  @Override
  public final NewCredential addCredential(String path) {
    var added = changeAndGet(proxy -> proxy.addCredential(path));
    return new NewCredential(added.accessKeyId(), added.consoleFile());
  }

  @Override
  public final void removeCredential(String path, String accessKeyId) {
    change(proxy -> proxy.removeCredential(Optional.of(path), accessKeyId));
  }

  @Override
  public final void block(String path, boolean blocked) {
    change(proxy -> proxy.block(Optional.of(path), blocked));
  }

  @Override
  public final void blockKey(String path, String xksKeyId, boolean blocked) {
    change(proxy -> proxy.blockKey(Optional.of(path), xksKeyId, blocked));
  }

  private void change(Consumer<ProxyFile> change) {
    var _ =
        changeAndGet(proxy -> {
          change.accept(proxy);
          return true;
        });
  }

  /// What is known is true again when this returns.
  private <T> T changeAndGet(Function<ProxyFile, T> change) {
    try {
      return change.apply(new ProxyFile(configuration));
    } finally {
      file.refresh();
    }
  }

  @Override
  public final Optional<SelfTestTarget> selfTestTarget(String path) {
    var known = file.knownProxy();
    var first = known.paths().getFirst().path().equals(path);
    return Optional.of(
        new SelfTestTarget(
            known.url() + ":" + port(),
            ProxyFolder.consoleFile(folder, path, first),
            folder.resolve(ProxyFolder.CA)));
  }

  /// @param address where it is on this computer; empty if it does not run
  /// @param ended why it does not run, where that is known
  final ProxyState state(Optional<String> address, Optional<String> ended) {
    return state(file.knownProxy(), address, ended);
  }

  /// Follows its configuration no longer.
  @Override
  public void close() {
    file.close();
  }
}
