package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.xks.fuzz.Fuzz;
import org.xksworkbench.bridge.xks.protocol.XksOperation;

/// Whatever path comes, only those of the specification lead somewhere.
class RouteFuzzTest {

  private final List<XksPrefix> prefixes =
      List.of(
          new XksPrefix("/payments", List.of(TestCredentials.fresh()), new KeyAdmission.FitKeys()),
          new XksPrefix("", List.of(TestCredentials.fresh()), new KeyAdmission.FitKeys()));

  private static final List<String> PARTS =
      List.of(
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
          "a".repeat(129));
  private static final List<String> LEGAL =
      List.of(
          "/payments/kms/xks/v1/keys/key-1/encrypt",
          "/kms/xks/v1/keys/key-1/metadata",
          "/kms/xks/v1/health");

  @Test
  void a_path_leads_somewhere_only_in_the_form_of_the_specification() {
    Fuzz.tries(inputs ->
        leadsSomewhereOnlyInTheFormOfTheSpecification(
            inputs.oneIn(2) ? joined(inputs) : inputs.changed(inputs.oneOf(LEGAL), PARTS)));
  }

  private static String joined(Fuzz inputs) {
    var path = new StringBuilder();
    for (var parts = inputs.upTo(6); parts > 0; parts--) {
      path.append(inputs.oneIn(6) ? inputs.text(8) : inputs.oneOf(PARTS));
    }
    return path.toString();
  }

  private void leadsSomewhereOnlyInTheFormOfTheSpecification(String path) {
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
