package org.xksworkbench.app.ui.screen.rotatecredential;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.MovableClock;
import org.xksworkbench.app.SharedDemo;
import org.xksworkbench.app.guard.Guarding;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.xks.auth.Credential;

/// At every moment of a rotation the proxy must take the credential that AWS KMS has: otherwise
/// every key of the store stops working. With the real proxy process.
@ExtendWith(SharedDemo.Given.class)
class RotateCredentialViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PATH = "/archive";
  private static final String STORE = "archive-hsm";

  private final SharedDemo demo;
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T12:00:00Z"));
  private final ChangeLock lock = ChangeLock.inMemory("demo", false);
  private final List<Destination> went = new ArrayList<>();
  private final ThreadedTasks tasks = new ThreadedTasks();
  private final String before;

  RotateCredentialViewModelTest(SharedDemo demo) {
    this.demo = demo;
    this.before = inKms();
  }

  @AfterEach
  void close() {
    tasks.close();
    demo.restore();
  }

  @Test
  void our_proxy_takes_both_credentials_until_the_new_one_is_in_effect_everywhere() {
    var screen = loaded(demo.demo().proxy());
    assertThat(screen.own()).isTrue();
    screen.next();
    assertThat(screen.busy().get()).isTrue();
    awaitStage(screen, RotationStage.UPDATE);
    var added = screen.accessKeyId().get();
    assertThat(demo.path(PATH).accessKeyIds()).containsExactlyInAnyOrder(before, added);
    assertThat(inKms()).as("not before the proxy takes it").isEqualTo(before);

    screen.next();
    awaitStage(screen, RotationStage.WAIT);
    assertThat(inKms()).isEqualTo(added);
    assertThat(screen.remaining().get()).isEqualTo("5:00");
    clock.moveOn(Duration.ofSeconds(241));
    tasks.await("less time", PATIENCE, () -> screen.remaining().get().equals("0:59"));
    assertThat(demo.path(PATH).accessKeyIds()).as("somewhere the old one is used").contains(before);
    clock.moveOn(Duration.ofSeconds(59));
    awaitStage(screen, RotationStage.REMOVE);
    assertThat(screen.remaining().get()).isEmpty();

    screen.next();
    awaitStage(screen, RotationStage.DONE);
    assertThat(demo.path(PATH).accessKeyIds()).containsExactly(added);
    assertThat(accepted()).isTrue();
    screen.next();
    assertThat(went).containsExactly(new Destination.KeyStoresScreen());
  }

  @Test
  void a_foreign_proxy_is_asked_whether_it_takes_the_credential_before_aws_kms_gets_it() {
    var screen = loaded(OwnProxy.none());
    assertThat(screen.own()).isFalse();
    enter(screen, "short", "short");
    screen.next();
    assertThat(code(screen)).isEqualTo("CREDENTIAL_NOT_ACCEPTED");

    var unknown = Credential.generate(new SecureRandom());
    enter(screen, unknown.accessKeyId(), unknown.secretAccessKey());
    screen.next();
    tasks.await("the proxy's answer", PATIENCE, () -> !screen.busy().get());
    assertThat(code(screen)).isEqualTo("CREDENTIAL_NOT_ACCEPTED");
    assertThat(Objects.requireNonNull(screen.problem().get()).causes())
        .containsExactly("AWS KMS still has the old credential, and the keys still work.");
    assertThat(screen.stage().get()).isEqualTo(RotationStage.ADD);
    assertThat(inKms()).isEqualTo(before);

    try (var added = addedByOthers()) {
      enter(screen, " " + added.accessKeyId() + " ", new String(added.rawSecretAccessKey()));
      screen.next();
      awaitStage(screen, RotationStage.UPDATE);
      screen.next();
      awaitStage(screen, RotationStage.WAIT);
      assertThat(inKms()).isEqualTo(added.accessKeyId());
      screen.next();
      screen.next();
      assertThat(screen.stage().get()).isEqualTo(RotationStage.DONE);
      assertThat(demo.path(PATH).accessKeyIds())
          .as("its owner removes the old one")
          .containsExactlyInAnyOrder(before, added.accessKeyId());
    }
  }

  @Test
  void what_aws_kms_was_not_given_can_be_given_again_without_a_third_credential() {
    var screen = loaded(demo.demo().proxy());
    screen.next();
    awaitStage(screen, RotationStage.UPDATE);
    var added = screen.accessKeyId().get();
    lock.setReadOnly(true);
    screen.next();
    tasks.await("the refusal", PATIENCE, () -> !screen.busy().get());
    assertThat(code(screen)).isEqualTo("PROFILE_READ_ONLY");
    assertThat(screen.stage().get()).isEqualTo(RotationStage.UPDATE);
    assertThat(inKms()).isEqualTo(before);
    lock.setReadOnly(false);
    screen.next();
    assertThat(screen.problem().get()).as("of the first try").isNull();
    awaitStage(screen, RotationStage.WAIT);
    assertThat(inKms()).isEqualTo(added);
    assertThat(demo.path(PATH).accessKeyIds()).containsExactlyInAnyOrder(before, added);
    assertThat(accepted()).isTrue();
  }

  @Test
  void a_screen_that_is_left_while_the_proxy_is_changed_leaves_a_proxy_that_takes_the_old_one() {
    var screen = loaded(demo.demo().proxy());
    screen.next();
    tasks.await("the change", PATIENCE, () -> demo.path(PATH).accessKeyIds().size() == 2);
    screen.cancel();
    screen.close();
    assertThat(went).containsExactly(new Destination.KeyStoresScreen());
    tasks.await("that the proxy takes it", PATIENCE, () -> tasks.running().isEmpty());
    assertThat(screen.accessKeyId().get()).as("nothing is kept").isEmpty();
    assertThat(inKms()).isEqualTo(before);
    assertThat(demo.path(PATH).accessKeyIds()).contains(before);
    assertThat(accepted()).isTrue();
  }

  @Test
  void a_key_store_that_is_not_there_is_told_and_nothing_can_be_rotated() {
    var screen = screen("cks-nowhere", demo.demo().proxy());
    screen.load();
    tasks.await("the problem", PATIENCE, () -> screen.problem().get() != null);
    assertThat(code(screen)).isEqualTo("CustomKeyStoreNotFoundException");
    screen.next();
    assertThat(screen.stage().get()).isEqualTo(RotationStage.ADD);
    assertThat(screen.busy().get()).isFalse();
  }

  private RotateCredentialViewModel loaded(OwnProxy proxy) {
    var screen = screen(demo.store(STORE).id(), proxy);
    screen.load();
    tasks.await("the key store", PATIENCE, () -> screen.store().get() != null);
    return screen;
  }

  private RotateCredentialViewModel screen(String storeId, OwnProxy proxy) {
    var kms = new InterceptedKeyManagement(demo.kms(), Interceptors.of(new Guarding(lock)));
    return new RotateCredentialViewModel(
        storeId, new CredentialRotation(kms, proxy, demo.doctor()), tasks, went::add, clock);
  }

  private void awaitStage(RotateCredentialViewModel screen, RotationStage stage) {
    tasks.await(
        stage.toString(),
        PATIENCE,
        () -> {
          assertThat(screen.problem().get()).isNull();
          return screen.stage().get() == stage && !screen.busy().get();
        });
  }

  private static void enter(RotateCredentialViewModel screen, String id, String secret) {
    screen.accessKeyId().set(id);
    screen.enterSecret(secret.toCharArray());
  }

  private static String code(RotateCredentialViewModel screen) {
    return Objects.requireNonNull(screen.problem().get()).code();
  }

  private String inKms() {
    return demo.store(STORE).proxy().accessKeyId();
  }

  /// Whether the proxy takes the credential that AWS KMS has.
  private boolean accepted() {
    var store = demo.store(STORE);
    try (var credential = demo.demo().proxy().credential(store.proxy()).orElseThrow()) {
      return new CredentialRotation(demo.kms(), demo.demo().proxy(), demo.doctor())
          .refusal(store, credential, () -> {})
          .isEmpty();
    }
  }

  /// The owner of the proxy adds one, and the proxy follows.
  private ProxyCredential addedByOthers() {
    return new CredentialRotation(demo.kms(), demo.demo().proxy(), demo.doctor())
        .add(demo.store(STORE));
  }
}
