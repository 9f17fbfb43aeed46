package org.xksworkbench.bridge.ceremony.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.yaml.snakeyaml.Yaml;

class PlanTest {

  private static final String GOOD =
      """
      ceremony: 1
      title: A key
      roles:
        operator: {title: Operator}
        witness: {title: Witness}
        auditor: {title: Auditor}
      values:
        label: payments
      steps:
        - id: open
          title: Open
          do: say
          by: operator
          confirm: [witness]
          say: We make ${label}.
        - id: make
          title: Make
          do: generate-key
          by: operator
          confirm: [witness]
          with: {label: "${label}", bits: 256}
          expect:
            type: AES-256
        - id: end
          title: End
          do: export
          by: operator
          confirm: [auditor]
      """;

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(ShippedPlan.schema());

  @Test
  void a_plan_is_read_with_its_roles_values_and_steps() {
    var plan = Plan.parse(GOOD);
    assertThat(plan.title()).isEqualTo("A key");
    assertThat(plan.roles()).containsOnlyKeys("operator", "witness", "auditor");
    assertThat(plan.steps()).extracting(PlanStep::id).containsExactly("open", "make", "end");
    assertThat(plan.steps().get(1).action()).isEqualTo(new Action.GenerateKey("payments", 256));
    assertThat(plan.steps().get(1).signers()).containsExactly("operator", "witness");
    assertThat(plan.steps().get(1).line()).isEqualTo(16);
  }

  @Test
  void its_fingerprint_is_that_of_the_file_byte_for_byte() {
    assertThat(Plan.parse(GOOD).fingerprint()).isEqualTo(Fingerprint.of(GOOD));
    assertThat(Plan.parse(GOOD + "\n").fingerprint()).isNotEqualTo(Fingerprint.of(GOOD));
  }

