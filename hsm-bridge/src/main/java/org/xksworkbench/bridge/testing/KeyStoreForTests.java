package org.xksworkbench.bridge.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.localkms.ProxiedCall;
import org.xksworkbench.bridge.localkms.faults.Fault;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.config.Certificates;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.ProxyLimits;
import org.xksworkbench.bridge.xks.server.TlsIdentity;
import org.xksworkbench.bridge.xks.server.XksPrefix;
import org.xksworkbench.bridge.xks.server.XksProxy;

/// A local KMS with an external key store that is connected, its XKS proxy, and one KMS key in it.
///
/// ```java
/// try (var keyStore = KeyStoreForTests.start()) {
///   // point the AWS SDK at keyStore.endpoint(), with any credentials
///   kms.encrypt(r -> r.keyId(KeyStoreForTests.ALIAS).plaintext(text));
///   keyStore.fail(KeyStoreForTests.SLOW_PROXY);
///   // and see what your program does
/// }
/// ```
public final class KeyStoreForTests implements AutoCloseable {

  /// Alias of the KMS key, whose key material is in the external key store.
  public static final String ALIAS = "alias/test";

  /// Name of the key store.
  public static final String NAME = "test";

  /// The proxy does not answer in time: `KMSInvalidStateException`, as on AWS.
  public static final Fault SLOW_PROXY = new Fault.SlowProxy(Optional.empty());

  /// The proxy refuses because there are too many requests: `KMSInvalidStateException`.
  public static final Fault THROTTLING_PROXY = new Fault.ThrottlingProxy(Optional.empty());

  private static final Logger LOG = LoggerFactory.getLogger(KeyStoreForTests.class);
  private static final String HOST = "xks.example.test";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String PATH = "/test";
  private static final String KEY = "test-key";

  /// More than the 250 ms of AWS KMS, so that a machine with other work is not taken for a proxy
  /// that fails. The fault of a slow proxy does not wait for it.
  private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(10);

  private final MemoryToken token;
  private final XksProxy proxy;
  private final LocalKms localKms;

  private KeyStoreForTests(MemoryToken token, XksProxy proxy, LocalKms localKms) {
    this.token = token;
    this.proxy = proxy;
    this.localKms = localKms;
  }

  public static KeyStoreForTests start() {
    return start(_ -> {});
  }

  /// @param settings of the local KMS, such as its port; a seed of your own takes the place of the
  ///   key store
  /// @throws org.xksworkbench.bridge.localkms.files.LocalKmsException if it cannot start
  public static KeyStoreForTests start(Consumer<LocalKms.Builder> settings) {
    var token = new MemoryToken();
    var key = token.generateAesKey(AesKeyTemplate.forExternalKeyStore(KEY));
    var credential = Credential.generate(new SecureRandom());
    var issued = Certificates.issue(HOST);
    var proxy = proxy(token, credential, issued);
    try {
      var builder =
          LocalKms.builder()
              .trust(List.of(authority(issued)))
              .connectTo(HOST, new InetSocketAddress(LOOPBACK, proxy.port()))
              .connectDelay(Duration.ZERO)
              .proxyTimeout(PROXY_TIMEOUT)
              .seed(seed(credential, key.label()));
      settings.accept(builder);
      return new KeyStoreForTests(token, proxy, builder.start());
    } catch (RuntimeException e) {
      proxy.close();
      token.close();
      throw e;
    }
  }

  /// For the endpoint override of an SDK, or `AWS_ENDPOINT_URL_KMS`.
  public URI endpoint() {
    return localKms.endpoint();
  }

  /// Lets these go wrong from now on, and nothing else.
  public void fail(Fault... faults) {
    localKms.faults().set(List.of(faults));
  }

  /// Nothing goes wrong any more.
  public void recover() {
    localKms.faults().set(List.of());
  }

  /// The requests for which the proxy was asked, the oldest first: the latest 1,000 since the start
  /// or the last reset.
  public List<ProxiedCall> proxiedCalls() {
    return localKms.proxiedCalls();
  }

  /// As at the start: no faults, no calls, no keys but the one of the key store, with a new ID.
  public void reset() {
    localKms.reset();
  }

  @Override
  public void close() {
    localKms.close();
    proxy.close();
    token.close();
  }

  private static Seed seed(Credential credential, String externalKey) {
    return new Seed(
        List.of(
            new Seed.Store(
                NAME,
                new ProxyAddress(
                    "https://" + HOST,
                    PATH + "/kms/xks/v1",
                    credential.accessKeyId(),
                    credential.secretAccessKey()),
                Optional.empty(),
                Seed.LeftAs.CONNECTED,
                List.of(new Seed.ExternalKey(externalKey, ALIAS, "Of the external key store")))));
  }

  /// The certificate and its key are in files only until the proxy has read them.
  private static XksProxy proxy(
      MemoryToken token, Credential credential, Certificates.Issued issued) {
    try {
      var folder = Files.createTempDirectory("xks-key-store-for-tests");
      var chain = folder.resolve("chain.pem");
      var key = folder.resolve("key.pem");
      try {
        Files.writeString(chain, issued.certificateChainPem());
        Files.writeString(key, issued.privateKeyPem());
        return XksProxy.builder()
            .session(token)
            .limits(ProxyLimits.DEFAULT.withBudget(PROXY_TIMEOUT))
            .tls(new TlsIdentity(chain, key))
            .bind(LOOPBACK.getHostAddress(), 0)
            .prefix(new XksPrefix(PATH, List.of(credential), new KeyAdmission.FitKeys()))
            .start();
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    var parent = folder.toAbsolutePath().getParent();
    var name = folder.getFileName() + "/";
    try {
      if (parent != null) {
        Deletion.deleteMade(MadeFiles.of(parent, List.of(name + "chain.pem", name + "key.pem")));
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", folder, e.getMessage());
    }
  }

  private static X509Certificate authority(Certificates.Issued issued) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(issued.caPem().getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new IllegalStateException("our own certificate cannot be read", e);
    }
  }
}
