package org.xksworkbench.bridge.localkms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.account.CloudTrail;
import org.xksworkbench.bridge.localkms.account.Iam;
import org.xksworkbench.bridge.localkms.account.IamPrincipals;
import org.xksworkbench.bridge.localkms.account.Sts;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.files.FaultsFile;
import org.xksworkbench.bridge.localkms.files.LocalKmsException;
import org.xksworkbench.bridge.localkms.files.StateFile;
import org.xksworkbench.bridge.localkms.operations.Connector;
import org.xksworkbench.bridge.localkms.operations.KmsApi;
import org.xksworkbench.bridge.localkms.operations.Seeding;
import org.xksworkbench.bridge.localkms.proxy.ProxyCalls;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.AccessLog;
import org.xksworkbench.bridge.localkms.wire.Dispatcher;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.localkms.wire.WireServer;
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

  /// Not an account of AWS.
  public static final String ACCOUNT = "000000000000";

  public static final String REGION = "us-east-1";

  private final WireServer server;
  private final ScheduledExecutorService scheduler;
  private final XksClient client;
  private final Faults faults;
  private final Optional<StateFile> stateFile;

  private LocalKms(
      WireServer server,
      ScheduledExecutorService scheduler,
      XksClient client,
      Faults faults,
      Optional<StateFile> stateFile) {
    this.server = server;
    this.scheduler = scheduler;
    this.client = client;
    this.faults = faults;
    this.stateFile = stateFile;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// For `--endpoint-url` of the AWS CLI, or the endpoint override of an SDK.
  public URI endpoint() {
    return URI.create("http://" + server.host() + ":" + server.port());
  }

  /// What goes wrong on purpose.
  public Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    server.close();
    scheduler.shutdownNow();
    client.close();
    stateFile.ifPresent(StateFile::close);
  }

  /// What the stand-in needs to know before it starts.
  public static final class Builder {

    private InetAddress bind = InetAddress.getLoopbackAddress();
    private int port;
    private String account = ACCOUNT;
    private String region = REGION;
    private final List<X509Certificate> trusted = new ArrayList<>();
    private final Map<String, InetSocketAddress> connectTo = new HashMap<>();
    private Duration connectDelay = Duration.ofSeconds(2);
    private Duration proxyTimeout = XksClient.AWS_KMS_TIMEOUT;
    private Duration healthInterval = Duration.ofMinutes(5);
    private Clock clock = Clock.systemUTC();
    private Seed seed = Seed.nothing();
    private @Nullable Path stateFile;
    private @Nullable Path faultsFile;

    private Builder() {}

    /// @param address of loopback; any other is refused
    public Builder bind(InetAddress address) {
      if (!address.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "The local KMS listens on loopback addresses only, and "
                + address.getHostAddress()
                + " is none: it does not authenticate callers");
      }
      bind = address;
      return this;
    }

    /// @param port 0 picks a free one
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /// @param account 12 digits, and not one of AWS
    public Builder account(String account) {
      Account.requireId(account);
      this.account = account;
      return this;
    }

    public Builder region(String region) {
      Account.requireRegion(region);
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

    /// How long a proxy may take to connect and to answer; 250 ms on AWS. One more try follows.
    public Builder proxyTimeout(Duration timeout) {
      proxyTimeout = timeout;
      return this;
    }

    /// How often the health of connected proxies is checked.
    public Builder healthInterval(Duration interval) {
      healthInterval = interval;
      return this;
    }

    /// What is there from the start. With a state file: from the first start.
    public Builder seed(Seed seed) {
      this.seed = seed;
      return this;
    }

    /// Keeps the state in this file. It holds key material and secrets in the clear, and is marked
    /// as demo data.
    public Builder stateFile(Path file) {
      stateFile = file;
      return this;
    }

    /// Faults that a file switches on and off.
    public Builder faultsFile(Path file) {
      faultsFile = file;
      return this;
    }

    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /// @throws LocalKmsException if the port cannot be bound, a file cannot be used, or the seed
    ///   cannot be made
    public LocalKms start() {
      Faults faults =
          faultsFile == null ? new Faults(List::of) : new Faults(FaultsFile.open(faultsFile));
      Optional<StateFile> file =
          Optional.ofNullable(stateFile).map(path -> StateFile.open(path, accountRecord()));
      var scheduler =
          Executors.newScheduledThreadPool(
              2, Thread.ofPlatform().name("local-kms-", 0).daemon().factory());
      var client = new XksClient(region, trusted, connectTo, proxyTimeout);
      try {
        return assemble(faults, file, scheduler, client);
      } catch (IOException e) {
        release(file, scheduler, client);
        throw new LocalKmsException(
            "The local KMS cannot listen on %s:%d: %s."
                .formatted(bind.getHostAddress(), port, e.getMessage()),
            e);
      } catch (ServiceFault e) {
        release(file, scheduler, client);
        throw new LocalKmsException(
            "The local KMS cannot make what it shall start with: %s, %s"
                .formatted(e.code(), e.message()),
            e);
      } catch (RuntimeException e) {
        release(file, scheduler, client);
        throw e;
      }
    }

    private LocalKms assemble(
        Faults faults,
        Optional<StateFile> file,
        ScheduledExecutorService scheduler,
        XksClient client)
        throws IOException {
      var owner = accountRecord();
      var kept = file.flatMap(StateFile::read);
      var vault =
          new Vault(
              kept.orElse(KmsState.EMPTY),
              next -> file.ifPresent(state -> state.write(next)),
              clock);
      var principals = new IamPrincipals(seed.principals());
      var trail = new CloudTrail(account, region, principals);
      vault.onDeletedKey(key -> trail.keyDeleted(key.arn(), clock.instant()));

      var proxies = new ProxyCalls(client, faults, proxyTimeout, owner.caller());
      var connector = new Connector(vault, proxies, faults, scheduler, connectDelay);
      var kms = KmsApi.of(owner, vault, proxies, connector, principals, faults);
      var dispatcher = new Dispatcher(List.of(new AccessLog(), trail), clock);
      if (kept.isEmpty()) {
        new Seeding(dispatcher, kms, connector).sow(seed);
      }
      var apis =
          List.of(
              kms,
              trail.api(),
              Sts.api(account, principals),
              Iam.api(account, principals, clock.instant()));
      var server = new WireServer(new InetSocketAddress(bind, port), _ -> apis, dispatcher);
      connector.resume();
      connector.checkHealthEvery(healthInterval);
      return new LocalKms(server, scheduler, client, faults, file);
    }

    private Account accountRecord() {
      return new Account(account, region);
    }

    private static void release(
        Optional<StateFile> file, ScheduledExecutorService scheduler, XksClient client) {
      scheduler.shutdownNow();
      client.close();
      file.ifPresent(StateFile::close);
    }
  }
}
