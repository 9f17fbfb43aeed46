package org.xksworkbench.bridge.xks.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.xks.certificate.CertificateFinding.CertificateRule;
import org.xksworkbench.bridge.xks.certificate.CertificateFinding.CertificateVerdict;
import org.xksworkbench.bridge.xks.certificate.TestAuthority.IssuedAs;
import org.xksworkbench.bridge.xks.server.TlsIdentity;

/// Each rule by a certificate that keeps all others.
class CertificateCheckTest {

  private static final String HOST = "xks.example.test";
  private static final IssuedAs WELL = IssuedAs.server(HOST);

  @TempDir private Path folder;
  private final TestAuthority root = TestAuthority.root("CN=Test Root,O=Test");
  private final TestAuthority middle = root.below("CN=Test Intermediate,O=Test");
  private final KeyPair keys = generate(CertificateKeyType.EC_P256);

  private static KeyPair generate(CertificateKeyType type) {
    try {
      return type.generate();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private AwsAuthorities listed(TestAuthority authority) {
    try {
      return AwsAuthorities.read(
          Files.writeString(folder.resolve("list"), authority.asListOfAws()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private CertificateReport report(
      AcceptedAuthorities accepted, RootCertificates roots, KeyPair pair, Object... chain) {
    try {
      var file = Files.writeString(folder.resolve("chain.pem"), TestAuthority.pem(chain));
      var key = Files.writeString(folder.resolve("key.pem"), pkcs8(pair));
      return new CertificateCheck(new ChainEnd(accepted, roots), InstantSource.system())
          .of(new TlsIdentity(file, key), HOST, 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String pkcs8(KeyPair pair) {
    return TestAuthority.pem(new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded()));
  }

  private CertificateReport report(Object... chain) {
    return report(
        listed(root), new RootCertificates(List.of(root.certificate()), List.of()), keys, chain);
  }

  private X509Certificate own(IssuedAs as) {
    return middle.issue(keys.getPublic(), as);
  }

  private static Set<CertificateRule> broken(CertificateReport report) {
    return with(report, CertificateVerdict.BROKEN);
  }

  private static Set<CertificateRule> with(CertificateReport report, CertificateVerdict verdict) {
    return report.findings().stream()
        .filter(finding -> finding.verdict() == verdict)
        .map(CertificateFinding::rule)
        .collect(Collectors.toSet());
  }

  @Test
  void a_certificate_that_keeps_all_rules_is_told_so_rule_by_rule() {
    var report = report(own(WELL), middle.certificate());
    assertThat(with(report, CertificateVerdict.HOLDS))
        .containsExactlyInAnyOrder(CertificateRule.values());
    assertThat(report.established()).isTrue();
    assertThat(report.days()).isEqualTo(89);
  }

  @Test
  void the_root_may_be_sent_too() {
    assertThat(broken(report(own(WELL), middle.certificate(), root.certificate()))).isEmpty();
  }

  @Test
  void a_wildcard_stands_for_one_label() {
    assertThat(broken(report(own(IssuedAs.server("*.example.test")), middle.certificate())))
        .isEmpty();
    assertThat(broken(report(own(IssuedAs.server("*.test")), middle.certificate())))
        .containsExactly(CertificateRule.HOST);
  }

  @Test
  void a_common_name_that_is_not_the_host_is_told_and_no_fault() {
    assertThat(report(own(WELL), middle.certificate()).findings().toString())
        .doesNotContain("common name");
    var second =
        new IssuedAs(
            List.of("first.example.test", HOST), WELL.validFor(), WELL.purpose(), WELL.signature());
    var report = report(own(second), middle.certificate());
    assertThat(broken(report)).isEmpty();
    assertThat(report.findings().toString()).contains("It is not its common name");
  }

  @Test
  void another_host_is_told_with_what_it_is_for() {
    var report = report(own(IssuedAs.server("other.example.test")), middle.certificate());
    assertThat(broken(report)).containsExactly(CertificateRule.HOST);
    assertThat(report.findings().toString()).contains("but for other.example.test");
  }

  @Test
  void a_common_name_alone_is_for_no_host() {
    var nameless =
        new IssuedAs(
            List.of(), Duration.ofDays(90), KeyPurposeId.id_kp_serverAuth, "SHA256withECDSA");
    assertThat(broken(report(own(nameless), middle.certificate())))
        .containsExactly(CertificateRule.HOST);
  }

  @Test
  void a_key_of_another_certificate_is_found() {
    var report =
        report(
            listed(root),
            new RootCertificates(List.of(root.certificate()), List.of()),
            generate(CertificateKeyType.EC_P256),
            own(WELL),
            middle.certificate());
    assertThat(broken(report)).containsExactly(CertificateRule.KEY);
  }

  @Test
  void without_its_intermediate_a_chain_ends_nowhere() {
    var report = report(own(WELL));
    assertThat(broken(report))
        .containsExactlyInAnyOrder(CertificateRule.CHAIN, CertificateRule.AUTHORITY);
    assertThat(report.findings().toString()).contains("CN=Test Intermediate");
  }

  @Test
  void a_wrong_order_is_told_from_a_missing_certificate() {
    var wrong = report(own(WELL), root.certificate(), middle.certificate());
    assertThat(broken(wrong)).containsExactly(CertificateRule.CHAIN);
    assertThat(wrong.findings().toString()).contains("which is in the file, too");
    var missing = report(own(WELL), root.certificate());
    assertThat(broken(missing)).contains(CertificateRule.CHAIN);
    assertThat(missing.findings().toString()).contains("Put that one behind it");
  }

  @Test
  void an_issuer_that_is_no_authority_issues_nothing() {
    var server = generate(CertificateKeyType.EC_P256);
    var noAuthority =
        new TestAuthority(root.issue(server.getPublic(), IssuedAs.server("ca.test")), server);
    var report = report(noAuthority.issue(keys.getPublic(), WELL), noAuthority.certificate());
    assertThat(broken(report)).containsExactly(CertificateRule.CHAIN);
  }

  @Test
  void dates_are_those_of_every_certificate() {
    var expired = report(own(WELL.validFor(Duration.ofDays(-1))), middle.certificate());
    assertThat(broken(expired)).containsExactly(CertificateRule.DATES);
    assertThat(expired.days()).isNegative();
    var later = report(own(WELL.validFor(Duration.ofDays(200))), middle.certificate());
    assertThat(broken(later)).containsExactly(CertificateRule.DATES);
    assertThat(later.findings().toString()).contains("is not valid before");
  }

  @Test
  void a_certificate_for_clients_is_for_no_server() {
    assertThat(
            broken(report(own(WELL.purpose(KeyPurposeId.id_kp_clientAuth)), middle.certificate())))
        .containsExactly(CertificateRule.PURPOSE);
  }

  @Test
  void a_short_key_and_a_broken_signature_are_refused() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var small = generator.generateKeyPair();
    var roots = new RootCertificates(List.of(root.certificate()), List.of());
    assertThat(
            broken(
                report(
                    listed(root),
                    roots,
                    small,
                    middle.issue(small.getPublic(), WELL),
                    middle.certificate())))
        .contains(CertificateRule.ALGORITHM);
    assertThat(broken(report(own(WELL.signature("SHA1withECDSA")), middle.certificate())))
        .contains(CertificateRule.ALGORITHM);
  }

  @Test
  void rsa_of_a_request_is_taken() {
    var pair = generate(CertificateKeyType.RSA_2048);
    var report =
        report(
            listed(root),
            new RootCertificates(List.of(root.certificate()), List.of()),
            pair,
            middle.issue(pair.getPublic(), WELL),
            middle.certificate());
    assertThat(broken(report)).isEmpty();
    assertThat(report.findings().toString()).contains("RSA of 2048 bits");
  }

  @Test
  void a_public_root_that_the_shipped_list_lacks_may_have_been_added_since() {
    var roots = new RootCertificates(List.of(root.certificate()), List.of());
    var shipped =
        report(AwsAuthorities.ofThisProgram(), roots, keys, own(WELL), middle.certificate());
    assertThat(shipped.broken()).isFalse();
    assertThat(with(shipped, CertificateVerdict.NOT_COMPARED))
        .containsExactly(CertificateRule.AUTHORITY);

    var present =
        report(
            listed(TestAuthority.root("CN=Another,O=Test")),
            roots,
            keys,
            own(WELL),
            middle.certificate());
    assertThat(broken(present)).containsExactly(CertificateRule.AUTHORITY);
  }

  @Test
  void a_root_that_only_this_computer_trusts_is_refused_by_aws() {
    var roots = new RootCertificates(List.of(), List.of(root.certificate()));
    assertThat(
            broken(
                report(
                    AwsAuthorities.ofThisProgram(), roots, keys, own(WELL), middle.certificate())))
        .containsExactly(CertificateRule.AUTHORITY);
  }

  @Test
  void a_listed_root_whose_certificate_is_not_here_is_not_compared() {
    var report =
        report(
            listed(root),
            new RootCertificates(List.of(), List.of()),
            keys,
            own(WELL),
            middle.certificate());
    assertThat(report.broken()).isFalse();
    assertThat(with(report, CertificateVerdict.NOT_COMPARED))
        .containsExactlyInAnyOrder(CertificateRule.CHAIN, CertificateRule.AUTHORITY);
  }

  @Test
  void an_authority_of_ones_own_is_held_against_itself_alone() {
    var accepted = new AcceptedAuthorities.OfSite(List.of(root.certificate()));
    var none = new RootCertificates(List.of(), List.of());
    assertThat(broken(report(accepted, none, keys, own(WELL), middle.certificate()))).isEmpty();
    var stranger = TestAuthority.root("CN=Stranger,O=Test");
    assertThat(
            broken(
                report(
                    accepted,
                    none,
                    keys,
                    stranger.issue(keys.getPublic(), WELL),
                    stranger.certificate())))
        .contains(CertificateRule.AUTHORITY);
  }

  @Test
  void a_list_of_aws_may_have_something_behind_a_fingerprint() throws Exception {
    var other = TestAuthority.root("CN=Another,O=Test");
    var list =
        Files.writeString(
            folder.resolve("both"),
            root.asListOfAws().stripTrailing() + "     .7\n****\n" + other.asListOfAws());
    var read = AwsAuthorities.read(list);
    assertThat(read.fingerprints()).hasSize(2);
    assertThat(read.has(root.certificate())).isTrue();
    assertThat(read.hasNamed(other.certificate().getSubjectX500Principal())).isTrue();
  }

  /// The fingerprints are those of real certificates: of all that Java has by a name on the list,
  /// most are on it by their fingerprints.
  @Test
  void the_shipped_list_agrees_with_the_roots_of_java() {
    var known = AwsAuthorities.ofThisProgram();
    var named =
        RootCertificates.ofThisComputer().ofJava().stream()
            .filter(root -> known.hasNamed(root.getSubjectX500Principal()))
            .toList();
    assertThat(named).hasSizeGreaterThan(60);
    assertThat(named.stream().filter(known::has).count()).isGreaterThanOrEqualTo(named.size() - 8L);
    assertThat(
            named.stream().filter(known::has).map(root -> root.getSubjectX500Principal().getName()))
        .contains("CN=Amazon Root CA 1,O=Amazon,C=US");
    assertThat(known.fingerprints()).hasSize(123).allMatch(hex -> hex.matches("[0-9a-f]{64}"));
  }
}
