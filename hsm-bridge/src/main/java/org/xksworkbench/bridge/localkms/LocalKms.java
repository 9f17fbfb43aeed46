package org.xksworkbench.bridge.localkms;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.xksworkbench.bridge.xks.client.XksClient;

/// A running stand-in for AWS KMS, on loopback only.
///
/// ```java
/// try (var kms = LocalKms.builder()
///     .trust(List.of(caCertificate))
///     .connectTo("xks.demo.test", new InetSocketAddress("127.0.0.1", proxyPort))
///     .start()) {
///   // point an AWS SDK at kms.endpoint(), with any credentials
/// }
/// ```
public final class LocalKms implements AutoCloseable {

  public static final String ACCOUNT = "000000000000";
  public static final String REGION = "us-east-1";

  private final HttpServer server;
  private final ExecutorService workers;
  private final ScheduledExecutorService scheduler;
  private final XksClient client;

  private LocalKms(
      HttpServer server,
      ExecutorService workers,
      ScheduledExecutorService scheduler,
      XksClient client) {
    this.server = server;
    this.workers = workers;
    this.scheduler = scheduler;
    this.client = client;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// For `--endpoint-url` of the AWS CLI, or the endpoint override of an SDK.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    scheduler.shutdownNow();
    client.close();
  }

  /// What the stand-in needs to know before it starts.
  public static final class Builder {

    private int port;
    private String account = ACCOUNT;
    private String region = REGION;
    private final List<X509Certificate> trusted = new ArrayList<>();
    private final Map<String, InetSocketAddress> connectTo = new HashMap<>();
    private Duration connectDelay = Duration.ofSeconds(2);
    private Duration proxyTimeout = XksClient.AWS_KMS_TIMEOUT;
    private Clock clock = Clock.systemUTC();

    private Seed seed = Seed.nothing();

    private Builder() {}

    /// @param port on 127.0.0.1; 0 picks a free one
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /// @param account 12 digits, and not one of AWS
    public Builder account(String account) {
      this.account = account;
      return this;
    }

    public Builder region(String region) {
      this.region = region;
      return this;
    }

    /// Authorities whose certificates a proxy may show. AWS KMS has its own list of public ones.
    public Builder trust(List<X509Certificate> certificates) {
      trusted.addAll(certificates);
      return this;
    }

    /// Where port 443 of a host really is.
    public Builder connectTo(String host, InetSocketAddress address) {
      connectTo.put(host, address);
      return this;
    }

    /// How long connecting and disconnecting take; minutes on AWS.
    public Builder connectDelay(Duration delay) {
      connectDelay = delay;
      return this;
    }

    /// How long a proxy may take to connect and to answer, each; 250 ms on AWS.
    public Builder proxyTimeout(Duration timeout) {
      proxyTimeout = timeout;
      return this;
    }

    /// What is there from the start.
    public Builder seed(Seed seed) {
      this.seed = seed;
      return this;
    }

    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /// @throws IllegalStateException if the port cannot be bound, or the seed cannot be made
    public LocalKms start() {
      try {
        var server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var workers = Executors.newVirtualThreadPerTaskExecutor();
        var scheduler =
            Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().name("local-kms-", 0).daemon().factory());
        var client = new XksClient(region, trusted, connectTo, proxyTimeout);
        var stores = new CustomKeyStores(client, scheduler, connectDelay, clock);
        var keys = new KmsKeys(account, region, stores, client, clock);
        var operations =
            new Operations(stores, keys, new Cryptography(keys, stores, client), account);
        new Seeding(operations, stores).sow(seed);
        server.createContext("/", new WireServer(operations));
        server.setExecutor(workers);
        server.start();
        return new LocalKms(server, workers, scheduler, client);
      } catch (KmsFault e) {
        throw new IllegalStateException(
            "The local KMS cannot make what it shall start with: "
                + e.code()
                + ", "
                + e.getMessage(),
            e);
      } catch (IOException e) {
        throw new IllegalStateException(
            "The local KMS cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
      }
    }
  }
}
