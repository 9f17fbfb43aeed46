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
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.record.CeremonyRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.bundle.BundleCheck;
import org.xksworkbench.bridge.ceremony.bundle.BundleWriter;
import org.xksworkbench.bridge.ceremony.plan.Binding;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.run.CeremonyFolder;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonySummary;
import org.xksworkbench.bridge.ceremony.run.Devices;
import org.xksworkbench.bridge.ceremony.run.EnvironmentProbe;
import org.xksworkbench.bridge.ceremony.run.Gathering;
import org.xksworkbench.bridge.ceremony.run.Setup;
import org.xksworkbench.bridge.ceremony.transcript.OperatorKey;
import org.xksworkbench.bridge.ceremony.transcript.TokenKey;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptSigner;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// Begins, resumes and ends ceremonies. At most one is at work; it goes on while the window shows
/// something else. Every call but the plain questions blocks.
public final class Ceremonies implements AutoCloseable {

  /// In the folder of a ceremony, beside its transcript.
  public static final String SIGNING_KEY = "signing-key.pem";

  private static final String BUNDLE = "bundle";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmm").withZone(ZoneOffset.UTC);

  /// A ceremony that began and is not over.
  ///
  /// @param title of its plan, or the name of the folder
  /// @param fault why its plan cannot be used and what to do, sentences; empty if it can
  public record UnfinishedCeremony(
      Path folder, String title, Optional<String> fault, Instant lastAt) {}

  /// A ceremony that is over and whose evidence is written and verified.
  ///
  /// @param signer fingerprint of the key that signed
  /// @param check of the bundle, with what `hsm-bridge ceremony verify --signer` looks at
  public record FinishedCeremony(
      Path bundle,
      Fingerprint fingerprint,
      Fingerprint signer,
      CeremonySummary summary,
      BundleCheck.BundleVerification check) {

    /// Whether the bundle verifies and is signed by the key that was announced.
    public boolean verified() {
      return check.consistent()
          && check.signer().filter(signer::equals).isPresent()
          && check.fingerprint().filter(fingerprint::equals).isPresent();
    }

    public Path report() {
      return bundle.resolve("report.pdf");
    }
  }

  private record Active(CeremonyFolder folder, CeremonyRun run) {}

  private final CeremonyKeyManagement kms;
  private final AttachedHsm hsm;
  private final ChangeLock lock;
  private final KeyRecords records;
  private final Path root;
  private final Clock clock;
  private final EnvironmentProbe probe = new EnvironmentProbe();
  private volatile @Nullable Active active;

  /// @param root folder in which each ceremony gets a folder, unless another is chosen
  /// @param clock its zone is the local one
  public Ceremonies(
      KeyManagement kms,
      KeyCensus census,
      AttachedHsm hsm,
      ChangeLock lock,
      KeyRecords records,
      Path root,
      Clock clock) {
    this.kms = new CeremonyKeyManagement(kms, census, lock.profile());
    this.hsm = hsm;
    this.lock = lock;
    this.records = records;
    this.root = root;
    this.clock = clock;
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

  /// Begins a ceremony.
  ///
  /// @param folder that is not there yet, or holds no ceremony
  /// @throws org.xksworkbench.bridge.guard.ReadOnlyException if the profile is read-only
  public CeremonyRun start(Path folder, Plan plan, Gathering people, SigningKey signing) {
    requireNoneActive();
    lock.requireUnlocked("A key ceremony");
    var devices = devices();
    createFolder(folder);
    Optional<Path> written = Optional.empty();
    Fingerprint signer;
    switch (signing) {
      case SigningKey.SigningKeyInFile(var file) ->
          signer = Fingerprint.of(OperatorKey.readPublic(file).getEncoded());
      case SigningKey.SigningKeyOnToken(var label) ->
          signer = TokenKey.on(devices.session(), label).fingerprint();
      case SigningKey.New made -> {
        var key = OperatorKey.generate();
        var file = folder.resolve(SIGNING_KEY);
        key.write(file, made.passphrase());
        written = Optional.of(file);
        signer = key.fingerprint();
      }
    }
    try {
      var place = new CeremonyFolder(folder);
      var run =
          CeremonyRun.start(
              place, new Setup(plan, rehearsal(), people, signer, devices, probe, clock));
      active = new Active(place, run);
      return run;
    } catch (RuntimeException e) {
      // A key that no transcript names is of no use.
      written.ifPresent(file -> deleteQuietly(file, e));
      throw e;
    }
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

  /// The key beside the transcript that will sign it, if it was made for this ceremony.
  public Optional<Path> signingKey() {
    return folder().map(folder -> folder.resolve(SIGNING_KEY)).filter(Files::exists);
  }

  /// A key pair on the token that the window works with.
  ///
  /// @throws CeremonyException if there is none with this label that can sign
  public TranscriptSigner tokenKey(String label) {
    return TokenKey.on(devices().session(), label);
  }

  /// Signs the transcript, writes the evidence beside it, verifies what was written, and records
  /// the ceremony for the lineage of the keys that it made. After a failure it can be called again.
  ///
  /// @throws CeremonyException if steps are open, or the key is not the announced one
  public FinishedCeremony finish(TranscriptSigner signer) {
    var one = active;
    if (one == null) {
      throw new CeremonyException("No ceremony is at work.");
    }
    var fingerprint = one.run().sign(signer);
    var bundle = one.folder().path().resolve(BUNDLE);
    if (!Files.exists(bundle)) {
      BundleWriter.write(one.folder(), signer, bundle);
    }
    var summary = CeremonySummary.of(one.folder());
    var finished =
        new FinishedCeremony(
            bundle, fingerprint, signer.fingerprint(), summary, BundleCheck.of(bundle));
    record(finished);
    leave();
    return finished;
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

  private static void deleteQuietly(Path file, RuntimeException failure) {
    try {
      Deletion.file(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    leave();
  }
}
