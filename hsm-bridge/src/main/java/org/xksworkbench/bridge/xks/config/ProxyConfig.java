package org.xksworkbench.bridge.xks.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xksworkbench.bridge.hsm.TokenName;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.store.TextFile;
import org.xksworkbench.bridge.xks.policy.Policy;
import org.xksworkbench.bridge.xks.server.AddressRange;
import org.xksworkbench.bridge.xks.server.ConnectionLimits;
import org.xksworkbench.bridge.xks.server.ProxyLimits;
import org.xksworkbench.bridge.xks.server.ServedConfiguration;
import org.xksworkbench.bridge.xks.server.TlsIdentity;
import org.xksworkbench.bridge.xks.server.TlsSettings;
import org.xksworkbench.bridge.xks.server.XksPrefix;

/// `proxy.toml`, read and checked. What each setting means stands in the file that
/// [ProxyFolder#init] writes.
///
/// @param host name that AWS KMS, or the local KMS, calls the proxy by
/// @param port 0 picks a free one
/// @param pkcs11 what is special to the module
/// @param probe whether what the settings leave to the token is found out before it serves
/// @param limits deadline, workers and quotas
/// @param plaintextLimit bytes
/// @param fleetSize how many proxies serve the same key stores
/// @param metricsPort 0 for none
/// @param requestLog where the line of each request goes, and what happens if it cannot
/// @param admin the control socket
/// @param files all files that the configuration consists of, `proxy.toml` first
public record ProxyConfig(
    String host,
    String bind,
    int port,
    ConnectionLimits connections,
    TlsSettings tls,
    Path module,
    Pkcs11Settings pkcs11,
    boolean probe,
    TokenName token,
    String healthKey,
    ProxyLimits limits,
    int plaintextLimit,
    int fleetSize,
    int metricsPort,
    RequestLogSettings requestLog,
    AdminSettings admin,
    Optional<Policy> policy,
    List<XksPrefix> prefixes,
    List<Path> files) {

  /// More than a thousand prefixes need.
  private static final int LONGEST = 1 << 20;

  public ProxyConfig {
    prefixes = List.copyOf(prefixes);
    files = List.copyOf(files);
  }

  /// Reads a configuration. Files in it are relative to its folder.
  ///
  /// @throws ProxyConfigException if it cannot be read, is not valid, or others may read it
  public static ProxyConfig read(Path file) {
    try {
      OwnerOnly.requireFile(file);
      requireOwnersAlone(folderOf(file));
      var text =
          TextFile.read(file, LONGEST).orElseThrow(() -> new NoSuchFileException(file.toString()));
      var config = parse(file, text);
      OwnerOnly.requireFile(config.tls.identity().privateKey());
      return config;
    } catch (StoreException e) {
      throw new ProxyConfigException(e.clause(), e);
    } catch (InvalidPathException e) {
      throw new ProxyConfigException(file + ": a path in it is not valid: " + e.getReason(), null);
    } catch (IOException e) {
      throw new ProxyConfigException(
          StoreException.of(StoreException.FileAct.READ, file, e).clause(), e);
    }
  }

  /// What a running proxy can change.
  public ServedConfiguration servedConfiguration() {
    return new ServedConfiguration(prefixes, tls, policy);
  }

  /// Names of settings that differ and that only a restart changes.
  public List<String> changedUntilRestart(ProxyConfig next) {
    var changed = new ArrayList<String>();
    note(changed, "[listen]", List.of(bind, port), List.of(next.bind, next.port));
    note(changed, "[connections]", connections, next.connections);
    note(
        changed,
        "[hsm]",
        List.of(module, pkcs11, probe, token, healthKey),
        List.of(next.module, next.pkcs11, next.probe, next.token, next.healthKey));
    note(
        changed,
        "[limits]",
        List.of(limits, plaintextLimit),
        List.of(next.limits, next.plaintextLimit));
    note(changed, "[fleet]", fleetSize, next.fleetSize);
    note(changed, "[metrics]", metricsPort, next.metricsPort);
    note(changed, "[log]", requestLog, next.requestLog);
    // Whom it lets change something is read at each request.
    note(
        changed,
        "[admin]",
        List.of(admin.socket(), admin.group()),
        List.of(next.admin.socket(), next.admin.group()));
    return changed;
  }

  private static void note(List<String> changed, String table, Object mine, Object other) {
    if (!mine.equals(other)) {
      changed.add(table);
    }
  }

  /// Checks a text as if it stood in the file; looks at no other files but the policy and the
  /// profile.
  static ProxyConfig parse(Path file, String text) {
    var folder = folderOf(file);
    var root = SettingsTable.parse(file, text);
    var listen = root.table("listen");
    var host = listen.text("host");
    HostName.fault(host)
        .ifPresent(fault -> {
          throw listen.wrong("host", fault);
        });
    var bind = listen.text("bind", "127.0.0.1");
    var port = listen.number("port", 0, 0, 65_535);
    listen.refuseUnknown();

    var tls = root.table("tls");
    var tlsSettings = tls(tls, folder);
    tls.refuseUnknown();

    var hsm = root.table("hsm");
    var module = Path.of(hsm.text("module"));
    var token = token(hsm);
    var healthKey = hsm.text("health-key", "xks-health");
    var profile = hsm.optionalText("profile");
    var pkcs11 =
        HsmSettings.read(
            hsm,
            profile
                .map(name -> profile(hsm, name, folder).settings())
                .orElseGet(Pkcs11Settings::defaults));
    var probe = hsm.flag("probe", true);
    hsm.refuseUnknown();

    var limits = root.table("limits");
    var plaintextLimit = limits.number("plaintext-bytes", 64 * 1024, 4300, 128 * 1024);
    var proxyLimits = limits(limits);
    limits.refuseUnknown();

    var connections = root.table("connections");
    var connectionLimits = connections(connections);
    connections.refuseUnknown();

    var fleet = root.table("fleet");
    var fleetSize = fleet.number("size", 1, 1, 1000);
    fleet.refuseUnknown();

    var metrics = root.table("metrics");
    var metricsPort = metrics.number("port", 0, 0, 65_535);
    metrics.refuseUnknown();

    var log = root.table("log");
    var requestLog = RequestLogSettings.read(log, folder);
    log.refuseUnknown();

    var admin = root.table("admin");
    var adminSettings = AdminSettings.read(admin, folder);
    admin.refuseUnknown();

    var authorization = root.table("authorization");
    var policyFile = authorization.optionalText("policy").map(folder::resolve);
    authorization.refuseUnknown();

    var prefixes = PrefixTables.read(root.tables("prefix"), root, token);
    root.refuseUnknown();

    return new ProxyConfig(
        host,
        bind,
        port,
        connectionLimits,
        tlsSettings,
        module,
        pkcs11,
        probe,
        token,
        healthKey,
        proxyLimits,
        plaintextLimit,
        fleetSize,
        metricsPort,
        requestLog,
        adminSettings,
        policyFile.map(PolicyFile::read),
        prefixes,
        files(
            file,
            tlsSettings,
            Stream.concat(
                    policyFile.stream(),
                    profile.flatMap(name -> VendorProfile.file(name, folder)).stream())
                .toList()));
  }

  private static TlsSettings tls(SettingsTable tls, Path folder) {
    var identity =
        new TlsIdentity(folder.resolve(tls.text("certificate")), folder.resolve(tls.text("key")));
    var engine =
        switch (tls.text("engine", "auto")) {
          case "auto" -> TlsSettings.Engine.AUTO;
          case "boringssl" -> TlsSettings.Engine.BORINGSSL;
          case "jdk" -> TlsSettings.Engine.JDK;
          default -> throw tls.wrong("engine", "must be \"auto\", \"boringssl\" or \"jdk\"");
        };
    var authority = tls.optionalText("client-ca");
    var subject = tls.optionalText("client-subject");
    if (authority.isPresent() != subject.isPresent()) {
      throw tls.wrong(
          authority.isPresent() ? "client-ca" : "client-subject",
          "needs the other one too: a client is known by authority and subject");
    }
    return new TlsSettings(
        identity,
        engine,
        authority.map(
            ca -> new TlsSettings.ClientAuthentication(folder.resolve(ca), subject.orElseThrow())));
  }

  private static TokenName token(SettingsTable hsm) {
    try {
      return TokenName.of(hsm.text("token"));
    } catch (IllegalArgumentException e) {
      throw hsm.wrong("token", "is no PKCS#11 URI that can be used. " + e.getMessage());
    }
  }

  private static VendorProfile profile(SettingsTable hsm, String name, Path folder) {
    try {
      return VendorProfile.of(name, folder);
    } catch (ProxyConfigException e) {
      throw hsm.wrong("profile", "cannot be used: " + e.getMessage());
    }
  }

  private static ProxyLimits limits(SettingsTable limits) {
    var otherwise = ProxyLimits.DEFAULT;
    return new ProxyLimits(
        Duration.ofMillis(
            limits.number("budget-ms", (int) otherwise.budget().toMillis(), 10, 10_000)),
        limits.number("workers", otherwise.workers(), 1, 256),
        limits.number("queue", otherwise.queue(), 1, 100_000),
        limits.number("replacements", otherwise.replacements(), 0, 256),
        limits.number("requests-per-second", otherwise.requestsPerSecond(), 0, 1_000_000),
        limits.number(
            "prefix-requests-per-second", otherwise.prefixRequestsPerSecond(), 0, 1_000_000));
  }

  private static ConnectionLimits connections(SettingsTable connections) {
    var otherwise = ConnectionLimits.DEFAULT;
    var most = connections.number("most", otherwise.most(), 1, 100_000);
    var ofOneAddress = ConnectionLimits.ofOneAddress(most);
    var balancers = balancers(connections);
    var proxyProtocol = connections.flag("proxy-protocol", false);
    if (proxyProtocol && balancers.isEmpty()) {
      throw connections.wrong(
          "proxy-protocol", "needs balancers: from nobody else is it believed who calls");
    }
    return new ConnectionLimits(
        most,
        connections.number("handshake-seconds", otherwise.handshakeSeconds(), 1, 60),
        connections.number("request-seconds", otherwise.requestSeconds(), 1, 60),
        connections.number("idle-seconds", otherwise.idleSeconds(), 1, 3600),
        connections.number("drain-seconds", otherwise.drainSeconds(), 1, 60),
        connections.number("most-per-address", ofOneAddress, 1, 100_000),
        connections.number("handshakes-per-address", ofOneAddress, 1, 100_000),
        balancers,
        proxyProtocol);
  }

  private static List<AddressRange> balancers(SettingsTable connections) {
    var ranges = new ArrayList<AddressRange>();
    for (var text : connections.texts("balancers")) {
      try {
        ranges.add(AddressRange.parse(text));
      } catch (IllegalArgumentException e) {
        throw connections.wrong(
            "balancers",
            "must be addresses such as \"10.0.0.7\" or \"2001:db8::7\", or networks such as"
                + " \"10.0.0.0/24\"");
      }
    }
    return ranges;
  }

  private static List<Path> files(Path file, TlsSettings tls, List<Path> others) {
    var files = new ArrayList<Path>();
    files.add(file);
    files.add(tls.identity().certificateChain());
    files.add(tls.identity().privateKey());
    tls.clients().ifPresent(clients -> files.add(clients.authority()));
    files.addAll(others);
    return files;
  }

  /// The folder, and the files for the AWS console in it, which hold secrets too.
  private static void requireOwnersAlone(Path folder) throws IOException {
    OwnerOnly.requireFolder(folder);
    try (var files = Files.newDirectoryStream(folder, ProxyFolder.CONSOLE_FILE + "*.json")) {
      files.forEach(OwnerOnly::requireFile);
    }
  }

  static Path folderOf(Path file) {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new ProxyConfigException(file + " lies in no folder", null);
    }
    return folder;
  }
}
