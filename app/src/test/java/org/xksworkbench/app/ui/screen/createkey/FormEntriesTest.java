package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Configuration;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.KeyDraft;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Step;

class FormEntriesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "aws/mine", "has space", "ünïcode", "dot.is.not.allowed"})
  void an_alias_that_aws_kms_would_refuse_is_refused_here(String alias) {
    assertThat(KeyDraft.empty().withAlias(alias).problem(Step.LABELS)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"payments", "team/payments_2026-11", "A"})
  void a_legal_alias_is_taken(String alias) {
    assertThat(KeyDraft.empty().withAlias(alias).problem(Step.LABELS)).isEmpty();
  }

  @Test
  void a_prefix_that_was_typed_is_not_doubled() {
    assertThat(KeyDraft.empty().withAlias(" alias/payments ").alias()).isEqualTo("payments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "has space", "slash/is/not", "ü"})
  void an_external_key_id_that_aws_kms_would_refuse_is_refused_here(String id) {
    assertThat(KeyDraft.empty().withXksKeyId(id).problem(Step.EXTERNAL_KEY)).isPresent();
  }

  @Test
  void an_external_key_id_has_at_most_128_characters_and_may_have_dots() {
    var empty = KeyDraft.empty();
    assertThat(empty.withXksKeyId("a.".repeat(64)).problem(Step.EXTERNAL_KEY)).isEmpty();
    assertThat(empty.withXksKeyId("a".repeat(129)).problem(Step.EXTERNAL_KEY)).isPresent();
  }

  @Test
  void a_description_has_at_most_8192_characters() {
    var named = KeyDraft.empty().withAlias("a");
    assertThat(named.withDescription("x".repeat(8192)).problem(Step.LABELS)).isEmpty();
    assertThat(named.withDescription("x".repeat(8193)).problem(Step.LABELS)).isPresent();
  }

  @Test
  void what_is_required_is_chosen_and_the_rest_is_asked_for() {
    var empty = KeyDraft.empty();
    assertThat(empty.configuration().problem()).isEmpty();
    assertThat(empty.problem(Step.CONFIGURATION).orElseThrow()).contains("acknowledgement");
    assertThat(empty.problem(Step.KEY_STORE)).isPresent();
  }

  @Test
  void a_key_that_no_external_key_store_can_hold_is_refused_here() {
    var required = Configuration.requiredByKeyStores();
    assertThat(required.with(Configuration.Type.ASYMMETRIC).problem()).isPresent();
    assertThat(required.with(Configuration.Usage.GENERATE_AND_VERIFY_MAC).problem()).isPresent();
    assertThat(required.with(Configuration.Origin.EXTERNAL).problem()).isPresent();
    assertThat(required.with(Configuration.Origin.AWS_KMS).problem().orElseThrow())
        .contains("External key store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "aws:mine", "AWS:mine", "has\ttab", "<>"})
  void a_tag_key_that_aws_kms_would_refuse_is_refused_here(String key) {
    assertThat(tagged(new KeyInputs.Tag(key, "")).problem(Step.TAGS)).isPresent();
  }

  @Test
  void tags_are_unique_and_at_most_50() {
    var tag = new KeyInputs.Tag("team", "payments");
    assertThat(tagged(tag).problem(Step.TAGS)).isEmpty();
    assertThat(tagged(tag, tag).problem(Step.TAGS).orElseThrow()).contains("twice");
    var many = IntStream.range(0, 51).mapToObj(i -> new KeyInputs.Tag("k" + i, "")).toList();
    assertThat(tagged(many.toArray(KeyInputs.Tag[]::new)).problem(Step.TAGS)).isPresent();
    assertThat(tagged(new KeyInputs.Tag("k".repeat(129), "")).problem(Step.TAGS)).isPresent();
    assertThat(tagged(new KeyInputs.Tag("k", "v".repeat(257))).problem(Step.TAGS)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901a"})
  void an_account_id_has_12_digits(String id) {
    var draft = KeyDraft.empty().withAccess(access -> access.withOtherAccounts(List.of(id)));
    assertThat(draft.problem(Step.USERS)).isPresent();
  }

  private static KeyDraft tagged(KeyInputs.Tag... tags) {
    return KeyDraft.empty().withTags(List.of(tags));
  }
}
