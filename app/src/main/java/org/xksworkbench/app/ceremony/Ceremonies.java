package org.xksworkbench.app.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.record.CeremonyRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.bundle.Papers;
import org.xksworkbench.bridge.ceremony.person.CardReader;
import org.xksworkbench.bridge.ceremony.plan.Binding;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.run.CeremonyFolder;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonySummary;
import org.xksworkbench.bridge.ceremony.run.Devices;
import org.xksworkbench.bridge.ceremony.run.EnvironmentProbe;
import org.xksworkbench.bridge.ceremony.run.Gathering;
import org.xksworkbench.bridge.ceremony.run.Setup;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// Begins, resumes and ends ceremonies. At most one is at work; it goes on while the window shows
/// something else. Every call but the plain questions blocks.
public final class Ceremonies implements AutoCloseable {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmm").withZone(ZoneOffset.UTC);

  /// A ceremony that began and is not over.
  ///
  /// @param title of its plan, or the name of the folder
  /// @param fault why its plan cannot be used and what to do, sentences; empty if it can
  public record UnfinishedCeremony(
      Path folder, String title, Optional<String> fault, Instant lastAt) {}

  /// A ceremony that is over and whose evidence is sealed and verified.
  ///
  /// @param fingerprint that people wrote on paper
  /// @param check of the bundle, read back from the disk
  public record FinishedCeremony(
      Path bundle, Fingerprint fingerprint, CeremonySummary summary, ToldEvidence check) {

    /// Whether the bundle verifies, and to the fingerprint on the paper.
    public boolean verified() {
      return check.consistent() && check.is(fingerprint);
    }

    public Path report() {
      return bundle.resolve(Papers.REPORT);
    }
  }

  private record Active(CeremonyFolder folder, CeremonyRun run) {}

  private final CeremonyKeyManagement kms;
  private final AttachedHsm hsm;
  private final ChangeLock lock;
  private final KeyRecords records;
  private final Path root;
  private final Clock clock;
  private final Supplier<Gathering> people;
  private final EnvironmentProbe probe = new EnvironmentProbe();
  private volatile @Nullable Active active;

  /// @param root folder in which each ceremony gets a folder, unless another is chosen
  /// @param clock its zone is the local one
  /// @param people of a ceremony that is prepared, nobody yet
  public Ceremonies(
      KeyManagement kms,
      KeyCensus census,
      AttachedHsm hsm,
      ChangeLock lock,
      KeyRecords records,
      Path root,
      Clock clock,
      Supplier<Gathering> people) {
    this.people = people;
    this.kms = new CeremonyKeyManagement(kms, census, lock.profile());
    this.hsm = hsm;
    this.lock = lock;
    this.records = records;
    this.root = root;
    this.clock = clock;
  }

  /// The people of a ceremony that is prepared; nobody yet.
  public Gathering gathering() {
    return people.get().reading(cards());
  }

  /// Where people put their cards.
  public CardReader cards() {
    return hsm::openApart;
  }

  public Clock clock() {
    return clock;
  }

  /// Whether what is begun now is a rehearsal: at AWS KMS ceremonies count, at the local KMS they
  /// never do.
  public boolean rehearsal() {
    return kms.local();
  }

  /// Which KMS steps go to.
  public String kmsDescription() {
    return kms.description();
  }

  /// The ceremony at work.
  public Optional<CeremonyRun> run() {
    return Optional.ofNullable(active).map(Active::run);
  }

  /// Where the ceremony at work keeps its transcript.
  public Optional<Path> folder() {
    return Optional.ofNullable(active).map(one -> one.folder().path());
  }

  /// A folder that is not there yet.
  ///
  /// @param name what the ceremony is about, such as `external-key`
  public Path newFolder(String name) {
    var proposed = root.resolve(DAY.format(clock.instant()) + "-" + name);
    for (var number = 2; Files.exists(proposed); number++) {
      proposed = root.resolve(DAY.format(clock.instant()) + "-" + name + "-" + number);
    }
    return proposed;
  }

  /// Ceremonies of this workstation that began and are not over, the latest first.
  public List<UnfinishedCeremony> unfinishedCeremonies() {
    var found = new ArrayList<UnfinishedCeremony>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    try (var folders = Files.list(root)) {
      for (var path : folders.toList()) {
        var folder = new CeremonyFolder(path);
        if (folder.unfinished() && !path.equals(folder().orElse(null))) {
          found.add(unfinishedIn(folder));
        }
      }
    } catch (IOException e) {
      throw new CeremonyException(
          "The folder "
              + root
              + " cannot be read: "
              + StoreException.words(e)
              + ". See that it can, then come back to this page.",
          e);
    }
    found.sort(java.util.Comparator.comparing(UnfinishedCeremony::lastAt).reversed());
    return List.copyOf(found);
  }

