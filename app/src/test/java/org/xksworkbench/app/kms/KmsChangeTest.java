package org.xksworkbench.app.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KmsChangeTest {

  @Test
  void the_other_tests_of_changes_leave_none_out() {
    assertThat(EveryChange.all().stream().map(KmsChange::operation))
        .containsExactlyInAnyOrderElementsOf(
            EveryChange.operations(KmsChange.class).map(Class::getSimpleName).toList());
  }

  @ParameterizedTest
  @MethodSource("org.xksworkbench.app.kms.EveryChange#all")
  void each_change_has_the_name_that_AWS_gave_it(KmsChange<?> change) {
    assertThatCode(() ->
            Class.forName(
                "software.amazon.awssdk.services.kms.model." + change.operation() + "Request"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("org.xksworkbench.app.kms.EveryChange#all")
  void no_change_tells_its_secret(KmsChange<?> change) {
    assertThat(change.target()).isNotEmpty();
    assertThat(change + change.target()).doesNotContain("0123456789012345678901234567890123456789");
  }
}
