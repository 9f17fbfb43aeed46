package org.xksworkbench.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.hsm.Logins.TokenLogin;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Role;

class LoginsTest {

  private static final Path ONE = Path.of("/one.so");
  private static final Path OTHER = Path.of("/other.so");

  private final TokenLogin first = login(ONE, 1);
  private final TokenLogin second = login(ONE, 2);
  private final TokenLogin third = login(OTHER, 1);
  private final Logins three = Logins.NONE.login(first).login(second).login(third);

  @Test
  void the_window_works_with_the_latest_login() {
    assertThat(three.all()).containsExactly(first, second, third);
    assertThat(three.selected()).contains(third);
    assertThat(three.roles())
        .containsExactly(
            java.util.Map.entry(first.place(), Role.USER),
            java.util.Map.entry(second.place(), Role.USER),
            java.util.Map.entry(third.place(), Role.USER));
  }

  @Test
  void a_login_where_one_was_takes_its_room() {
    var officer = new TokenLogin(first.place(), Role.SECURITY_OFFICER, session(), new Door());
    var after = three.login(officer);
    assertThat(after.all()).containsExactly(second, third, officer);
    assertThat(after.selected()).contains(officer);
    assertThat(after.roles()).containsEntry(first.place(), Role.SECURITY_OFFICER);
  }

  @Test
  void after_a_logout_the_latest_of_the_others_follows() {
    assertThat(three.logout(third.place()).selected()).contains(second);
    assertThat(three.logout(third.place()).logout(second.place()).selected()).contains(first);
    assertThat(three.logout(third.place()).logout(second.place()).logout(first.place()))
        .isEqualTo(Logins.NONE);
  }

  @Test
  void a_logout_elsewhere_changes_nothing_of_what_the_window_works_with() {
    assertThat(three.logout(first.place()).selected()).contains(third);
    assertThat(three.logout(new TokenPlace(OTHER, 7))).isEqualTo(three);
  }

  @Test
  void only_a_login_can_be_selected() {
    assertThat(three.select(first.place()).selected()).contains(first);
    assertThat(three.select(new TokenPlace(OTHER, 7))).isEqualTo(three);
    assertThat(Logins.NONE.select(first.place())).isEqualTo(Logins.NONE);
  }

  @Test
  void a_module_that_is_lost_takes_its_logins_and_no_others() {
    assertThat(three.withoutModule(ONE).all()).containsExactly(third);
    assertThat(three.select(first.place()).withoutModule(ONE).selected()).contains(third);
    assertThat(three.withoutModule(Path.of("/unknown.so"))).isEqualTo(three);
  }

  @Test
  void a_login_that_is_gone_takes_no_later_one_at_its_place() {
    var again = login(ONE, 1);
    var after = three.login(again).withoutLogins(List.of(first, third));
    assertThat(after.all()).containsExactly(second, again);
    assertThat(after.selected()).contains(again);
  }

  @Test
  void a_selection_that_is_no_login_is_refused() {
    assertThatThrownBy(() -> new Logins(List.of(first), Optional.of(second)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Logins(List.of(first), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// From every state that up to five steps reach, each with all that can happen.
  @Test
  void whatever_happens_one_login_is_at_a_place_and_one_is_selected_as_long_as_there_is_any() {
    var logins =
        Stream.of(ONE, OTHER)
            .flatMap(module -> Stream.of(login(module, 1), login(module, 2), login(module, 1)))
            .toList();
    var steps = new ArrayList<UnaryOperator<Logins>>();
    for (var login : logins) {
      steps.add(now -> now.login(login));
      steps.add(now -> now.logout(login.place()));
      steps.add(now -> now.select(login.place()));
      steps.add(now -> now.withoutModule(login.place().module()));
      steps.add(now -> now.withoutLogins(List.of(login)));
    }
    Set<Logins> reached = new HashSet<>(Set.of(Logins.NONE));
    for (var i = 0; i < 5; i++) {
      var next = new HashSet<>(reached);
      reached.forEach(before ->
          steps.forEach(step -> {
            var after = step.apply(before);
            assertThat(after.all().stream().map(TokenLogin::place)).doesNotHaveDuplicates();
            assertThat(after.selected().isPresent()).isEqualTo(!after.all().isEmpty());
            after.selected().ifPresent(one -> assertThat(after.at(one.place())).contains(one));
            next.add(after);
          }));
      reached = next;
    }
    assertThat(reached).hasSizeGreaterThan(200);
  }

  private static TokenLogin login(Path module, long slotId) {
    return new TokenLogin(new TokenPlace(module, slotId), Role.USER, session(), new Door());
  }

  /// Only itself.
  @SuppressWarnings("ReferenceEquality")
  private static HsmSession session() {
    return (HsmSession)
        Proxy.newProxyInstance(
            HsmSession.class.getClassLoader(),
            new Class<?>[] {HsmSession.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  case "toString" -> "a login";
                  default -> throw new AssertionError(method);
                });
  }
}