  private static UnfinishedCeremony unfinishedIn(CeremonyFolder folder) throws IOException {
    var lastAt = Files.getLastModifiedTime(folder.transcript()).toInstant();
    try {
      folder.requireSignedLines();
      return new UnfinishedCeremony(
          folder.path(), folder.readPlan().title(), Optional.empty(), lastAt);
    } catch (CeremonyException e) {
      return new UnfinishedCeremony(
          folder.path(),
          String.valueOf(folder.path().getFileName()),
          Optional.of(e.getMessage()),
          lastAt);
    }
  }

  /// What the token and this machine tell of themselves, by the names that a plan can expect.
  public Map<String, String> environment() {
    return probe.facts(devices());
  }

  /// Opens the module of a binding and logs in to its token.
  ///
  /// @param pin wiped by the caller
  public void bind(Binding binding, char[] pin) {
    var _ = hsm.open(binding.module());
    var slot = binding.token().in(hsm.module(binding.module()));
    hsm.login(new AttachedHsm.TokenPlace(binding.module(), slot.id()), Role.USER, pin);
  }

  /// Begins a ceremony, whose first line everybody signs.
  ///
  /// @param folder that is not there yet, or holds no ceremony
  /// @param place where it is held, in words; may be empty
  /// @param given by everybody; wiped by the caller after the call
  /// @throws org.xksworkbench.bridge.guard.ReadOnlyException if the profile is read-only
  public CeremonyRun start(
      Path folder, Plan plan, Gathering people, String place, List<PassphraseGiven> given) {
    requireNoneActive();
    lock.requireUnlocked("A key ceremony");
    var setup = new Setup(plan, rehearsal(), people, place, devices(), probe, clock);
    createFolder(folder);
    var at = new CeremonyFolder(folder);
    var run = CeremonyRun.start(at, setup, given);
    active = new Active(at, run);
    return run;
  }

  /// Takes up a ceremony whose program had ended.
  ///
  /// @throws org.xksworkbench.bridge.guard.ReadOnlyException if the profile is read-only
  public CeremonyRun resume(Path folder) {
    requireNoneActive();
    lock.requireUnlocked("A key ceremony");
    var place = new CeremonyFolder(folder);
    if (!place.unfinished()) {
      throw new CeremonyException("There is no ceremony in " + folder + " that could be resumed.");
    }
    var run = CeremonyRun.resume(place, devices(), probe, clock);
    active = new Active(place, run);
    return run;
  }

  /// Lets go of the ceremony at work. It can be resumed.
  public void leave() {
    var one = active;
    active = null;
    if (one != null) {
      one.run().close();
    }
  }

  /// Everybody signs the last line.
  ///
  /// @param given by everybody; wiped by the caller after the call
  /// @return the fingerprint, to be written on paper
  /// @throws CeremonyException if steps are open, or somebody is missing
  public Fingerprint end(List<PassphraseGiven> given) {
    return atWork().run().end(given);
  }

  /// Everybody seals the evidence, which is written beside the transcript and verified, and the
  /// ceremony is recorded for the lineage of the keys that it made. After a failure it can be
  /// called again.
  ///
  /// @param words the first four words of the fingerprint, from paper
  /// @param given by everybody; wiped by the caller after the call
  /// @throws CeremonyException if the last line is not signed, or the words are others
  public FinishedCeremony seal(String words, List<PassphraseGiven> given) {
    var one = atWork();
    var bundle = one.folder().bundle();
    if (!Files.exists(bundle)) {
      one.run().seal(words, Papers.of(one.run()), given);
    }
    var finished =
        new FinishedCeremony(
            bundle,
            one.run().snapshot().fingerprint(),
            CeremonySummary.of(one.folder()),
            ToldEvidence.of(bundle));
    record(finished);
    leave();
    return finished;
  }

  private Active atWork() {
    var one = active;
    if (one == null) {
      throw new CeremonyException("No ceremony is at work.");
    }
    return one;
  }

  private void record(FinishedCeremony finished) {
    for (var key : finished.summary().keys()) {
      var record =
          new CeremonyRecord(
              finished.summary().at(),
              finished.summary().title(),
              finished.summary().token(),
              key.label(),
              key.checkValue(),
              finished.bundle().toString(),
              finished.fingerprint().hex(),
              key.kmsKeyArn(),
              finished.check().rehearsal());
      if (!records.ceremonies().contains(record)) {
        records.add(record);
      }
    }
  }

  private Devices devices() {
    var status = hsm.status();
    var session =
        hsm.session()
            .orElseThrow(() ->
                new CeremonyException(
                    "No token is logged in to. Log in under HSM keys, or use a binding file."));
    return new Devices(
        status.module().orElseThrow(() -> new CeremonyException("No PKCS#11 module is open.")),
        session,
        Optional.of(kms));
  }

  private void requireNoneActive() {
    if (active != null) {
      throw new CeremonyException("Another ceremony is at work in this window.");
    }
  }

  private static void createFolder(Path folder) {
    try {
      // What is there already keeps its permissions: it may be anything.
      if (!Files.isDirectory(folder)) {
        OwnerOnly.createFolder(folder);
      }
    } catch (IOException e) {
      throw CeremonyException.ofFolder(StoreException.FileAct.WRITE, folder, e);
    }
  }

  @Override
  public void close() {
    leave();
  }
}
