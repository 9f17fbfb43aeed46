package org.xksworkbench.bridge.xks.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.ProxyLimits;
import org.xksworkbench.bridge.xks.server.XksPrefix;

/// Makes the folder of a proxy.
public final class ProxyFolder {

  public static final String CONFIGURATION = "proxy.toml";
  public static final String CA = "ca.pem";

  static final String CONSOLE_FILE = "xks-proxy-configuration";
  private static final String API_PATH = "/kms/xks/v1";

  /// What the new folder is for.
  ///
  /// @param host name in the certificate; AWS KMS will call the proxy by it
  /// @param pathPrefixes such as `/payments`
  /// @param keys `fit`, `all`, or a label pattern
  /// @param port to listen on; 0 picks a free one at each start
  /// @param initialization what the module is told when it starts; empty for nearly all
  public record Request(
      Path module,
      String tokenLabel,
      String host,
      List<String> pathPrefixes,
      String keys,
      int port,
      String initialization) {

    public Request {
      if (port < 0 || port > 65535) {
        throw new ProxyConfigException("a port is a number from 0 to 65535, not " + port, null);
      }
      pathPrefixes = List.copyOf(pathPrefixes);
    }

    /// For a proxy whose port is found out by its ready file.
    public Request(
        Path module, String tokenLabel, String host, List<String> pathPrefixes, String keys) {
      this(module, tokenLabel, host, pathPrefixes, keys, 0, "");
    }
  }

  private ProxyFolder() {}

  /// Writes the configuration with fresh credentials and a fresh certificate.
  ///
  /// @return the configuration file
  /// @throws ProxyConfigException if the folder holds a configuration already
  public static Path init(Path folder, Request request) {
    return init(folder, request, ProxyLimits.DEFAULT.budget());
  }

  /// @param budget time from a request to its answer; more than AWS KMS waits is for demonstrations
  public static Path init(Path folder, Request request, Duration budget) {
    var configuration = folder.resolve(CONFIGURATION);
    if (Files.exists(configuration)) {
      throw new ProxyConfigException(
          folder + " holds the configuration of a proxy already; choose another folder", null);
    }
    check(request);
    try {
      var text = new StringBuilder(toml(request, budget));
      var random = new SecureRandom();
      var consoleFiles = new LinkedHashMap<Path, String>();
      for (var path : request.pathPrefixes()) {
        var credential = Credential.generate(random);
        text.append(prefix(path, request.keys(), credential));
        // The first keeps the plain name: with one prefix, as is usual, that is the file.
        var console = consoleFile(folder, path, consoleFiles.isEmpty());
        consoleFiles.put(console, consoleText(path, credential));
      }
      // Whatever the proxy would refuse is not written.
      var _ = ProxyConfig.parse(configuration, text.toString());
      OwnerOnly.createFolder(folder);
      var issued = Certificates.issue(request.host());
      OwnerOnly.write(folder.resolve("tls-key.pem"), issued.privateKeyPem());
      OwnerOnly.write(folder.resolve("tls-certificate.pem"), issued.certificateChainPem());
      OwnerOnly.write(folder.resolve(CA), issued.caPem());
      for (var console : consoleFiles.entrySet()) {
        OwnerOnly.write(console.getKey(), console.getValue());
      }
      // The configuration last: where it lies, the folder is complete.
      OwnerOnly.write(configuration, text.toString());
      return configuration;
    } catch (FileAlreadyExistsException e) {
      throw new ProxyConfigException(
          e.getFile() + " exists already; choose a folder without it", e);
    } catch (IOException e) {
      throw new ProxyConfigException(folder + " cannot be written: " + StoreException.words(e), e);
    }
  }

  /// The rules of the configuration, in words for who has none yet.
  private static void check(Request request) {
    HostName.fault(request.host())
        .ifPresent(fault -> {
          throw new ProxyConfigException("the host name " + request.host() + " " + fault, null);
        });
    var paths = new HashSet<String>();
    for (var path : request.pathPrefixes()) {
      checkPath(path);
      if (!paths.add(path)) {
        throw new ProxyConfigException(
            "the path prefix \"" + path + "\" is given twice; each key store has one of its own",
            null);
      }
    }
  }

  private static void checkPath(String path) {
    try {
      var any = List.of(new Credential("", ""));
      var _ = new XksPrefix(path, any, new KeyAdmission.AllSecretKeys());
    } catch (IllegalArgumentException e) {
      throw new ProxyConfigException(withoutFullStop(e.getMessage()), e);
    }
  }

  private static String withoutFullStop(@Nullable String sentence) {
    return sentence == null ? "" : sentence.replaceFirst("\\.$", "");
  }

