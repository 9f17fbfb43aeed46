package org.xksworkbench.bridge.localkms;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.account.CloudTrail;
import org.xksworkbench.bridge.localkms.account.Iam;
import org.xksworkbench.bridge.localkms.account.IamPrincipals;
import org.xksworkbench.bridge.localkms.account.LastUsages;
import org.xksworkbench.bridge.localkms.account.RoleSessions;
import org.xksworkbench.bridge.localkms.account.Sts;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.files.StateFile;
import org.xksworkbench.bridge.localkms.operations.Connector;
import org.xksworkbench.bridge.localkms.operations.KmsApi;
import org.xksworkbench.bridge.localkms.operations.RequestQuotas;
import org.xksworkbench.bridge.localkms.operations.Seeding;
import org.xksworkbench.bridge.localkms.proxy.ProxyCalls;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.AccessLog;
import org.xksworkbench.bridge.localkms.wire.Api;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Dispatcher;
import org.xksworkbench.bridge.localkms.wire.Endpoint;
import org.xksworkbench.bridge.localkms.wire.EndpointOfCaller;
import org.xksworkbench.bridge.localkms.wire.ProxiedCalls;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.xks.client.XksClient;

/// Accounts in Regions, each with its own keys, key stores, quotas and events. One is made when it
/// is first asked.
final class Homes implements EndpointOfCaller, AutoCloseable {

  private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");

  /// What SDKs sign requests to IAM for, where the endpoint is not AWS's own.
  private static final Pattern GLOBAL = Pattern.compile("aws(-[a-z-]+)?-global");

  private final HomeSettings settings;
  private final Faults faults;
  private final Optional<StateFile> file;
  private final ScheduledExecutorService scheduler;
  private final Instant started;
  private final RoleSessions sessions;
  private final ProxiedCalls proxied = new ProxiedCalls();
  private final Map<Account, RegionHome> homes = new HashMap<>();

  /// What is the same for all of them.
  ///
  /// @param usual account and Region of a request whose signature names none
  /// @param regions the only ones that are served; empty for any
  /// @param client makes a client of proxies that signs for a Region
  /// @param quotas whether requests are throttled as on AWS
  record HomeSettings(
      Account usual,
      Set<String> regions,
      Seed seed,
      Function<String, XksClient> client,
      Duration proxyTimeout,
      Duration connectDelay,
      Duration healthInterval,
      boolean quotas,
      Clock clock) {}

  /// @param kms for the stand-in itself, which has no quotas
  private record RegionHome(
      Endpoint endpoint,
      Api kms,
      Vault vault,
      CloudTrail trail,
      LastUsages lastUsages,
      Connector connector,
      XksClient client) {}

  Homes(
      HomeSettings settings,
      Faults faults,
      Optional<StateFile> file,
      ScheduledExecutorService scheduler) {
    this.settings = settings;
    this.faults = faults;
    this.file = file;
    this.scheduler = scheduler;
    this.sessions = new RoleSessions(settings.clock());
    this.started = settings.clock().instant();
  }

  /// Makes what is kept, or what the seed says.
  void begin() {
    var kept = file.map(StateFile::read).orElseGet(Map::of);
    kept.forEach((account, state) -> {
      var _ = add(account, state);
    });
    if (kept.isEmpty()) {
      sow();
    }
  }

  /// As if it had just been started for the first time.
  void reset() {
    synchronized (this) {
      homes
          .values()
          .forEach(home -> {
            home.vault().change(_ -> KmsState.EMPTY);
            home.trail().clear();
            home.lastUsages().clear(settings.clock().instant());
          });
      sessions.clear();
    }
    sow();
  }

  /// What proxies were asked.
  ProxiedCalls proxiedCalls() {
    return proxied;
  }

  private void sow() {
    var home = home(settings.usual());
    new Seeding(home.endpoint().dispatcher(), home.kms(), home.connector()).sow(settings.seed());
    // What the seed asked, nobody called for.
    proxied.clear();
  }

