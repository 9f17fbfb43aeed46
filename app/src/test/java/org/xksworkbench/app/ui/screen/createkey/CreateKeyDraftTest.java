package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateKeyDraftTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "aws/mine", "has space", "ünïcode", "dot.is.not.allowed"})
  void an_alias_that_aws_kms_would_refuse_is_refused_here(String alias) {
    assertThat(CreateKeyDraft.empty().withAlias(alias).problem(Step.LABELS)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"payments", "team/payments_2026-11", "A"})
  void a_legal_alias_is_taken(String alias) {
    assertThat(CreateKeyDraft.empty().withAlias(alias).problem(Step.LABELS)).isEmpty();
  }

  @Test
  void a_prefix_that_was_typed_is_not_doubled() {
    assertThat(CreateKeyDraft.empty().withAlias(" alias/payments ").alias()).isEqualTo("payments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "has space", "slash/is/not", "ü"})
  void an_external_key_id_that_aws_kms_would_refuse_is_refused_here(String id) {
    assertThat(CreateKeyDraft.empty().withXksKeyId(id).problem(Step.EXTERNAL_KEY)).isPresent();
  }

  @Test
  void an_external_key_id_has_at_most_128_characters_and_may_have_dots() {
    var empty = CreateKeyDraft.empty();
    assertThat(empty.withXksKeyId("a.".repeat(64)).problem(Step.EXTERNAL_KEY)).isEmpty();
    assertThat(empty.withXksKeyId("a".repeat(129)).problem(Step.EXTERNAL_KEY)).isPresent();
  }

  @Test
  void a_description_has_at_most_8192_characters() {
    var named = CreateKeyDraft.empty().withAlias("a");
    assertThat(named.withDescription("x".repeat(8192)).problem(Step.LABELS)).isEmpty();
    assertThat(named.withDescription("x".repeat(8193)).problem(Step.LABELS)).isPresent();
  }

  @Test
  void the_review_names_the_first_thing_that_is_missing() {
    assertThat(CreateKeyDraft.empty().problem(Step.REVIEW).orElseThrow())
        .contains("acknowledgement");
  }
}