  private static String toml(Request request, Duration budget) {
    return """
    # Configuration of an XKS proxy for testing, rehearsal and demonstration.
    # AWS KMS itself accepts only certificates of the public authorities on its list.
    #
    # This file holds secrets: it must stay readable by its owner alone, and so must its folder.
    # A running proxy follows this file and the files it names. Where a setting needs a restart,
    # the text says so; everything else takes effect within a second, without a request lost.
    # A configuration with an error is reported and changes nothing.
    # File names are relative to the folder of this file.

    [listen]
    # The name that callers use, and that the certificate is for.
    host = %s
    # Address and port to listen on. Port 0 picks a free one. Both need a restart.
    bind = "127.0.0.1"
    port = %d

    [tls]
    # PEM files. The certificate file holds the whole chain, the proxy's own certificate first; the
    # key is SEC1, PKCS#1 or PKCS#8, not encrypted.
    certificate = "tls-certificate.pem"
    key = "tls-key.pem"
    # "boringssl" (fast), "jdk", or "auto": BoringSSL where its native library loads.
    engine = "auto"
    # Only clients with a certificate by this authority and with this common name may connect.
    # Both or none; connections that were let in otherwise are closed. AWS KMS would have
    # cks.kms.<Region>.amazonaws.com; AWS deprecated client certificates for external key stores in
    # March 2026.
    # client-ca = "client-ca.pem"
    # client-subject = "cks.kms.us-east-1.amazonaws.com"

    [hsm]
    # The PKCS#11 library of the HSM, and the token in it: its label, or where labels are not unique
    # its PKCS#11 URI, "pkcs11:token=...;serial=...". All of [hsm] needs a restart.
    module = %s
    token = %s
    # The label of the key that the health check uses. It is made if it is not there, and it is
    # served to nobody.
    health-key = "xks-health"
    # Where tokens differ. What is not said here the proxy finds out before it serves, by a key that
    # it makes for that alone and does not keep; `hsm-bridge token probe` shows what it finds. false
    # uses the token as it is set here, untried.
    # probe = true
    # What is known of the tokens of a vendor: a profile of docs/hsms.md, such as "luna-fips", or a
    # file of your own that ends in .toml. What it says is not looked for; what is said below goes
    # before it.
    # profile = "softhsm"
    # What AES-GCM goes through: "foreign" calls the module without a wrapper (Linux, macOS),
    # "wrapper" is slower and works everywhere.
    # aes-gcm = "auto"
    # The form of CK_GCM_PARAMS on 64-bit systems: 48 bytes with ulIvBits, or 40 without.
    # gcm-params-bytes = 48
    # Who makes initialization vectors: "token" (C_GenerateRandom, for several at once), "system"
    # (saves that call where the HSM is behind a network), "token-made" (the module writes it in
    # the place of zeros, as AWS CloudHSM does), "token-appended" (it comes after the tag, as from
    # Luna in FIPS mode), "token-prepended" (before the ciphertext). "auto" is what was found out,
    # else "token", or "system" where the token gives no random bytes.
    # iv = "auto"
    # The mechanism of AES-GCM where it is not CKM_AES_GCM, and return codes by which C_Decrypt tells
    # a wrong tag beside those that the standard has.
    # gcm-mechanism = 0x1087
    # wrong-tag-codes = []
    # As whom C_Login logs in: CKU_USER, or the number that a vendor has for somebody who may do less.
    # user-type = 1
    # What the module is told when it starts (pReserved of C_Initialize). NSS wants its
    # "configdir=..."; others want nothing.
    %s

    [limits]
    # Time from a request to its answer; then the answer is DependencyTimeoutException if the HSM
    # took the time, else ThrottlingException. AWS KMS gives up after 250 ms, the network included.
    # All of [limits] needs a restart.
    budget-ms = %d
    # Threads at most, each with a session of its own: fewer work while calls are short, others join
    # while requests wait. Requests that wait before the answer is ThrottlingException, to a request
    # of the prefix that waits most for its share; and how many threads are started in place of such
    # as hang in the module.
    workers = 16
    queue = 1024
    replacements = 16
    # Quotas of signed requests, of all callers together and of each prefix; 0 is none.
    # GetHealthStatus is under none.
    requests-per-second = 0
    prefix-requests-per-second = 0
    # Encrypt refuses a longer plaintext. The specification asks for at least 4300 bytes.
    plaintext-bytes = 65536

    [connections]
    # Connections at once. For one more, the one that is idle for the longest time is closed; if all
    # are in use, it is closed itself as it comes. All of [connections] needs a restart.
    most = 1024
    # How many of them one address may have, and how many it may begin in a second; a quarter of
    # most if they are not set. Of IPv6, a network of 64 bits counts as one address.
    # most-per-address = 256
    # handshakes-per-address = 256
    # Addresses or networks of load balancers, for which those two do not hold: behind them stand
    # many callers. With proxy-protocol, each of their connections must begin with the header of the
    # PROXY protocol, version 2, which says who calls; the two then hold for whom it names, and the
    # request log names it too.
    # balancers = ["10.0.0.0/24"]
    # proxy-protocol = false
    # Time for the TLS handshake, for one request from its first byte to its answer, between two
    # requests (whatever else comes meanwhile), and at a stop for what is being answered.
    handshake-seconds = 5
    request-seconds = 10
    idle-seconds = 75
    drain-seconds = 5

    [fleet]
    # How many proxies serve these key stores; AWS KMS is told in GetHealthStatus. Needs a restart.
    size = 1

    [metrics]
    # Prometheus metrics on http://127.0.0.1:<port>/metrics; 0 for none. Needs a restart.
    port = 0

    [log]
    # Where the line of each request goes: "stdout", "off", a file, or a syslog server by TCP, such as
    # "syslog:127.0.0.1:514". A line of JSON: request ID of AWS KMS, principal, key, caller, times,
    # outcome; never a plaintext or a secret. All of [log] needs a restart.
    requests = "stdout"
    # What happens while the file or the server takes no lines: "refuse" answers requests with
    # InternalException and /ping with 503, so that no key is used without a trace; "serve" serves
    # them. Either way the lines wait in memory, health says DEGRADED, and it is tried again until
    # it succeeds. Standard output keeps no request back.
    # on-failure = "refuse"
    # When a file is given another name, with the time in it, and begun anew: when it has so many
    # MiB, or its first line is so many days old; 0 is never. The file can also be renamed by others
    # at any time. What was renamed is never deleted.
    # rotate-mib = 0
    # rotate-days = 0

    [admin]
    # A Unix domain socket by which members of the group see this proxy, whoever runs it:
    # hsm-bridge proxy status. Socket and group need a restart. The users in allow may also change
    # what commands of hsm-bridge proxy change.
    # socket = "/run/xks-proxy/control.sock"
    # group = "xks-admin"
    # allow = []

    [authorization]
    # A second authorization, by what AWS KMS tells of a request; without it whoever signs is allowed.
    # Try it with: hsm-bridge proxy policy test
    # policy = "policy.toml"
    """
        .formatted(
            quote(request.host()),
            request.port(),
            quote(request.module().toString()),
            quote(request.tokenLabel()),
            initialization(request.initialization()),
            budget.toMillis());
  }

