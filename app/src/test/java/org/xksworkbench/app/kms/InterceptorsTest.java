package org.xksworkbench.app.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InterceptorsTest {

  private final List<String> met = new ArrayList<>();

  @Test
  void a_request_meets_them_in_their_order() {
    var kms =
        new InterceptedKeyManagement(
            EveryChange.port(change -> met.add("sent")), Interceptors.of(named("a"), named("b")));
    kms.perform(new KmsChange.EnableKey("key"));
    assertThat(met).containsExactly("a EnableKey", "b EnableKey", "sent");
  }

  @Test
  void no_request_of_the_port_goes_around_them() throws Exception {
    var kms = new InterceptedKeyManagement(EveryChange.port(_ -> {}), Interceptors.of(named("a")));
    var requests =
        Arrays.stream(KeyManagement.class.getMethods())
            .filter(method -> !Set.of("endpoint", "close").contains(method.getName()))
            .toList();
    assertThat(requests).hasSizeGreaterThan(8);
    for (var request : requests) {
      met.clear();
      var arguments =
          Arrays.stream(request.getParameterTypes())
              .map(type -> type == KmsChange.class ? new KmsChange.EnableKey("key") : null)
              .toArray();
      request.invoke(kms, arguments);
      assertThat(met).as(request.getName()).hasSize(1);
    }
  }

  @Test
  void nor_does_one_to_another_service_of_AWS() {
    var aws =
        new AwsAccess(
                EveryChange.port(_ -> {}),
                List::of,
                _ -> Optional.empty(),
                (_, _) -> figures(),
                _ -> new KeyStoreSearch.RegionSurvey("", List.of(), List.of(), 0))
            .through(Interceptors.of(named("a")));
    aws.principals().list();
    aws.events().creationOf(key());
    aws.metrics().of("cks-1", Duration.ofHours(1));
    aws.search().look(_ -> {});
    assertThat(met)
        .containsExactly("a ListUsers", "a LookupEvents", "a GetMetricData", "a ListRegions");
  }

  private static KeyStoreFigures figures() {
    return new KeyStoreFigures(List.of(), List.of(), Map.of(), OptionalDouble.empty(), Map.of(), 0);
  }

  private static KmsKey key() {
    return EveryChange.port(_ -> {})
        .perform(new KmsChange.CreateKey("cks-1", "external", ""))
        .value();
  }

  private KmsInterceptor named(String name) {
    return new KmsInterceptor() {
      @Override
      public <T> T around(KmsCall call, Supplier<T> next) {
        met.add(name + " " + call.operation());
        return next.get();
      }
    };
  }
}
