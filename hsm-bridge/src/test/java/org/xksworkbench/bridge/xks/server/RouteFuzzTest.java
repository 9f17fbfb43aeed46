package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.xks.protocol.XksOperation;

/// Whatever path comes, only those of the specification lead somewhere.
class RouteFuzzTest {

  private final List<XksPrefix> prefixes =
      List.of(
          new XksPrefix("/payments", List.of(TestCredentials.fresh()), new KeyAdmission.FitKeys()),
          new XksPrefix("", List.of(TestCredentials.fresh()), new KeyAdmission.FitKeys()));

  @Provide
  Arbitrary<String> paths() {
    var part =
        Arbitraries.oneOf(
            Arbitraries.of(
                "/payments",
                "/kms/xks/v1",
                "/keys/",
                "key-1",
                "/encrypt",
                "/decrypt",
                "/metadata",
                "/health",
                "/",
                "..",
                "%2e",
                "//",
                "\u0000",
                "/keys/a/encrypt",
                "a".repeat(129)),
            Arbitraries.strings().ofMaxLength(8));
    return part.list().ofMaxSize(6).map(parts -> String.join("", parts));
  }

  @Property
  void a_path_leads_somewhere_only_in_the_form_of_the_specification(@ForAll("paths") String path) {
    Route.of(path, prefixes)
        .ifPresent(route -> {
          var health = route.operation() == XksOperation.GET_HEALTH_STATUS;
          var rest =
              health
                  ? "/health"
                  : "/keys/" + route.xksKeyId() + "/" + path.substring(path.lastIndexOf('/') + 1);
          assertThat(path).isEqualTo(route.prefix().path() + "/kms/xks/v1" + rest);
          if (!health) {
            assertThat(ExternalKeyFitness.isLegalXksKeyId(route.xksKeyId())).isTrue();
          }
        });
  }
}
