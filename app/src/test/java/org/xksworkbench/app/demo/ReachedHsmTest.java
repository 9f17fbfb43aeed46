package org.xksworkbench.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.proxy.ProxyException;

/// A demo on a machine that has other work: its proxy listens before it has reached the token.
class ReachedHsmTest {

  private static final Duration SOON = Duration.ofMillis(1);

  private final Deque<Object> answers = new ArrayDeque<>();
  private final List<String> doing = new ArrayList<>();
  private final Opening.OpeningProgress progress =
      new Opening.OpeningProgress() {
        @Override
        public void doing(String what, String whose) {
          doing.add(what);
        }

        @Override
        public void log(String whose, String line) {}
      };

  private static ProxyControl.ProxyHealth health(boolean available) {
    return new ProxyControl.ProxyHealth("XKS Workbench", "", List.of(), available, 1);
  }

  private ProxyControl proxy() {
    return (ProxyControl)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ProxyControl.class},
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo("health");
              if (answers.remove() instanceof ProxyControl.ProxyHealth health) {
                return health;
              }
              throw new ProxyException("", "The XKS proxy did not answer in time.", null);
            });
  }

  @Test
  void what_is_slow_is_waited_for_and_told() {
    answers.addAll(List.of("no answer", health(false), health(false), health(true)));
    ReachedHsm.await(proxy(), "/payments", progress, SOON);
    assertThat(answers).isEmpty();
    assertThat(doing).hasSize(3).containsOnly("Waiting until the XKS proxy reaches its HSM");
  }

  @Test
  void an_interrupt_ends_the_wait() {
    answers.add(health(false));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ReachedHsm.await(proxy(), "/payments", progress, SOON))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
