package org.xksworkbench.app.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.xks.protocol.XksError;
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
  void every_connection_error_code_of_external_key_stores_is_known(ConnectionErrorCodeType code) {
    assertThat(ConnectionErrorCode.of(code.toString()).name()).isEqualTo(code.toString());
  }

  @ParameterizedTest
  @EnumSource(ProxyFailure.class)
  void every_failure_of_a_proxy_has_words(ProxyFailure failure) {
    assertThat(failure.cause()).endsWith(".");
    assertThat(failure.remedy()).endsWith(".");
  }

  @ParameterizedTest
  @EnumSource(XksError.class)
  void every_error_of_the_xks_proxy_api_is_a_failure_that_is_explained(XksError error) {
    assertThat(ProxyFailure.ofErrorName(error.errorName())).isPresent();
  }

  /// From the specification's table, copied by hand: what AWS KMS makes of what the proxy does.
  @ParameterizedTest
  @CsvSource({
    "VALIDATION,XksProxyInvalidResponse,CustomKeyStoreInvalidState",
    "INVALID_STATE,,XksKeyInvalidConfiguration",
    "INVALID_CIPHERTEXT,,",
    "WRONG_BYTES,,",
    "INVALID_KEY_USAGE,,XksKeyInvalidConfiguration",
    "AUTHENTICATION_FAILED,XksProxyIncorrectAuthenticationCredential,CustomKeyStoreInvalidState",
    "ACCESS_DENIED,,KMSInvalidState",
    "KEY_NOT_FOUND,,XksKeyNotFound",
    "INVALID_URI_PATH,XksProxyInvalidConfiguration,CustomKeyStoreInvalidState",
    "THROTTLING,XksProxyUriUnreachable,CustomKeyStoreInvalidState",
    "UNSUPPORTED_OPERATION,,CustomKeyStoreInvalidState",
    "DEPENDENCY_TIMEOUT,XksProxyUriUnreachable,CustomKeyStoreInvalidState",
    "INTERNAL,XksProxyInvalidResponse,CustomKeyStoreInvalidState",
    "NOT_REACHABLE,XksProxyUriUnreachable,CustomKeyStoreInvalidState",
    "TLS_FAILED,XksProxyUriUnreachable,CustomKeyStoreInvalidState",
    "TIMED_OUT,XksProxyUriUnreachable,CustomKeyStoreInvalidState",
    "MALFORMED,XksProxyInvalidResponse,CustomKeyStoreInvalidState",
    "ALL_UNAVAILABLE,XksProxyUriUnreachable,CustomKeyStoreInvalidState",
    "NOT_CONNECTED,,CustomKeyStoreInvalidState"
  })
  void the_errors_are_those_of_the_specification(
      ProxyFailure failure, @Nullable String onKeyStore, @Nullable String onCreateKey) {
    assertThat(failure.onKeyStore().map(KmsErrorCode::text).orElse(""))
        .isEqualTo(exception(onKeyStore));
    assertThat(failure.onCreateKey().map(KmsErrorCode::text).orElse(""))
        .isEqualTo(exception(onCreateKey));
    assertThat(failure.onUse().text()).isEqualTo("KMSInvalidStateException");
  }

  private static String exception(@Nullable String name) {
    return name == null ? "" : name + "Exception";
  }

  @Test
  void the_same_defect_has_the_same_code_in_every_report() {
    assertThat(defect().code()).startsWith("XKSW-").isEqualTo(defect().code());
    assertThat(defect().kind()).isEqualTo(Problem.ProblemKind.BUG);
  }

  private static Problem defect() {
    return Problems.of(new IllegalStateException("a defect"));
  }

  private static KmsException refused(String code) {
    return new KmsException(
        KmsException.KmsFailureKind.REFUSED, code, "in AWS's words", "request-1", null);
  }
}
