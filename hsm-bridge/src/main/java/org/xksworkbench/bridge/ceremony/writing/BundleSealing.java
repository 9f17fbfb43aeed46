package org.xksworkbench.bridge.ceremony.writing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.BundleNames;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.DerivedFiles;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.LineRules;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.PublicVersion;
import org.xksworkbench.bridge.ceremony.evidence.Seal;
import org.xksworkbench.bridge.ceremony.format.Dsse;
import org.xksworkbench.bridge.ceremony.person.LineSigner;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// The bundle of a ceremony that is over: its files are gathered, everybody signs the list of them,
/// then it is written, once, and verified before it takes its place.
public final class BundleSealing {

  static final String PARTIAL = ".partial";

  /// What a file is made of, before it is in a bundle.
  private sealed interface Ingredient {
    record InMemory(byte[] bytes) implements Ingredient {}

    record OnDisk(Path file) implements Ingredient {}
  }

  private final SortedMap<String, Ingredient> files;
  private final Fingerprint fingerprint;
  private final Dsse.Envelope envelope;
  private final PeoplesSignatures signatures;

  private BundleSealing(
      SortedMap<String, Ingredient> files,
      List<Participant> signers,
      Fingerprint fingerprint,
      Dsse.Envelope envelope) {
    this.files = files;
    this.fingerprint = fingerprint;
    this.envelope = envelope;
    this.signatures = new PeoplesSignatures(signers, envelope.message());
  }

