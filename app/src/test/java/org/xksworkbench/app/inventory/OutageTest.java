package org.xksworkbench.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.inventory.OutageCause.KeyOutage;
import org.xksworkbench.app.inventory.OutageCause.ProxyOutage;
import org.xksworkbench.app.inventory.OutageCause.StoreOutage;
import org.xksworkbench.app.inventory.OutageCause.TokenOutage;
import org.xksworkbench.app.kms.KeyState.KnownKeyState;

/// Which KMS keys fail with which part, and what is not known.
class OutageTest {

  private static final FollowedKeys KEYS =
      new FollowedKeys()
          .payments("pay-1", KnownKeyState.ENABLED)
          .payments("pay-2", KnownKeyState.DISABLED)
          .payments("shared", KnownKeyState.ENABLED)
          .archive("old")
          .lost("lost")
          .branch("shared")
          .unused("spare");

  @Test
  void without_the_token_all_keys_on_it_fail_and_of_other_machines_it_is_not_known() {
    var outage = outage(new TokenOutage("token-1"));
    assertThat(outage.keys())
        .extracting(FailingKey::names)
        .as("those that can be used now first, those that nobody can judge last")
        .containsExactly(
            "alias/pay-1", "alias/shared", "alias/old", "alias/pay-2", "alias/branch-shared");
    assertThat(outage.keys())
        .extracting(FailingKey::sure)
        .containsExactly(true, true, true, true, false);
    assertThat(outage.summary())
        .isEqualTo(
            "Without the token token-1, 4 KMS keys fail. 2 can be used now. Of one more it cannot"
                + " be seen from here.");
  }

  @Test
  void why_a_key_fails_already_is_told() {
    var outage = outage(new TokenOutage("token-1"));
    assertThat(outage.keys())
        .extracting(FailingKey::failsAlready)
        .containsExactly(
            Optional.empty(),
            Optional.empty(),
            Optional.of("Unavailable"),
            Optional.of("Disabled"),
            Optional.empty());
  }

  @Test
  void without_a_key_its_kms_keys_fail_where_our_proxy_serves_it() {
    var outage = outage(new KeyOutage("shared"));
    assertThat(outage.keys())
        .extracting(FailingKey::names)
        .containsExactly("alias/shared", "alias/branch-shared");
    assertThat(outage.keys()).extracting(FailingKey::sure).containsExactly(true, false);
    assertThat(outage(new KeyOutage("pay-1")).summary())
        .isEqualTo("Without the external key pay-1, one KMS key fails. It can be used now.");
    assertThat(outage(new KeyOutage("spare")).summary())
        .isEqualTo("No KMS key that can be seen depends on the external key spare.");
  }

  @Test
  void without_a_proxy_or_a_key_store_all_its_keys_fail() {
    assertThat(outage(new ProxyOutage(FollowedKeys.OWN)).keys())
        .extracting(FailingKey::names)
        .containsExactly("alias/lost", "alias/pay-1", "alias/shared", "alias/old", "alias/pay-2");
    assertThat(outage(new StoreOutage("cks-archive", "archive")).keys())
        .extracting(FailingKey::names)
        .containsExactly("alias/old");
    assertThat(outage(new StoreOutage("cks-branch", "branch")).keys())
        .as("what its own endpoint serves is sure")
        .extracting(FailingKey::sure)
        .containsExactly(true);
  }

  @Test
  void token_proxies_and_key_stores_can_be_asked_about() {
    assertThat(Outage.causes(Optional.of("token-1"), KEYS.reading()))
        .extracting(OutageCause::words)
        .containsExactly(
            "the token token-1",
            "the XKS proxy https://xks.branch.example",
            "the XKS proxy https://xks.example.com",
            "the key store archive",
            "the key store branch",
            "the key store payments");
    assertThat(Outage.causes(Optional.empty(), new FollowedKeys().reading())).isEmpty();
  }

  @Test
  void on_paper_it_has_the_keys_and_what_could_not_be_seen() throws Exception {
    assertThat(FollowedKeys.textOf(OutagePdf.of(outage(new TokenOutage("token-1")))))
        .contains("What fails without the token token-1", "4 KMS keys fail")
        .contains("alias/pay-1", "/pay-1-kms", "fails already: Disabled")
        .contains("not seen from here", "What could not be seen", "other accounts and Regions");
  }

  private static Outage outage(OutageCause cause) {
    return Outage.of(FollowedKeys.AWS, cause, Optional.of("token-1"), KEYS.reading());
  }
}
