package org.xksworkbench.app.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.bridge.hsm.HsmException;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;

class ProblemsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CustomKeyStoreInvalidStateException",
        "XksKeyNotFoundException",
        "XksKeyAlreadyInUseException",
        "XksKeyInvalidConfigurationException"
      })
  void each_failure_of_create_key_has_words_of_its_own(String code) {
    var problem = Problems.of(refused(code));
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.headline()).isNotBlank().doesNotContain("Exception");
    assertThat(problem.causes()).isNotEmpty();
    assertThat(problem.nextStep()).isNotBlank();
    assertThat(problem.requestId()).isEqualTo("request-1");
    assertThat(problem.technicalDetail()).isEqualTo("in AWS's words");
  }

  @Test
  void an_error_code_that_is_new_to_us_is_shown_as_aws_sent_it() {
    var problem = Problems.of(refused("BrandNewException"));
    assertThat(problem.headline()).contains("BrandNewException");
    assertThat(problem.technicalDetail()).isEqualTo("in AWS's words");
  }

  @ParameterizedTest
  @EnumSource(HsmException.Reason.class)
  void every_reason_of_an_hsm_has_headline_and_next_step(HsmException.Reason reason) {
    var problem = Problems.of(new HsmException(reason, "It said no.", "CKR_SOMETHING", null));
    assertThat(problem.headline()).isNotBlank();
    assertThat(problem.nextStep()).endsWith(".");
    assertThat(problem.code()).isEqualTo("CKR_SOMETHING");
  }

  @ParameterizedTest
  @EnumSource(
      value = ConnectionErrorCodeType.class,
      mode = EnumSource.Mode.EXCLUDE,
      // all but the first are of AWS CloudHSM key stores alone
      names = {
        "UNKNOWN_TO_SDK_VERSION",
        "CLUSTER_NOT_FOUND",
        "INSUFFICIENT_CLOUDHSM_HSMS",
        "INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET",
        "SUBNET_NOT_FOUND",
        "USER_LOCKED_OUT",
        "USER_LOGGED_IN",
        "USER_NOT_FOUND"
      })
  void every_connection_error_code_of_external_key_stores_has_a_cause_and_a_remedy(
      ConnectionErrorCodeType code) {
    var error = ConnectionErrors.of(code.toString());
    var unknown = ConnectionErrors.of("SOMETHING_ELSE");
    assertThat(error.cause()).isNotBlank().isNotEqualTo(unknown.cause());
    assertThat(error.remedy()).isNotBlank();
  }

  @Test
  void the_same_defect_has_the_same_code_in_every_report() {
    assertThat(defect().code()).startsWith("XKSW-").isEqualTo(defect().code());
    assertThat(defect().kind()).isEqualTo(Problem.Kind.BUG);
  }

  private static Problem defect() {
    return Problems.of(new IllegalStateException("a defect"));
  }

  private static KmsException refused(String code) {
    return new KmsException(KmsException.Kind.REFUSED, code, "in AWS's words", "request-1", null);
  }
}