  private static String initialization(String text) {
    return (text.isEmpty() ? "# " : "") + "initialization = " + quote(text);
  }

  private static String prefix(String path, String keys, Credential credential) {
    return """

    # One key store of AWS KMS. Its proxy URI path is %s.
    [[prefix]]
    path = %s
    # Which keys it shows: "fit" (every AES-256 key), "all" (every secret key), a pattern of labels
    # such as "payments-*", or a list of labels such as ["payments-1", "payments-2"]. Metadata tells
    # what a key is; Encrypt and Decrypt use AES-256 keys alone, as they may be used. Other keys are
    # KeyNotFoundException.
    keys = %s
    # What an XKS key ID is: "label" (the key's label), "cka-id" (CKA_ID in lower-case hexadecimal),
    # or "map" (see [[prefix.key]] below). AWS KMS never changes the ID of a key it has.
    key-id = "label"
    # Blocked: requests are answered with InvalidStateException, metadata says DISABLED.
    # Changed by: hsm-bridge proxy block, hsm-bridge proxy keys block
    blocked = false
    blocked-keys = []
    # Its share of the workers, beside the shares of other prefixes, while more is asked than they can
    # do; 1 to 100. What the others do not want, it gets anyway.
    share = 1

    # With key-id = "map", one for each key: the XKS key ID, and the label or CKA_ID of the key, or
    # its PKCS#11 URI in their place.
    # [[prefix.key]]
    # id = "payments"
    # label = "payments 2026"
    # cka-id = "0a1b"
    # uri = "pkcs11:object=payments%%202026;id=%%0A%%1B"

    # Who may call. One, or two while a credential is being rotated: add the new one, give it to
    # AWS KMS (UpdateCustomKeyStore), and remove the old one when it has gone quiet.
    # Changed by: hsm-bridge proxy credentials add, hsm-bridge proxy credentials remove
    [[prefix.credential]]
    access-key-id = %s
    secret-access-key = %s
    """
        .formatted(
            path + API_PATH,
            quote(path),
            quote(keys),
            quote(credential.accessKeyId()),
            quote(credential.secretAccessKey()));
  }

  /// Where the console file of a prefix lies. No two paths have the same: a path has no dot.
  public static Path consoleFile(Path folder, String path, boolean first) {
    return folder.resolve(CONSOLE_FILE + (first ? "" : suffix(path)) + ".json");
  }

  private static String suffix(String path) {
    return path.isEmpty() ? ".root" : "-" + path.substring(1).replace('/', '.');
  }

  /// The file that the AWS console takes (specification, Other considerations, XKS proxy
  /// configuration in AWS KMS console).
  static String consoleText(String path, Credential credential) throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode().put("XksProxyUriPath", path + API_PATH);
    root.putObject("XksProxyAuthenticationCredential")
        .put("AccessKeyId", credential.accessKeyId())
        .put("RawSecretAccessKey", credential.secretAccessKey());
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /// A basic string of TOML.
  private static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