  @Override
  public Endpoint of(Call.Caller caller) {
    var usual = settings.usual();
    var region = caller.region().isEmpty() ? usual.region() : caller.region();
    if (GLOBAL.matcher(region).matches()) {
      return globalOnly(new Account(accountOf(caller), usual.region()), region);
    }
    Account account;
    try {
      account = new Account(accountOf(caller), region);
    } catch (IllegalArgumentException e) {
      throw notServed(region);
    }
    if (!settings.regions().isEmpty() && !settings.regions().contains(region)) {
      return globalOnly(account, region);
    }
    return home(account).endpoint();
  }

  private String accountOf(Call.Caller caller) {
    var session = sessions.of(caller.accessKeyId());
    session
        .filter(sessions::isOver)
        .ifPresent(_ -> {
          throw ServiceFault.of(
              "ExpiredTokenException", "The security token included in the request is expired");
        });
    return session
        .map(RoleSessions.RoleSession::account)
        .orElseGet(() ->
            ACCOUNT_ID.matcher(caller.accessKeyId()).matches()
                ? caller.accessKeyId()
                : settings.usual().id());
  }

  private String principal(Account account, Call call) {
    return sessions
        .of(call.caller().accessKeyId())
        .map(RoleSessions.RoleSession::arn)
        .orElseGet(account::caller);
  }

  @Override
  public synchronized void close() {
    homes.values().forEach(home -> home.client().close());
  }

  private synchronized RegionHome home(Account account) {
    var known = homes.get(account);
    return known == null ? add(account, KmsState.EMPTY) : known;
  }

  private synchronized RegionHome add(Account account, KmsState state) {
    var clock = settings.clock();
    var vault = new Vault(state, next -> file.ifPresent(kept -> kept.write(account, next)), clock);
    var principals = principals(account);
    var lastUsages = new LastUsages(started);
    var trail = new CloudTrail(account.id(), account.region(), principals, lastUsages);
    vault.onDeletedKey(key -> {
      trail.byItself("DeleteKey", key.arn(), clock.instant());
      lastUsages.forget(key.arn());
    });
    vault.onRotatedKey(key -> trail.byItself("RotateKey", key.arn(), clock.instant()));
    var client = settings.client().apply(account.region());
    var proxies =
        new ProxyCalls(client, faults, settings.proxyTimeout(), call -> principal(account, call));
    var connector = new Connector(vault, proxies, faults, scheduler, settings.connectDelay());
    var quotas =
        Optional.of(new RequestQuotas(account.region(), clock)).filter(_ -> settings.quotas());
    var kms = KmsApi.of(account, vault, proxies, connector, principals, lastUsages, quotas, faults);
    var served = quotas.map(q -> kms.admitting(q::admit)).orElse(kms);
    var endpoint =
        new Endpoint(
            List.of(served, trail.api(), sts(account), iam(account)),
            new Dispatcher(List.of(new AccessLog(), proxied, trail), clock));
    var home = new RegionHome(endpoint, kms, vault, trail, lastUsages, connector, client);
    homes.put(account, home);
    connector.resume();
    connector.checkHealthEvery(settings.healthInterval());
    return home;
  }

  /// STS and IAM know no Region.
  ///
  /// @param region that the other services are not served for
  private Endpoint globalOnly(Account account, String region) {
    var refused = notServed(region);
    var kms = home(settings.usual()).kms().refusing(refused);
    return new Endpoint(
        List.of(kms, sts(account), iam(account)),
        new Dispatcher(List.of(new AccessLog()), settings.clock()));
  }

  private Api sts(Account account) {
    // The roles of the seed can be assumed from every account.
    return Sts.api(account.id(), settings.usual().id(), principals(settings.usual()), sessions);
  }

  private Api iam(Account account) {
    return Iam.api(account.id(), principals(account), started);
  }

  /// Those of the seed are in the usual account.
  private IamPrincipals principals(Account account) {
    return new IamPrincipals(
        account.id().equals(settings.usual().id()) ? settings.seed().principals() : List.of());
  }

  private ServiceFault notServed(String region) {
    var served = settings.regions().isEmpty() ? "any" : String.join(", ", settings.regions());
    return ServiceFault.of(
        "InvalidSignatureException",
        "Credential should be scoped to a valid region. This local KMS serves %s, and the request"
                .formatted(served)
            + " is signed for %s.".formatted(region));
  }
}
