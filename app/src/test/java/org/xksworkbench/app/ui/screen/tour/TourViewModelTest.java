package org.xksworkbench.app.ui.screen.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.Recording;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.demo.Demo;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.localkms.LocalKms;

/// The marks of the tour, on the real demo.
class TourViewModelTest {

  private final ActivityLog activity = ActivityLog.inMemory();
  private final Set<Destination> visited = new HashSet<>();
  private final List<Destination> went = new ArrayList<>();
  private Demo demo;
  private KeyManagement kms;

  @BeforeEach
  void start(@TempDir Path folder) {
    demo = Demo.start(folder, MachinePolicy.none(), Opening.OpeningProgress.toNobody());
    var aws =
        AwsServices.open(
            new AwsConnection.LocalKmsConnection(demo.kms().endpoint(), LocalKms.REGION));
    kms =
        new InterceptedKeyManagement(
            aws.kms(), Interceptors.of(new Recording(activity, () -> "tester")));
  }

  @AfterEach
  void stop() {
    kms.close();
    demo.close();
  }

  @Test
  void each_button_leads_to_its_stop_and_marks_nothing() {
    var tour = tour();
    for (var stop : TourStop.values()) {
      tour.go(stop);
    }
    var payments = kms.aliases().get("alias/payments");
    assertThat(went)
        .containsExactly(
            new Destination.KeyStoresScreen(),
            new Destination.ConnectionCheckScreen(Optional.of(store("branch-office"))),
            new Destination.HsmKeysScreen(),
            new Destination.CreateKeyScreen(store("payments-hsm")),
            new Destination.KeyDetailScreen(payments),
            new Destination.LineageScreen(),
            new Destination.XksProxyScreen(),
            new Destination.FaultsScreen());
    assertThat(Arrays.stream(TourStop.values()).map(tour::mark)).allMatch(Optional::isEmpty);
    assertThat(tour.next()).contains(TourStop.KEY_STORES);
    assertThat(tour.progress()).isEqualTo("0 of 8 stops made, about 10 minutes left");
  }

  @Test
  void a_screen_that_was_seen_is_marked_by_whatever_way_the_user_went_there() {
    visited.add(new Destination.KeyStoresScreen());
    visited.add(new Destination.HsmKeyScreen("payments-2025"));
    visited.add(new Destination.ConnectionCheckScreen(Optional.empty()));
    assertThat(tour().mark(TourStop.KEY_STORES)).contains("Seen");
    assertThat(tour().mark(TourStop.HSM_KEYS)).contains("Seen");
    assertThat(tour().mark(TourStop.CONNECTION_CHECK)).as("of no key store").isEmpty();
    visited.add(new Destination.ConnectionCheckScreen(Optional.of(store("branch-office"))));
    assertThat(tour().mark(TourStop.CONNECTION_CHECK)).contains("Seen");
    assertThat(tour().next()).contains(TourStop.CREATE_KEY);
  }

  @Test
  void only_a_key_that_was_created_and_a_proof_that_was_made_are_marked() {
    visited.add(new Destination.CreateKeyScreen(store("payments-hsm")));
    assertThatThrownBy(() -> create("legacy-128")).isInstanceOf(KmsException.class);
    assertThat(tour().mark(TourStop.CREATE_KEY)).as("it was refused").isEmpty();

    var created = create("payments-2026-11");
    assertThat(tour().mark(TourStop.CREATE_KEY)).contains("Created");
    tour().go(TourStop.PROVE);
    assertThat(went).last().isEqualTo(new Destination.KeyDetailScreen(created));

    visited.add(new Destination.KeyDetailScreen(created));
    var sealed = kms.encrypt(created, new byte[] {1}, Map.of()).value();
    assertThat(tour().mark(TourStop.PROVE)).as("half a proof is none").isEmpty();
    var _ = kms.decrypt(created, sealed, Map.of());
    assertThat(tour().mark(TourStop.PROVE)).contains("Proven");
  }

  @Test
  void the_faults_that_were_tried_are_counted_also_when_they_are_off_again() {
    visited.add(new Destination.FaultsScreen());
    assertThat(tour().mark(TourStop.FAULTS)).isEmpty();
    for (var fault : List.of(DemoFault.SLOW_PROXY, DemoFault.KMS_THROTTLING)) {
      demo.faults().set(fault, true);
      demo.faults().set(fault, false);
    }
    demo.faults().set(DemoFault.SLOW_PROXY, true);
    assertThat(tour().mark(TourStop.FAULTS)).contains("2 of 11 tried");
  }

  private TourViewModel tour() {
    return new TourViewModel(
        new TourMarks(visited, activity, demo.faults()),
        new TourWays(kms, new KeyCensus(kms)),
        new DirectTasks(),
        went::add);
  }

  private String create(String xksKeyId) {
    return kms.perform(new KmsChange.CreateKey(store("payments-hsm"), xksKeyId, ""))
        .value()
        .keyId();
  }

  private String store(String name) {
    return kms.keyStores().stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }
}