  /// Each row: what in the good plan is exchanged, by what, the line that is named, a part of the
  /// reason.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ceremony: 1 | ceremony: 3 | 1 | version 1 and 2",
        "title: A key | counter-sign: yes | 2 | \"counter-sign\" is not known",
        "say: We make ${label}. | covers: [x] | 15 | \"covers\" is not known",
        "title: A key | titel: A key | 2 | \"titel\" is not known",
        "title: A key | title: [a] | 2 | text is expected",
        "operator: {title: Operator} | Operator: {title: Operator} | 4 | cannot name a role",
        "witness: {title: Witness} | operator: {title: Witness} | 5 | stands here twice",
        "label: payments | label: \"\" | 8 | not empty",
        "by: operator | by: director | 13 | no role \"director\"",
        "confirm: [witness] | confirm: [operator] | 14 | confirms it by that",
        "confirm: [witness] | confirm: [witness, witness] | 14 | twice",
        "say: We make ${label}. | say: We make ${lable}. | 15 | ${lable} is not known",
        "say: We make ${label}. | say: We made ${make.id}. | 15 | ${make.id} is not known",
        "do: say | do: sing | 12 | \"do: sing\" is not known",
        "id: make | id: open | 16 | already in line 10",
        "bits: 256 | bits: 512 | 21 | 128 or 256",
        "bits: 256 | bytes: 32 | 21 | \"bytes\" is not known",
        "label: \"${label}\" | label: a b | 21 | cannot be an XKS key ID",
        "type: AES-256 | colour: red | 23 | tells no \"colour\"",
        "do: generate-key | do: destroy | 21 | \"bits\" is not known",
        "do: export | do: confirm | 24 | needs \"say\"",
        "title: A key | title: The PIN is 1234 | 2 | looks like a PIN",
        "title: A key | title: Slot 3 | 2 | looks like a slot",
        "title: A key | title: 'See /usr/lib/softhsm' | 2 | looks like a path",
        "title: A key | title: 'See C:\\hsm' | 2 | looks like a path",
        "title: A key | title: Uses libsofthsm2.so | 2 | looks like a module's file",
        "title: A key | title: &a A key | 2 | Anchors",
        "title: A key | title: 'A key | 2 | not YAML",
      })
  void what_cannot_be_accepted_is_refused_with_line_and_reason(
      String good, String bad, int line, String reason) {
    var text =
        GOOD.replaceFirst(
            java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad));
    assertThat(text).isNotEqualTo(GOOD);
    var failure = catchThrowableOfType(PlanException.class, () -> Plan.parse(text));
    assertThat(failure).as(text).isNotNull();
    assertThat(failure.reason()).contains(reason);
    if (!reason.equals("not YAML")) {
      assertThat(failure.line()).isEqualTo(line);
    }
    assertThat(failure).hasMessageStartingWith("Line " + failure.line() + ": ");
  }

  @Test
  void what_cannot_be_undone_needs_a_witness() {
    var text = GOOD.replace("confirm: [witness]\n    with:", "with:");
    assertThat(text).isNotEqualTo(GOOD);
    var failure = catchThrowableOfType(PlanException.class, () -> Plan.parse(text));
    assertThat(failure.reason()).contains("cannot be undone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {of: [a, b], need: 1}        | 2 at least, and all of them at most
          {of: [a, b], need: 3}        | 2 at least, and all of them at most
          {of: [a, b], need: two}      | 2 at least, and all of them at most
          {of: [a, operator], need: 2} | does not count in its quorum
          {of: [a, witness], need: 2}  | in "authorise", and in the quorum beside it
          {of: [a, mallory], need: 2}  | There is no role "mallory"
          {of: [a, a], need: 2}        | twice
          """)
  void a_quorum_is_some_of_several_who_do_not_act(String quorum, String reason) {
    var plan =
        """
        ceremony: 2
        title: Some
        roles:
          operator: {title: Operator}
          witness: {title: Witness}
          a: {title: A}
          b: {title: B}
        steps:
          - {id: key, title: Key, do: destroy, by: operator, authorise: [witness], quorum: %s, confirm: [witness], with: {label: k}}
          - {id: end, title: End, do: export, by: operator, confirm: [witness]}
        """;
    var good = plan.formatted("{of: [a, b], need: 2}");
    assertThat(Plan.parse(good).steps().getFirst().quorum().orElseThrow().of())
        .containsExactly("a", "b");
    assertThatThrownBy(() -> Plan.parse(good.replace("authorise: [witness], ", "")))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("not left to its custodians alone");
    assertThatThrownBy(() -> Plan.parse(good.replace("ceremony: 2", "ceremony: 1")))
        .hasMessageContaining("\"quorum\" is not known");
    assertThatThrownBy(() -> Plan.parse(plan.formatted(quorum)))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void what_destroys_needs_two_roles_that_authorise_it() {
    var destroy = ShippedPlan.DESTRUCTION.text();
    var one = destroy.replace("authorise: [witness, owner]", "authorise: [owner]");
    assertThat(one).isNotEqualTo(destroy);
    var failure = catchThrowableOfType(PlanException.class, () -> Plan.parse(one));
    assertThat(failure.reason()).contains("dual control");
    assertThat(SCHEMA.validate(json(one))).isNotEmpty();
  }

  @Test
  void the_last_step_and_only_the_last_exports() {
    var failure =
        catchThrowableOfType(
            PlanException.class, () -> Plan.parse(GOOD.substring(0, GOOD.indexOf("  - id: end"))));
    assertThat(failure.reason()).contains("last step must be");
    var twice = GOOD + GOOD.substring(GOOD.indexOf("  - id: end")).replace("id: end", "id: again");
    var second = catchThrowableOfType(PlanException.class, () -> Plan.parse(twice));
    assertThat(second.reason()).contains("Nothing can follow");
    assertThat(second.line()).isEqualTo(24);
  }

  @ParameterizedTest
  @EnumSource(ShippedPlan.class)
  void a_shipped_plan_is_accepted_by_the_reader_and_by_the_published_schema(ShippedPlan shipped) {
    assertThat(shipped.plan().steps()).isNotEmpty();
    assertThat(SCHEMA.validate(json(shipped.text()))).isEmpty();
  }

  @Test
  void a_shipped_plan_takes_other_values_and_stays_as_it_is_otherwise() {
    var text =
        ShippedPlan.EXTERNAL_KEY.text(
            Map.of("label", "2030", "alias", "alias/ledger", "key-store", "the \"A\" store"));
    var plan = Plan.parse(text);
    assertThat(plan.values())
        .containsEntry("label", "2030")
        .containsEntry("alias", "alias/ledger")
        .containsEntry("key-store", "the \"A\" store");
    assertThat(text.lines().filter(line -> !ShippedPlan.EXTERNAL_KEY.text().contains(line)))
        .hasSize(3);
    assertThat(plan.fingerprint()).isNotEqualTo(ShippedPlan.EXTERNAL_KEY.plan().fingerprint());
  }

  @Test
  void what_people_write_down_is_asked_for_in_version_two_alone() {
    var one =
        GOOD.replace("do: say", "do: custody")
            .replace("say: We make ${label}.", "with: {item: HSM, move: [take, open], photo: yes}");
    var two = one.replace("ceremony: 1", "ceremony: 2");
    assertThat(Plan.parse(two).steps().getFirst().action())
        .isEqualTo(new Action.MoveCustody("HSM", List.of("take", "open"), true));
    assertThat(SCHEMA.validate(json(two))).isEmpty();
    assertThat(SCHEMA.validate(json(one))).isNotEmpty();
    refused(one, "\"do: custody\" is not known");
    refused(two.replace("open]", "lend]"), "some of take, open");
    refused(two.replaceFirst("    confirm: \\[witness]\n", ""), "signed by two");
    assertThat(SCHEMA.validate(json(two.replace("open]", "lend]")))).isNotEmpty();
    assertThat(
            Plan.parse(
                    two.replace("{item: HSM, move: [take, open], photo: yes}", "{what: A}")
                        .replace("do: custody", "do: attach"))
                .steps()
                .getFirst()
                .action())
        .isEqualTo(new Action.AttachFile("A", List.of(), false));
  }

  @Test
  void keys_of_people_and_who_resumes_are_named_in_version_two_alone() {
    var id = "0a".repeat(32);
    var one =
        GOOD.replace(
            "title: A key\n",
            "title: A key\nkeys: {auditor: " + id + "}\nresume: [operator, auditor]\n");
    var two = one.replace("ceremony: 1", "ceremony: 2");
    var plan = Plan.parse(two);
    assertThat(plan.keys()).containsOnly(Map.entry("auditor", new Fingerprint(id)));
    assertThat(plan.resume()).containsExactly("operator", "auditor");
    assertThat(SCHEMA.validate(json(two))).isEmpty();
    refused(one, "\"keys\" is not known");
    assertThat(SCHEMA.validate(json(one))).isNotEmpty();
    refused(two.replace("{auditor: ", "{owner: "), "no role \"owner\"");
    refused(two.replace("0a0a", "0A0A"), "64 digits");
    refused(
        two.replace("{auditor: ", "{witness: " + id + ", auditor: "),
        "Two roles have the same key");
    refused(two.replace("[operator, auditor]", "[auditor]"), "name two roles");
    assertThat(SCHEMA.validate(json(two.replace("[operator, auditor]", "[auditor]")))).isNotEmpty();
  }

  private static void refused(String text, String reason) {
    var failure = catchThrowableOfType(PlanException.class, () -> Plan.parse(text));
    assertThat(failure).as(text).isNotNull();
    assertThat(failure.reason()).contains(reason);
  }

  @Test
  void the_schema_refuses_what_it_can_see() {
    assertThat(SCHEMA.validate(json(GOOD))).isEmpty();
    assertThat(SCHEMA.validate(json(GOOD.replace("ceremony: 1", "ceremony: 3")))).isNotEmpty();
    assertThat(SCHEMA.validate(json(GOOD.replace("bits: 256", "bits: 512")))).isNotEmpty();
    assertThat(SCHEMA.validate(json(GOOD.replace("do: say", "do: sing")))).isNotEmpty();
    assertThat(SCHEMA.validate(json(GOOD.replace("title: A key", "pin: 1")))).isNotEmpty();
  }

  @Test
  void the_schema_in_the_documentation_is_the_one_that_ships() throws Exception {
    var docs = Path.of(System.getProperty("xksw.basedir"), "docs", "ceremony-plan.schema.json");
    assertThat(Files.readString(docs)).isEqualTo(ShippedPlan.schema());
  }

  @Test
  void a_binding_holds_what_differs_between_machines() {
    var binding =
        Binding.parse("module: /usr/lib/libhsm.so\ntoken: payments\npin-file: /run/pin\n");
    assertThat(binding.module()).isEqualTo(Path.of("/usr/lib/libhsm.so"));
    assertThat(binding.token().label()).contains("payments");
    assertThat(binding.pinFile()).contains(Path.of("/run/pin"));
    var byUri = Binding.parse("module: /m.so\ntoken: pkcs11:token=payments;serial=77\n");
    assertThat(byUri.token().uri().orElseThrow()).hasToString("pkcs11:token=payments;serial=77");
    assertThat(byUri.token().inWords()).isEqualTo("payments");
    assertThatThrownBy(() -> Binding.parse("module: /m.so\ntoken: pkcs11:colour=red\n"))
        .isInstanceOf(PlanException.class)
        .hasMessageStartingWith("Line 2:")
        .hasMessageContaining("no attribute colour");
    var failure =
        catchThrowableOfType(
            PlanException.class, () -> Binding.parse("module: /m.so\ntoken: t\npin: 1234\n"));
    assertThat(failure.line()).isEqualTo(3);
  }

  private static JsonNode json(String yaml) {
    return new ObjectMapper().valueToTree(new Yaml().load(yaml));
  }
}
