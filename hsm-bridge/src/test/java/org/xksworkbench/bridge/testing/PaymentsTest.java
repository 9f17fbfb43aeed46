package org.xksworkbench.bridge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.localkms.ProxiedCall;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;

/// The example of docs/test-your-service.md, which shows it from the class on.
class PaymentsTest {

  @RegisterExtension static final KeyStoreExtension keyStore = new KeyStoreExtension();

  private final KmsClient kms =
      KmsClient.builder()
          .endpointOverride(keyStore.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
          .build();
  private final Payments payments = new Payments(kms);

  @Test
  void a_payment_is_kept_and_read_back() {
    payments.keep("4711", "12.50 EUR");
    assertThat(payments.read("4711")).isEqualTo("12.50 EUR");
    assertThat(keyStore.proxiedCalls())
        .extracting(ProxiedCall::operation)
        .containsExactly("Encrypt", "Decrypt");
  }

  @Test
  void while_the_key_store_fails_payments_wait_and_none_is_lost() {
    payments.keep("4711", "12.50 EUR");
    keyStore.fail(KeyStoreForTests.SLOW_PROXY);
    assertThatThrownBy(() -> payments.keep("4712", "99.00 EUR")).isInstanceOf(TryLater.class);
    assertThatThrownBy(() -> payments.read("4711")).isInstanceOf(TryLater.class);
    keyStore.recover();
    assertThat(payments.read("4711")).isEqualTo("12.50 EUR");
    assertThat(payments.kept).containsOnlyKeys("4711");
  }

  /// The program under test.
  static final class Payments {
    final Map<String, SdkBytes> kept = new ConcurrentHashMap<>();
    private final KmsClient kms;

    Payments(KmsClient kms) {
      this.kms = kms;
    }

    void keep(String number, String amount) {
      try {
        var text = SdkBytes.fromUtf8String(amount);
        kept.put(number, kms.encrypt(r -> r.keyId("alias/test").plaintext(text)).ciphertextBlob());
      } catch (KmsInvalidStateException e) {
        throw new TryLater(e);
      }
    }

    String read(String number) {
      try {
        return kms.decrypt(r -> r.ciphertextBlob(kept.get(number))).plaintext().asUtf8String();
      } catch (KmsInvalidStateException e) {
        throw new TryLater(e);
      }
    }
  }

  /// The key store does not answer. AWS KMS has tried twice, and SDKs do not try again.
  static final class TryLater extends RuntimeException {
    TryLater(KmsInvalidStateException cause) {
      super("The key store does not answer", cause);
    }
  }
}
