package org.xksworkbench.app.ui.regions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyStoreSearch.RegionFinding;
import org.xksworkbench.app.kms.KeyStoreSearch.RegionSurvey;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.ui.task.DirectTasks;

class RegionsViewModelTest {

  private static final RegionFinding FOUND =
      new RegionFinding.StoresFound(
          "us-east-1",
          List.of(store("payments", new ConnectionState.Failed("XKS_PROXY_TIMED_OUT"))));
  private static final RegionFinding NONE = new RegionFinding.StoresFound("eu-west-1", List.of());
  private static final RegionFinding UNKNOWN =
      new RegionFinding.StoresUnknown("me-south-1", "It is not enabled.");

  private final List<RegionSurvey> seen = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();

  @Test
  void what_comes_is_shown_as_it_comes_and_a_region_is_gone_to() {
    var model =
        new RegionsViewModel(
            soFar -> {
              soFar.accept(survey());
              soFar.accept(survey(FOUND));
              return survey(NONE, UNKNOWN, FOUND);
            },
            "eu-west-1",
            new DirectTasks(),
            gone::add);
    model.survey().subscribe(now -> seen.add(now));
    model.look();
    assertThat(seen).containsExactly(null, survey(), survey(FOUND), survey(NONE, UNKNOWN, FOUND));
    assertThat(model.isHere(NONE)).isTrue();
    assertThat(model.isHere(FOUND)).isFalse();
    model.go(FOUND);
    assertThat(gone).containsExactly("us-east-1");
  }

  @Test
  void a_failure_is_told_and_what_was_found_stays() {
    var fails = new ArrayList<Boolean>();
    var model =
        new RegionsViewModel(
            _ -> {
              if (!fails.isEmpty()) {
                throw new KmsException(
                    KmsException.KmsFailureKind.UNREACHABLE, "", "No way.", "", null);
              }
              return survey(NONE);
            },
            "eu-west-1",
            new DirectTasks(),
            gone::add);
    model.look();
    fails.add(true);
    model.look();
    assertThat(model.problem().get()).isNotNull();
    assertThat(model.survey().get()).isEqualTo(survey(NONE));
  }

  @Test
  void a_region_stands_as_badly_as_its_worst_key_store() {
    assertThat(RegionsViewModel.worst((RegionFinding.StoresFound) NONE)).isEmpty();
    assertThat(
            RegionsViewModel.worst(
                new RegionFinding.StoresFound(
                    "us-east-1",
                    List.of(
                        store("one", new ConnectionState.Connected()),
                        store("two", new ConnectionState.Failed("XKS_PROXY_TIMED_OUT")),
                        store("three", new ConnectionState.Disconnected())))))
        .contains(new ConnectionState.Failed("XKS_PROXY_TIMED_OUT"));
    assertThat(
            RegionsViewModel.worst(
                new RegionFinding.StoresFound(
                    "us-east-1",
                    List.of(
                        store("one", new ConnectionState.Connected()),
                        store("two", new ConnectionState.Disconnected())))))
        .contains(new ConnectionState.Disconnected());
  }

  @Test
  void regions_are_told_in_words() {
    assertThat(RegionsViewModel.words(FOUND)).isEqualTo("payments (Failed XKS_PROXY_TIMED_OUT)");
    assertThat(RegionsViewModel.words(NONE)).isEqualTo("none");
    assertThat(RegionsViewModel.words(UNKNOWN)).isEqualTo("Not known. It is not enabled.");
    assertThat(RegionsViewModel.summary(survey(FOUND, NONE, UNKNOWN)))
        .isEqualTo(
            "1 external key store in 2 of 3 Regions; 1 could not be asked. Regions by somebody.");
    assertThat(RegionsViewModel.summary(new RegionSurvey("somebody", List.of(), List.of(NONE), 1)))
        .isEqualTo("0 external key stores in 1 Region. Regions by somebody.");
  }

  private static RegionSurvey survey(RegionFinding... findings) {
    return new RegionSurvey("somebody", List.of(), List.of(findings), 3);
  }

  private static ExternalKeyStore store(String name, ConnectionState state) {
    return new ExternalKeyStore(
        "cks-1",
        name,
        state,
        new ExternalKeyStore.XksProxyConfiguration(
            ExternalKeyStore.Connectivity.PUBLIC_ENDPOINT,
            "https://xks.example.com",
            "/kms/xks/v1",
            "-",
            Optional.empty(),
            Optional.empty()),
        Instant.EPOCH);
  }
}