  /// Gathers the files.
  ///
  /// @param transcript whose last line is written and whose writer is closed; the files that it
  ///   attaches lie beside it, in the folder `attachments`
  /// @param plan the file that was followed
  /// @param papers for people, such as `report.pdf`, by name
  /// @throws CeremonyException if the transcript does not hold, is not closed, or a file is not the
  ///   one that it names
  public static BundleSealing of(Path transcript, Path plan, Map<String, byte[]> papers) {
    try {
      var text = Files.readAllBytes(transcript);
      var rules = rules(text, transcript);
      var header = rules.header().orElseThrow();
      var files = new TreeMap<String, Ingredient>();
      papers.forEach((name, bytes) -> {
        if (!BundleNames.isForPeople(name)) {
          throw new IllegalArgumentException(name + " is no paper of a bundle");
        }
        files.put(name, new Ingredient.InMemory(bytes));
      });
      files.put(BundleNames.TRANSCRIPT, new Ingredient.InMemory(text));
      files.put(BundleNames.PUBLIC, new Ingredient.InMemory(PublicVersion.of(rules.lines())));
      files.put(
          BundleNames.ENVIRONMENT,
          new Ingredient.InMemory(DerivedFiles.environment(rules.lines())));
      files.put(BundleNames.PLAN, plan(plan, header));
      attachments(transcript, rules.lines(), files);
      var digests = digests(files);
      files.put(BundleNames.SUMS, new Ingredient.InMemory(DerivedFiles.sums(digests)));
      return new BundleSealing(
          files,
          rules.present(),
          rules.link(),
          Seal.unsignedEnvelope(header, rules.link(), digests(files)));
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, transcript, e);
    }
  }

  private static LineRules rules(byte[] text, Path transcript) {
    var rules = new LineRules();
    var whole = rules.followAll(text);
    if (!rules.findings().isEmpty()) {
      throw new CeremonyException(
          "The transcript does not hold, so no bundle is made of it. "
              + rules.findings().getFirst());
    }
    if (!rules.ended() || whole != text.length) {
      throw new CeremonyException(
          "The ceremony of " + transcript + " is not over. Close it first, then seal it.");
    }
    return rules;
  }

  private static Ingredient plan(Path plan, Content.Opened header) throws IOException {
    var bytes = Files.readAllBytes(plan);
    if (!Fingerprint.of(bytes).equals(header.plan())) {
      throw new CeremonyException(
          "The plan "
              + plan
              + " is not the one that the ceremony began with. Put that one back, then seal it.");
    }
    return new Ingredient.InMemory(bytes);
  }

  private static void attachments(
      Path transcript, List<EvidenceLine> lines, Map<String, Ingredient> files) throws IOException {
    for (var line : lines) {
      if (line.content() instanceof Content.Attached(var _, var name)) {
        var file = transcript.resolveSibling(name);
        if (!line.disclosedText("sha256").equals(Optional.of(Fingerprint.ofFile(file).hex()))) {
          throw new CeremonyException(
              "The file "
                  + file
                  + " is not the one that was attached. Put that one back, then seal it.");
        }
        files.put(name, new Ingredient.OnDisk(file));
      }
    }
  }

  private static SortedMap<String, Fingerprint> digests(Map<String, Ingredient> files)
      throws IOException {
    var digests = new TreeMap<String, Fingerprint>();
    for (var file : files.entrySet()) {
      digests.put(
          file.getKey(),
          switch (file.getValue()) {
            case Ingredient.InMemory(var bytes) -> Fingerprint.of(bytes);
            case Ingredient.OnDisk(var path) -> Fingerprint.ofFile(path);
          });
    }
    return digests;
  }

  /// What everybody types back from paper before they sign.
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /// Who still has to sign, in their order.
  public List<String> missing() {
    return signatures.missing();
  }

  /// Takes a person's signature. The key stays open; who opened it closes it.
  ///
  /// @throws CeremonyException if the key is of nobody who signs, or what it made does not hold
  @CanIgnoreReturnValue
  public BundleSealing sign(LineSigner signer) {
    signatures.take(signer, "seals", "");
    return this;
  }

  /// Writes the bundle to a folder that is not there, and verifies it.
  ///
  /// @throws CeremonyException if somebody has not signed, something is there, it cannot be
  ///   written, or what was written does not verify
  public void write(Path folder) {
    if (!missing().isEmpty()) {
      throw new CeremonyException(
          String.join(", ", missing()) + " must sign the seal before the bundle is written.");
    }
    requireNothingAt(folder);
    try {
      var partial = folder.resolveSibling(folder.getFileName() + PARTIAL);
      clear(partial);
      for (var file : files.entrySet()) {
        write(partial.resolve(file.getKey()), file.getValue());
      }
      write(partial.resolve(BundleNames.SEAL), new Ingredient.InMemory(seal()));
      requireVerified(partial);
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
      OwnerOnly.forceFolder(folder);
    } catch (IOException e) {
      throw notWritten(folder, e);
    }
  }

  private byte[] seal() {
    var line = envelope.signedBy(signatures.inOrder().toList()).write();
    var file = Arrays.copyOf(line, line.length + 1);
    file[line.length] = '\n';
    return file;
  }

  private static void write(Path path, Ingredient ingredient) throws IOException {
    Files.createDirectories(path.getParent());
    try (var channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var out = Channels.newOutputStream(channel)) {
      switch (ingredient) {
        case Ingredient.InMemory(var bytes) -> out.write(bytes);
        case Ingredient.OnDisk(var file) -> Files.copy(file, out);
      }
      channel.force(true);
    }
    protect(path);
  }

  /// Writes a bundle in one file.
  ///
  /// @param folder of a bundle that was written already
  /// @param target a file that ends with `.xkcb`; nothing may be there
  /// @throws CeremonyException if something is there, it ends otherwise, or the bundle does not
  ///   verify
  public static void pack(Path folder, Path target) {
    try {
      BundleArchive.write(BundleArchive.content(folder), target);
    } catch (IOException e) {
      throw notWritten(target, e);
    }
  }

  static void requireVerified(Path bundle) {
    var findings = EvidenceCheck.of(bundle, new Pins()).findings();
    if (!findings.isEmpty()) {
      throw new CeremonyException(
          "The bundle that was written does not verify: "
              + findings.getFirst()
              + ". It stays at "
              + bundle
              + "; keep it, and keep the folder of the ceremony.");
    }
  }

  static void requireNothingAt(Path target) {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new CeremonyException(
          target + " is there already. A bundle is written once, to a new place.");
    }
  }

  static CeremonyException notWritten(Path target, IOException why) {
    return new CeremonyException(
        "The bundle cannot be written to "
            + target
            + ": "
            + StoreException.words(why)
            + ". See that the folder can be written and the disk has room, then try again.",
        why);
  }

  /// A guard against a slip, not against somebody.
  static void protect(Path file) {
    if (!file.toFile().setReadOnly()) {
      throw new CeremonyException(file + " cannot be made read-only.");
    }
  }

  /// What an earlier try that did not come to its end left; nothing that was put there since.
  private void clear(Path partial) throws IOException {
    if (Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS)) {
      var names = new ArrayList<>(files.keySet());
      names.add(BundleNames.SEAL);
      Deletion.deleteMade(MadeFiles.of(partial, names));
    }
    Files.createDirectories(partial);
    try (var left = Files.list(partial)) {
      left.findFirst()
          .ifPresent(other -> {
            throw new CeremonyException(
                other + " was not made here. Move it to another place, then try again.");
          });
    }
  }
}
