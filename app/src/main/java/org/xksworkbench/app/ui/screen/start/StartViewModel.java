package org.xksworkbench.app.ui.screen.start;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.hsm.KnownModules;

/// What was found on this machine, and what the user chooses.
public final class StartViewModel implements AutoCloseable {

  private static final String USUAL_REGION = "us-east-1";

  /// What was found.
  ///
  /// @param profiles those that cannot be used too
  /// @param usual the profile that the AWS CLI would take
  /// @param findings what is to be known of the AWS files, a sentence each
  /// @param modules PKCS#11 modules that may be opened here
  public record FoundOnMachine(
      List<AwsProfile> profiles,
      AwsCheck.Choice usual,
      List<String> findings,
      List<KnownModules.KnownModule> modules) {

    public FoundOnMachine {
      profiles = List.copyOf(profiles);
      findings = List.copyOf(findings);
      modules = List.copyOf(modules);
    }

    /// What the AWS CLI would take by a variable, a sentence; empty where no variable says it.
    public Optional<String> ofTheCli() {
      return usual.why().isEmpty()
          ? Optional.empty()
          : Optional.of("The AWS CLI would take " + usual.words() + ".");
    }

    public boolean demoPossible() {
      return modules.stream().anyMatch(known -> known.product().equals("SoftHSM"));
    }
  }

  private final AwsProfiles profiles;
  private final MachinePolicy policy;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Next next;
  private final Optional<String> why;
  private final Fetched<FoundOnMachine> found = new Fetched<>();
  private final ObjectProperty<@Nullable AwsProfile> profile = new SimpleObjectProperty<>();
  private final StringProperty region = new SimpleStringProperty(USUAL_REGION);
  private final ObservableList<String> regions = FXCollections.observableArrayList();

  /// Where it goes on.
  ///
  /// @param connect takes profile and Region
  /// @param check takes profile and Region, and looks at the way to AWS
  /// @param newProfile makes one
  public record Next(
      Runnable openDemo,
      Runnable openHsm,
      BiConsumer<String, String> connect,
      BiConsumer<String, String> check,
      Runnable newProfile) {}

  /// @param why the user is asked at all, a sentence; empty where that is plain
  public StartViewModel(
      AwsProfiles profiles, MachinePolicy policy, Tasks tasks, Next next, Optional<String> why) {
    this.profiles = profiles;
    this.policy = policy;
    this.tasks = tasks;
    this.scope = tasks.scope();
    this.next = next;
    this.why = why;
    profile.subscribe(chosen -> {
      if (chosen != null) {
        chosen.region().filter(policy::allowsRegion).ifPresent(region::set);
      }
    });
  }

  public ReadOnlyObjectProperty<Loadable<FoundOnMachine>> found() {
    return found.getReadOnlyProperty();
  }

  public ObjectProperty<@Nullable AwsProfile> profile() {
    return profile;
  }

  public StringProperty region() {
    return region;
  }

  /// The Regions to choose from.
  public ObservableList<String> regions() {
    return regions;
  }

  public BooleanBinding canConnect() {
    return Bindings.createBooleanBinding(
            () -> {
              var chosen = profile.get();
              return chosen != null && chosen.fault().isEmpty();
            },
            profile)
        .and(region.isNotEmpty());
  }

  /// Why the chosen profile cannot be used, a sentence; empty if it may be.
  public ObservableValue<String> fault() {
    return profile.map(chosen -> chosen.fault().orElse("")).orElse("");
  }

  /// Why the user is asked at all, a sentence; empty where that is plain.
  public Optional<String> why() {
    return why;
  }

  /// What the policy of this machine says, a line each.
  public List<String> policy() {
    return policy.summary();
  }

  private record Looked(FoundOnMachine found, List<String> regions) {}

  /// Looks for profiles and modules.
  public void look() {
    tasks
        .task("Looking for AWS profiles and PKCS#11 modules")
        .on(
            Job.FILES,
            _ ->
                new Looked(
                    new FoundOnMachine(
                        profiles.profiles(),
                        profiles.usual(),
                        profiles.findings(),
                        KnownModules.installedModules().stream()
                            .filter(known -> policy.allowsModule(known.path()))
                            .toList()),
                    profiles.regionsBeside(USUAL_REGION)))
        .in(scope)
        .onSuccess(looked -> {
          regions.setAll(looked.regions());
          if (!regions.isEmpty() && !regions.contains(region.get())) {
            region.set(regions.getFirst());
          }
          var all = looked.found().profiles();
          profile.set(proposal(all, looked.found().usual()));
          found.ready(looked.found());
        })
        .onProblem(found::fail)
        .start();
  }

  /// The one that the AWS CLI would take, else the first that may be used.
  private static @Nullable AwsProfile proposal(List<AwsProfile> all, AwsCheck.Choice usual) {
    return all.stream()
        .filter(one -> one.name().equals(usual.value()))
        .findFirst()
        .or(() -> all.stream().filter(one -> one.fault().isEmpty()).findFirst())
        .or(() -> all.stream().findFirst())
        .orElse(null);
  }

  public void openDemo() {
    next.openDemo().run();
  }

  public void openHsm() {
    next.openHsm().run();
  }

  public void connect() {
    var chosen = profile.get();
    if (chosen != null && chosen.fault().isEmpty()) {
      next.connect().accept(chosen.name(), region.get());
    }
  }

  public void makeProfile() {
    next.newProfile().run();
  }

  /// Also of a profile that cannot be used: it says why, and how the network is.
  public void checkConnection() {
    var chosen = profile.get();
    if (chosen != null) {
      next.check().accept(chosen.name(), region.get());
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
