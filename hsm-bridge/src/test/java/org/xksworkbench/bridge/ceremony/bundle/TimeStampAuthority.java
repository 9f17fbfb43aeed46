package org.xksworkbench.bridge.ceremony.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A time stamp authority of openssl, with a root certificate of its own.
public final class TimeStampAuthority {

  private static final String CONFIGURATION =
      """
      [ca]
      basicConstraints = critical,CA:TRUE
      keyUsage = critical,keyCertSign
      [stamps]
      basicConstraints = critical,CA:FALSE
      keyUsage = critical,digitalSignature
      extendedKeyUsage = critical,timeStamping
      [tsa]
      serial = %1$s/serial
      crypto_device = builtin
      signer_cert = %1$s/tsa.pem
      signer_key = %1$s/tsa.key
      certs = %1$s/ca.pem
      signer_digest = sha256
      default_policy = 1.2.3.4.1
      digests = sha256
      accuracy = secs:1
      ordering = yes
      tsa_name = yes
      ess_cert_id_chain = no
      ess_cert_id_alg = sha256
      """;

  private final Path folder;

  private TimeStampAuthority(Path folder) {
    this.folder = folder;
  }

  public static TimeStampAuthority in(Path folder) throws Exception {
    var made = new TimeStampAuthority(folder);
    Files.writeString(folder.resolve("openssl.cnf"), CONFIGURATION.formatted(folder));
    Files.writeString(folder.resolve("serial"), "01");
    made.openssl(
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        made.path("ca.key"),
        "-out",
        made.path("ca.csr"),
        "-subj",
        "/CN=Test root");
    made.openssl(
        "x509",
        "-req",
        "-in",
        made.path("ca.csr"),
        "-key",
        made.path("ca.key"),
        "-days",
        "3650",
        "-extfile",
        made.path("openssl.cnf"),
        "-extensions",
        "ca",
        "-out",
        made.path("ca.pem"));
    made.openssl(
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        made.path("tsa.key"),
        "-out",
        made.path("tsa.csr"),
        "-subj",
        "/CN=Test time stamps");
    made.openssl(
        "x509",
        "-req",
        "-in",
        made.path("tsa.csr"),
        "-CA",
        made.path("ca.pem"),
        "-CAkey",
        made.path("ca.key"),
        "-CAcreateserial",
        "-days",
        "3650",
        "-extfile",
        made.path("openssl.cnf"),
        "-extensions",
        "stamps",
        "-out",
        made.path("tsa.pem"));
    return made;
  }

  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /// Its answer to a request.
  public Path answer(Path query) throws Exception {
    var answer = Files.createTempFile(folder, "answer", ".tsr");
    openssl(
        "ts",
        "-reply",
        "-config",
        path("openssl.cnf"),
        "-section",
        "tsa",
        "-queryfile",
        query.toString(),
        "-out",
        answer.toString());
    return answer;
  }

  /// Its answer about something.
  public Path stamp(Path file) throws Exception {
    var query = Files.createTempFile(folder, "query", ".tsq");
    openssl(
        "ts",
        "-query",
        "-data",
        file.toString(),
        "-sha256",
        "-cert",
        "-no_nonce",
        "-out",
        query.toString());
    return answer(query);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void openssl(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
  }
}
