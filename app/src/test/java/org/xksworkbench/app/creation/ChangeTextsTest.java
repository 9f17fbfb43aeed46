package org.xksworkbench.app.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.policy.PolicyJson;

/// What a parser of HCL reads out of the text, and that each argument is one that the provider has.
/// No text was applied: there is no Terraform here, and no CloudFormation.
class ChangeTextsTest {

  private static final KmsEndpoint AWS =
      new KmsEndpoint(URI.create("https://kms.eu-central-1.amazonaws.com"), "eu-central-1");
  private static final String KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String SECRET = "0123456789012345678901234567890123456789abc";
  private static final String POLICY =
      KeyAccess.ofAccountOnly()
          .withOtherAccounts(List.of("444455556666"))
          .policy("aws", "111122223333");

  /// Arguments of hashicorp/aws, by the schema of 6.0.0 for key stores and 6.36.0 for keys.
  private static final Map<String, Set<String>> ARGUMENTS =
      Map.of(
          "aws_kms_custom_key_store",
          Set.of(
              "custom_key_store_name",
              "custom_key_store_type",
              "xks_proxy_connectivity",
              "xks_proxy_uri_endpoint",
              "xks_proxy_uri_path",
              "xks_proxy_vpc_endpoint_service_name",
              "xks_proxy_authentication_credential"),
          "aws_kms_key",
          Set.of("custom_key_store_id", "xks_key_id", "description", "tags", "policy", "lifecycle"),
          "aws_kms_alias",
          Set.of("name", "target_key_id"));

  private final ChangeTexts texts = new ChangeTexts("team's profile", AWS);

