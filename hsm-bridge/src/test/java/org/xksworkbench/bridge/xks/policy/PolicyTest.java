package org.xksworkbench.bridge.xks.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.xks.config.PolicyFile;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.protocol.RequestMetadata;
import org.xksworkbench.bridge.xks.protocol.XksOperation;

class PolicyTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/payments-app";
  private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234";

  @TempDir private Path folder;

  private Policy policy(String toml) throws IOException {
    var file = folder.resolve("policy.toml");
    Files.writeString(file, toml);
    return PolicyFile.read(file);
  }

  private static AccessRequest asked(String principal, String operation, Optional<String> kmsKey) {
    return new AccessRequest(
        "/payments",
        XksOperation.ENCRYPT,
        "payments-1",
        new RequestMetadata(
            Optional.of(principal),
            Optional.empty(),
            Optional.empty(),
            kmsKey,
            operation,
            "r",
            Optional.empty()));
  }

  @Test
  void what_no_statement_allows_is_denied_and_the_nearest_statement_is_named() throws IOException {
    var policy =
        policy(
            """
            [[allow]]
            name = "other"
            principals = ["arn:aws:iam::999999999999:*"]
            operations = ["Sign"]
            [[allow]]
            name = "payments role"
            principals = ["arn:aws:iam::111122223333:role/payments-*"]
            kms-keys = ["arn:aws:kms:*:111122223333:key/*"]
            operations = ["Encrypt", "GenerateDataKey*"]
            keys = ["payments-?"]
            """);
    assertThat(policy.decide(asked(ROLE, "GenerateDataKeyWithoutPlaintext", Optional.of(KEY))))
        .isEqualTo(
            new Decision(true, "payments role", "The allow statement payments role matches."));
    var denied = policy.decide(asked(ROLE, "ReEncrypt", Optional.of(KEY)));
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.statement()).isEqualTo("payments role");
    assertThat(denied.reason())
        .contains("operations has no match for \"ReEncrypt\"", "Encrypt, GenerateDataKey*");
    assertThat(policy.decide(asked(ROLE, "Encrypt", Optional.empty())).reason())
        .contains("kms-keys has no match for a request without it");
  }

  @Test
  void a_deny_statement_wins() throws IOException {
    var policy =
        policy(
            """
            [[allow]]
            name = "all"
            [[deny]]
            name = "not root"
            principals = ["*:root"]
            """);
    assertThat(policy.decide(asked(ROLE, "Encrypt", Optional.of(KEY))).allowed()).isTrue();
    assertThat(policy.decide(asked("arn:aws:iam::1:root", "Encrypt", Optional.of(KEY))))
        .isEqualTo(new Decision(false, "not root", "The deny statement not root matches."));
  }

  @Test
  void the_empty_text_stands_for_a_request_without_the_attribute() throws IOException {
    var policy = policy("[[allow]]\nname = \"not by a service\"\nvia-services = [\"\"]\n");
    assertThat(policy.decide(asked(ROLE, "Encrypt", Optional.of(KEY))).allowed()).isTrue();
    policy = policy("[[allow]]\nname = \"by any service\"\nvia-services = [\"*\"]\n");
    assertThat(policy.decide(asked(ROLE, "Encrypt", Optional.of(KEY))).allowed()).isFalse();
  }

  @Test
  void a_policy_without_statements_allows_nothing() throws IOException {
    assertThat(policy("").decide(asked(ROLE, "Encrypt", Optional.of(KEY))).allowed()).isFalse();
  }

  @Test
  void a_wrong_policy_is_refused_with_its_line() {
    assertThatThrownBy(() -> policy("[[allow]]\nname = \"x\"\nprincipal = [\"*\"]\n"))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("line 3: [[allow]] has no setting principal");
    assertThatThrownBy(() -> policy("[[allow]]\nname = \"x\"\nkeys = []\n"))
        .hasMessageContaining("never matches");
  }

  @ParameterizedTest
  @CsvSource({
    "*, '', true", "*, anything, true", "a*c, abbc, true", "a*c, abbd, false", "a?c, abc, true",
    "a?c, ac, false", "'', '', true", "'', x, false", "*b*, abc, true", "**, x, true",
    "a*b*c, axxbxxc, true", "a.c, abc, false"
  })
  void wildcards_match_as_in_policies_of_aws(String pattern, String text, boolean expected) {
    assertThat(new Wildcard(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void a_pattern_made_to_be_slow_is_not() {
    var pattern = "*a".repeat(500) + "*b";
    assertThat(new Wildcard(pattern).matches("a".repeat(2048))).isFalse();
  }
}
