package org.xksworkbench.app.ui.screen.keylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.ChangeTexts;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyOrigin;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.task.DirectTasks;

/// 10,000 keys. What is measured is the time of the processor and not of the clock, so that other
/// work on the machine does not count; a frame has 16 ms at 60 a second.
class ManyKeysTest {

  private static final int KEYS = 10_000;
  private static final long FILTER_MILLIS = 30;
  private static final long SCROLL_MILLIS = 16;

  /// Rows that one notch of a wheel moves.
  private static final int NOTCH = 3;

  private static final int NOTCHES = 200;

  private KeyListViewModel list;

  @BeforeEach
  void list(@TempDir Path folder) {
    var kms = many();
    list =
        new KeyListViewModel(
            kms,
            new KeyCensus(kms, Duration.ZERO),
            Loop.creation(kms, folder),
            new DirectTasks(),
            _ -> {});
    list.refresh();
    assertThat(list.rows()).hasSize(KEYS);
  }

  @Test
  void each_key_press_in_the_search_filters_at_once() {
    var times = new ArrayList<Long>();
    for (var round = 0; round < 10; round++) {
      for (var text : List.of("p", "pa", "pay", "payments-99", "nowhere", "")) {
        times.add(millis(() -> list.filter().set(text)));
      }
      times.add(millis(() -> list.status().set("Disabled")));
      times.add(millis(() -> list.status().set(KeyListViewModel.ALL)));
    }
    assertThat(median(times)).as("median of %s", times).isLessThan(FILTER_MILLIS);
    list.filter().set("payments-9999");
    assertThat(list.rows()).hasSize(1);
  }

  @Test
  void the_table_scrolls_without_a_stutter() throws Exception {
    FxToolkit.registerPrimaryStage();
    var times =
        onWindow(() -> {
          var view =
              new KeyListView(list, new ChangeTexts("demo", KmsEndpoint.NONE), Settings.inMemory());
          var scene = new Scene(view.root(), 1200, 800);
          view.root().applyCss();
          view.root().layout();
          var table = (TableView<?>) scene.lookup("#kms-keys");
          assertThat(table.getItems()).hasSize(KEYS);
          var frames = new ArrayList<Long>();
          for (var notch = 0; notch < NOTCHES; notch++) {
            var to = KEYS / 2 + notch * NOTCH;
            frames.add(
                millis(() -> {
                  table.scrollTo(to);
                  view.root().applyCss();
                  view.root().layout();
                }));
          }
          assertThat(table.lookupAll(".table-row-cell").size())
              .as("rows are reused, not made for every key")
              .isLessThan(100);
          return frames;
        });
    assertThat(median(times)).as("median of %s", times).isLessThan(SCROLL_MILLIS);
  }

  private static <T> T onWindow(Callable<T> action) throws Exception {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, action);
  }

  private static long millis(Runnable action) {
    var threads = ManagementFactory.getThreadMXBean();
    var started = threads.getCurrentThreadCpuTime();
    action.run();
    return (threads.getCurrentThreadCpuTime() - started) / 1_000_000;
  }

  private static long median(List<Long> times) {
    var sorted = times.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static KeyManagement many() {
    var keys =
        IntStream.range(0, KEYS)
            .mapToObj(ManyKeysTest::key)
            .collect(Collectors.toMap(KmsKey::keyId, key -> key));
    var aliases =
        keys.values().stream()
            .collect(
                Collectors.toMap(
                    key -> "alias/payments-" + key.xksKeyId().orElseThrow(), KmsKey::keyId));
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "keyIds" -> List.copyOf(keys.keySet());
                  case "key" -> keys.get((String) arguments[0]);
                  case "keyStores" -> List.of();
                  case "aliases" -> Map.copyOf(aliases);
                  case "callerIdentity" ->
                      new CallerIdentity(
                          "0",
                          "arn:aws:iam::0:root",
                          java.util.Optional.empty(),
                          java.time.Duration.ZERO);
                  case "endpoint" ->
                      new KmsEndpoint(java.net.URI.create("http://127.0.0.1:1"), "us-east-1");
                  default -> throw new AssertionError(method);
                });
  }

  private static KmsKey key(int number) {
    var id = new UUID(0, number).toString();
    return new KmsKey(
        id,
        "arn:aws:kms:us-east-1:0:key/" + id,
        "0",
        "Key number " + number,
        number % 7 == 0 ? KeyState.KnownKeyState.DISABLED : KeyState.KnownKeyState.ENABLED,
        "SYMMETRIC_DEFAULT",
        "ENCRYPT_DECRYPT",
        KeyOrigin.KnownKeyOrigin.EXTERNAL_KEY_STORE,
        false,
        true,
        Instant.EPOCH,
        Optional.of("cks-1"),
        Optional.of(Integer.toString(number)),
        Optional.empty());
  }
}