  @Test
  void a_key_and_its_alias_are_resources_of_the_provider() throws Exception {
    var plan =
        new KeyPlan(
            "cks-1234567890abcdef0",
            "payments",
            "payments-2026",
            "alias/team/payments-2026",
            "it's a \"test\" of ${HOME} and %{ if x }\nover two lines, \\ü",
            Map.of("cost centre", "a=b/c", "empty", "", "${x}", "$${y}"),
            POLICY);
    var text = texts.creating(ChangeForm.TERRAFORM, plan);
    var key = resource(text, "aws_kms_key", "team_payments_2026");
    assertThat(key)
        .containsEntry("custom_key_store_id", "cks-1234567890abcdef0")
        .containsEntry("xks_key_id", "payments-2026");
    assertThat(key.get("tags"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("cost centre", "a=b/c")
        .containsEntry("empty", "");
    assertThat(text).contains("jsonencode({").contains("prevent_destroy = true");
    assertThat(resource(text, "aws_kms_alias", "team_payments_2026"))
        .containsEntry("name", "alias/team/payments-2026");
    assertThat(text)
        .contains("target_key_id = aws_kms_key.team_payments_2026.key_id")
        .contains("$${HOME} and %%{ if x }\\nover two lines, \\\\ü")
        .contains("profile = \"team's profile\"")
        .contains("never applied");
  }

  @Test
  void a_key_store_has_no_secret_in_it() throws Exception {
    var store =
        new KmsChange.CreateCustomKeyStore(
            "2026 payments",
            Connectivity.VPC_ENDPOINT_SERVICE,
            "https://xks.example.com",
            "/example/kms/xks/v1",
            new ProxyCredential("ABCDEFGHIJKLMNOPQRST", SECRET.toCharArray()),
            Optional.of("com.amazonaws.vpce.us-east-1.vpce-svc-0d1e2f3a4b5c6d7e8"),
            Optional.of("111122223333"));
    for (var form : ChangeForm.values()) {
      assertThat(texts.creating(form, store)).as(form.title()).doesNotContain(SECRET);
    }
    var text = texts.creating(ChangeForm.TERRAFORM, store);
    assertThat(resource(text, "aws_kms_custom_key_store", "key_2026_payments"))
        .containsEntry("custom_key_store_type", "EXTERNAL_KEY_STORE")
        .containsEntry("xks_proxy_connectivity", "VPC_ENDPOINT_SERVICE")
        .containsEntry("xks_proxy_uri_path", "/example/kms/xks/v1");
    assertThat(variables(text))
        .as("the secret is asked for, and no log of Terraform shows it")
        .containsOnlyKeys("xks_proxy_raw_secret_access_key");
    assertThat(text)
        .contains("sensitive   = true")
        .contains("raw_secret_access_key = var.xks_proxy_raw_secret_access_key")
        .contains("account 111122223333, cannot be named")
        .contains("Terraform cannot connect it");
    assertThat(texts.creating(ChangeForm.CLOUDFORMATION, store))
        .startsWith("CloudFormation can make neither an external key store");
  }

  @Test
  void keys_that_exist_are_taken_over_and_what_was_not_read_is_left_alone() throws Exception {
    var plan = new KeyPlan("cks-1", "payments", "one", "alias/a-b", "", Map.of(), "");
    var other = new KeyPlan("cks-1", "payments", "two", "alias/a.b", "", Map.of("t", "v"), POLICY);
    var nameless = new KeyPlan("cks-1", "payments", "three", "alias/", "", Map.of(), POLICY);
    var text =
        texts.existing(
            ChangeForm.TERRAFORM,
            List.of(
                new ExistingKey(KEY, plan, false),
                new ExistingKey("mrk-2", other, true),
                new ExistingKey("3", nameless, true)));
    assertThat(resources(text).get("aws_kms_key")).containsOnlyKeys("a_b", "a_b_mrk_2", "key_3");
    assertThat(resources(text).get("aws_kms_alias")).containsOnlyKeys("a_b", "a_b_mrk_2");
    assertThat(text)
        .contains("to = aws_kms_key.a_b\n  id = \"" + KEY + "\"")
        .contains("to = aws_kms_alias.a_b\n  id = \"alias/a-b\"")
        .containsOnlyOnce("ignore_changes  = [policy, tags, tags_all]");
  }

  @Test
  void the_stand_in_is_named_by_its_endpoint() throws Exception {
    var local =
        new ChangeTexts("", new KmsEndpoint(URI.create("http://127.0.0.1:4599"), "us-east-1"));
    var plan = new KeyPlan("cks-1", "s", "k", "alias/k", "", Map.of(), "");
    var text = local.creating(ChangeForm.TERRAFORM, plan);
    assertThat(parse(text)).containsKey("provider");
    assertThat(text).contains("kms = \"http://127.0.0.1:4599\"").doesNotContain("profile");
  }

  /// What the parser reads is what was meant, as the text of a description.
  @ParameterizedTest
  @ValueSource(strings = {"a'b", "a\"b", "a\\b", "ü", "a\nb\tc", "#", "/* x */", "100 %", "$5"})
  void a_text_is_read_as_it_was_meant(String text) throws Exception {
    assertThat(parse("x = " + Hcl.string(text) + "\n")).containsEntry("x", text);
  }

  @Test
  void what_begins_an_expression_is_escaped_and_controls_are_numbers() {
    assertThat(Hcl.string("${a}%{b}$$ %% $")).isEqualTo("\"$${a}%%{b}$$ %% $\"");
    assertThat(Hcl.string("\u0007\u007f")).isEqualTo("\"\\u0007\\u007f\"");
  }

  /// The parser is no yes-sayer.
  @Test
  void the_parser_refuses_what_is_no_hcl() {
    assertThatThrownBy(() -> parse("resource \"a\" \"b\" {\n  x = \"open\n}\n"))
        .hasRootCauseInstanceOf(HCLParserException.class);
  }

  @Test
  void a_policy_becomes_the_same_policy() throws Exception {
    var json = new ObjectMapper().readTree(POLICY);
    var read = parse("policy = " + Hcl.expression(json, "") + "\n").get("policy");
    assertThat(new ObjectMapper().<com.fasterxml.jackson.databind.JsonNode>valueToTree(read))
        .isEqualTo(json);
  }

  @Test
  void cloudformation_goes_as_far_as_its_schema() throws Exception {
    var plan = new KeyPlan("cks-1", "s", "k", "alias/k", "", Map.of(), POLICY);
    var template = new ObjectMapper().readTree(texts.creating(ChangeForm.CLOUDFORMATION, plan));
    var alias = template.at("/Resources/Alias");
    assertThat(alias.path("Type").asText()).isEqualTo("AWS::KMS::Alias");
    assertThat(alias.path("Properties").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("AliasName", "TargetKeyId");
    assertThat(alias.at("/Properties/TargetKeyId/Ref").asText()).isEqualTo("KeyId");
    assertThat(template.at("/Parameters/KeyId/Type").asText()).isEqualTo("String");
    assertThat(template.path("Description").asText())
        .contains("never applied")
        .hasSizeLessThan(1024);

    var existing = new ExistingKey(KEY, plan, true);
    assertThat(
            new ObjectMapper()
                .readTree(texts.existing(ChangeForm.CLOUDFORMATION, existing))
                .at("/Resources/Alias1/Properties/TargetKeyId")
                .asText())
        .isEqualTo(KEY);
    var nameless = new KeyPlan("cks-1", "s", "k", "alias/", "", Map.of(), POLICY);
    assertThat(texts.existing(ChangeForm.CLOUDFORMATION, new ExistingKey(KEY, nameless, true)))
        .contains("there is none here");
  }

  @Test
  void a_policy_that_was_not_read_is_not_sent_as_an_empty_one() {
    var plan = new KeyPlan("cks-1", "s", "k", "alias/k", "", Map.of(), "");
    assertThat(texts.creating(ChangeForm.AWS_CLI, plan)).doesNotContain("--policy");
    assertThat(PolicyJson.parse("{")).isEmpty();
  }

  private static Map<String, Object> parse(String text) throws Exception {
    return new HCLParser().parse(text);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Map<String, Object>>> resources(String text)
      throws Exception {
    var resources = (Map<String, Map<String, Map<String, Object>>>) parse(text).get("resource");
    resources.forEach((type, byName) ->
        byName
            .values()
            .forEach(resource -> assertThat(ARGUMENTS.get(type)).containsAll(resource.keySet())));
    return resources;
  }

  private static Map<String, Object> resource(String text, String type, String name)
      throws Exception {
    return resources(text).get(type).get(name);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> variables(String text) throws Exception {
    return (Map<String, Object>) parse(text).get("variable");
  }
}
