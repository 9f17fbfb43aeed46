package org.xksworkbench.app.ui.screen.activitylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.SharedLoop;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.Recording;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// What was done, and what the proxy says of it: the two logs that an auditor holds side by side.
@ExtendWith(ActivityLogViewModelTest.OnLoop.class)
class ActivityLogViewModelTest {

  /// Gives the loop to the constructor.
  static final class OnLoop implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Loop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return SharedLoop.of(context, ActivityLogViewModelTest.class).loop();
    }
  }

  private final Loop loop;
  private final ActivityLog log = ActivityLog.inMemory();
  private final KeyManagement kms;

  ActivityLogViewModelTest(Loop loop) {
    this.loop = loop;
    this.kms =
        new InterceptedKeyManagement(
            loop.kms(), Interceptors.of(new Recording(log, () -> "arn:aws:iam::1:user/ada")));
  }

  @Test
  void a_call_stands_beside_the_line_of_our_proxy_with_the_same_request_id() throws Exception {
    var encrypted = kms.encrypt("alias/used", new byte[] {1}, Map.of());
    var proxy = loop.ownProxy();
    // The proxy answers before it writes its line.
    WaitForAsyncUtils.waitFor(
        60, TimeUnit.SECONDS, () -> !proxy.callsOf(encrypted.requestId()).isEmpty());
    var screen = new ActivityLogViewModel(log, proxy);
    assertThat(screen.proxyCalls()).as("nothing is selected").isEmpty();
    screen.rows().selected().set(screen.rows().shown().getFirst());
    assertThat(screen.proxyCalls())
        .singleElement()
        .extracting(XksCall::kmsRequestId, XksCall::operation, XksCall::httpStatus)
        .containsExactly(encrypted.requestId(), "Encrypt", 200);
    var foreign = new ActivityLogViewModel(log, OwnProxy.none());
    foreign.rows().selected().set(foreign.rows().shown().getFirst());
    assertThat(foreign.proxyCalls()).as("of another proxy nothing is claimed").isEmpty();
  }

  @Test
  void a_call_that_aws_kms_refused_is_there_with_its_code_and_no_line_of_the_proxy() {
    assertThatThrownBy(() -> kms.encrypt("alias/stored", new byte[] {1}, Map.of()))
        .isInstanceOf(KmsException.class);
    var screen = new ActivityLogViewModel(log, loop.ownProxy());
    var refused = screen.rows().shown().getFirst();
    assertThat(refused.outcome()).isEqualTo("KMSInvalidStateException");
    screen.rows().selected().set(refused);
    assertThat(screen.proxyCalls()).isEmpty();
  }

  @Test
  void an_entry_without_a_request_id_takes_no_line_for_its_own() {
    log.add(entry("2026-11-30T12:00:00Z", "generateAesKey", "payments", ""));
    log.add(entry("2026-11-30T12:00:01Z", "Encrypt", "payments", "r-1"));
    var asked = new ArrayList<Object>();
    var screen = new ActivityLogViewModel(log, noting(loop.ownProxy(), asked));
    for (var row : screen.rows().shown()) {
      screen.rows().selected().set(row);
      assertThat(screen.proxyCalls()).isEmpty();
    }
    assertThat(asked).as("requests that failed early have no ID either").containsExactly("r-1");
  }

  @Test
  void the_newest_stands_first_whatever_the_order_in_the_file() {
    log.add(entry("2026-11-30T12:00:02Z", "CreateAlias", "key-1", "r-2"));
    log.add(entry("2026-11-30T12:00:03Z", "Encrypt", "key-1", "r-3"));
    log.add(entry("2026-11-30T12:00:01Z", "CreateKey", "key-1", "r-1"));
    assertThat(new ActivityLogViewModel(log, OwnProxy.none()).rows().shown())
        .extracting(ActivityEntry::operation)
        .containsExactly("Encrypt", "CreateAlias", "CreateKey");
  }

  @Test
  void the_filter_looks_at_who_did_what_to_what_how_it_ended_and_the_request_id() {
    log.add(entry("2026-11-30T12:00:00Z", "CreateKey", "payments", "r-1"));
    log.add(entry("2026-11-30T12:00:01Z", "Encrypt", "archive", "r-2"));
    var screen = new ActivityLogViewModel(log, OwnProxy.none());
    for (var text : List.of("createkey", "PAYMENTS ", "r-1")) {
      screen.rows().filter().set(text);
      assertThat(screen.rows().shown())
          .as(text)
          .extracting(ActivityEntry::requestId)
          .containsExactly("r-1");
      assertThat(screen.rows().count().getValue()).isEqualTo("1 of 2");
    }
    screen.rows().filter().set("user/ada");
    assertThat(screen.rows().shown()).hasSize(2);
    screen.rows().filter().set("done");
    assertThat(screen.rows().shown()).hasSize(2);
    screen.rows().filter().set("AccessDenied");
    assertThat(screen.rows().shown()).isEmpty();
  }

  @Test
  void what_is_done_while_the_screen_is_read_comes_when_it_is_asked_for_under_the_same_filter() {
    log.add(entry("2026-11-30T12:00:00Z", "CreateKey", "payments", "r-1"));
    var screen = new ActivityLogViewModel(log, OwnProxy.none());
    screen.rows().filter().set("payments");
    log.add(entry("2026-11-30T12:00:01Z", "Encrypt", "payments", "r-2"));
    log.add(entry("2026-11-30T12:00:02Z", "Encrypt", "archive", "r-3"));
    assertThat(screen.rows().shown()).as("rows do not move under the eye").hasSize(1);
    screen.refresh();
    assertThat(screen.rows().shown())
        .extracting(ActivityEntry::requestId)
        .containsExactly("r-2", "r-1");
    assertThat(screen.rows().count().getValue()).isEqualTo("2 of 3");
  }

  private static OwnProxy noting(OwnProxy proxy, List<Object> asked) {
    return (OwnProxy)
        Proxy.newProxyInstance(
            OwnProxy.class.getClassLoader(),
            new Class<?>[] {OwnProxy.class},
            (_, method, arguments) -> {
              asked.addAll(List.of(arguments));
              return method.invoke(proxy, arguments);
            });
  }

  private static ActivityEntry entry(String at, String operation, String target, String requestId) {
    return new ActivityEntry(
        Instant.parse(at),
        "arn:aws:iam::1:user/ada",
        operation,
        target,
        requestId,
        "done",
        Duration.ofMillis(12));
  }
}
