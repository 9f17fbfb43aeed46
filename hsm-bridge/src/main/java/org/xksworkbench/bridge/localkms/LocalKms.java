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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.files.FaultsFile;
import org.xksworkbench.bridge.localkms.files.LocalKmsException;
import org.xksworkbench.bridge.localkms.files.StateFile;
import org.xksworkbench.bridge.localkms.seed.Seed;
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
  private final Homes homes;
  private final TestControls controls;
  private final Faults faults;
  private final Optional<StateFile> stateFile;

  private LocalKms(
      WireServer server,
      ScheduledExecutorService scheduler,
      Homes homes,
      TestControls controls,
      Faults faults,
      Optional<StateFile> stateFile) {
    this.server = server;
    this.scheduler = scheduler;
    this.homes = homes;
    this.controls = controls;
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

  /// The requests for which a proxy was asked, the oldest first: the latest 1,000 since the start
  /// or the last reset. A request is there before its answer is sent.
  public List<ProxiedCall> proxiedCalls() {
    return StreamSupport.stream(homes.proxiedCalls().all().spliterator(), false)
        .map(ProxiedCall::of)
        .toList();
  }

  /// As at the first start: what the seed says, and no faults but those of the fault file.
  public void reset() {
    controls.reset();
  }

  @Override
  public void close() {
    server.close();
    scheduler.shutdownNow();
    homes.close();
    stateFile.ifPresent(StateFile::close);
  }

  /// What the stand-in needs to know before it starts.
  public static final class Builder {

    private InetAddress bind = InetAddress.getLoopbackAddress();
    private int port;
    private String account = ACCOUNT;
    private String region = REGION;
    private final Set<String> regions = new LinkedHashSet<>();
    private final List<X509Certificate> trusted = new ArrayList<>();
    private final Map<String, InetSocketAddress> connectTo = new HashMap<>();
    private Duration connectDelay = Duration.ofSeconds(2);
    private Duration proxyTimeout = XksClient.AWS_KMS_TIMEOUT;
    private Duration healthInterval = Duration.ofMinutes(5);
    private boolean quotas;
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

    /// Serves these Regions alone; without one it serves any. The first is that of requests whose
    /// signature names none, and of the seed.
    public Builder region(String region) {
      Account.requireRegion(region);
      if (regions.isEmpty()) {
        this.region = region;
      }
      regions.add(region);
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

    /// Throttles requests at AWS's default request quotas, per account and Region.
    public Builder quotasOfAws() {
      quotas = true;
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
      Optional<StateFile> file = Optional.ofNullable(stateFile).map(StateFile::open);
      var scheduler =
          Executors.newScheduledThreadPool(
              2, Thread.ofPlatform().name("local-kms-", 0).daemon().factory());
      var homes =
          new Homes(
              new Homes.HomeSettings(
                  new Account(account, region),
                  Set.copyOf(regions),
                  seed,
                  signedFor -> new XksClient(signedFor, trusted, connectTo, proxyTimeout),
                  proxyTimeout,
                  connectDelay,
                  healthInterval,
                  quotas,
                  clock),
              faults,
              file,
              scheduler);
      try {
        homes.begin();
        var controls = new TestControls(homes, faults);
        return new LocalKms(
            new WireServer(new InetSocketAddress(bind, port), homes, controls),
            scheduler,
            homes,
            controls,
            faults,
            file);
      } catch (IOException e) {
        release(file, scheduler, homes);
        throw new LocalKmsException(
            "The local KMS cannot listen on %s:%d: %s."
                .formatted(bind.getHostAddress(), port, e.getMessage()),
            e);
      } catch (ServiceFault e) {
        release(file, scheduler, homes);
        throw new LocalKmsException(
            "The local KMS cannot make what it shall start with: %s, %s"
                .formatted(e.code(), e.message()),
            e);
      } catch (RuntimeException e) {
        release(file, scheduler, homes);
        throw e;
      }
    }

    private static void release(
        Optional<StateFile> file, ScheduledExecutorService scheduler, Homes homes) {
      scheduler.shutdownNow();
      homes.close();
      file.ifPresent(StateFile::close);
    }
  }
}
