package org.xksworkbench.bridge.ceremony.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;
import org.xksworkbench.bridge.ceremony.run.CeremonyFolder;
import org.xksworkbench.bridge.ceremony.transcript.Disclosure;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptCheck;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptSigner;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.store.StoreException;

/// Writes a bundle of version 1, as earlier releases did.
public final class BundleWriter {

  private BundleWriter() {}

  /// @param folder of a ceremony whose transcript is signed
  /// @param signer the key that signed it
  /// @param target a folder, or a file that ends with `.xkcb`; nothing may be there
  /// @throws CeremonyException if something is there, or the transcript does not hold
  public static void write(CeremonyFolder folder, TranscriptSigner signer, Path target) {
    requireNothingAt(target);
    try {
      var files = files(folder, signer);
      if (target.toString().endsWith(Bundle.EXTENSION)) {
        writeArchive(files, target);
      } else {
        writeFolder(files, target);
      }
    } catch (IOException e) {
      throw notWritten(target, e);
    }
  }

  private static void requireNothingAt(Path target) {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new CeremonyException(
          target + " is there already. A bundle is written once, to a new place.");
    }
  }

  private static CeremonyException notWritten(Path target, IOException why) {
    return new CeremonyException(
        "The bundle cannot be written to "
            + target
            + ": "
            + StoreException.words(why)
            + ". See that the folder can be written and the disk has room, then try again.",
        why);
  }

  private static SortedMap<String, byte[]> files(CeremonyFolder folder, TranscriptSigner signer)
      throws IOException {
    var transcript = Files.readAllBytes(folder.transcript());
    var check = TranscriptCheck.of(transcript);
    if (!check.consistent()) {
      throw new CeremonyException(
          "The transcript does not hold, so no bundle is made of it. "
              + check.findings().getFirst());
    }
    if (!check.signerFingerprint().orElseThrow().equals(signer.fingerprint())) {
      throw new CeremonyException("Another key signed the transcript. That one signs the bundle.");
    }
    var files = new TreeMap<String, byte[]>();
    files.put(Bundle.TRANSCRIPT, transcript);
    files.put(Bundle.PLAN, Files.readAllBytes(folder.plan()));
    files.put(Bundle.ENVIRONMENT, BundleCheck.environment(check.entries().getFirst()));
    files.put(Bundle.DISCLOSED, Disclosure.of(transcript));
    files.put(Bundle.REPORT, "%PDF-1.4 of version 1".getBytes(StandardCharsets.US_ASCII));
    files.put(Bundle.MANIFEST, manifest(files, check.fingerprint().orElseThrow(), signer));
    return files;
  }

  private static byte[] manifest(
      Map<String, byte[]> files, Fingerprint transcript, TranscriptSigner signer) {
    var signed = JsonNodeFactory.instance.objectNode();
    var list = signed.putObject("files");
    files.forEach((name, bytes) -> {
      var file = list.putObject(name).put("sha256", Fingerprint.of(bytes).hex());
      if (!name.endsWith(".pdf")) {
        Manifest.lineHashes(bytes).forEach(file.putArray("lines")::add);
      }
    });
    signed.put("fingerprint", transcript.hex());
    var whole = signed.deepCopy();
    whole.put("publicKey", HexFormat.of().formatHex(signer.publicKey().getEncoded()));
    whole.put("signature", HexFormat.of().formatHex(signer.sign(Manifest.message(signed))));
    return (CanonicalJson.write(whole) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void writeArchive(SortedMap<String, byte[]> files, Path target)
      throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var file : files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    var partial = target.resolveSibling(target.getFileName() + ".partial");
    Files.write(
        partial,
        out.toByteArray(),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    protect(partial);
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writeFolder(SortedMap<String, byte[]> files, Path target) throws IOException {
    var partial = target.resolveSibling(target.getFileName() + ".partial");
    clear(partial, files);
    for (var file : files.entrySet()) {
      var path = partial.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(
          path,
          file.getValue(),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      protect(path);
    }
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A guard against a slip, not against somebody.
  private static void protect(Path file) {
    if (!file.toFile().setReadOnly()) {
      throw new CeremonyException(file + " cannot be made read-only.");
    }
  }

  /// What an earlier try that did not come to its end left; nothing that was put there since.
  private static void clear(Path partial, SortedMap<String, byte[]> files) throws IOException {
    if (Files.isDirectory(partial)) {
      Deletion.deleteMade(MadeFiles.of(partial, files.keySet()));
      try (var left = Files.list(partial)) {
        left.findFirst()
            .ifPresent(other -> {
              throw new CeremonyException(
                  other + " was not made here. Move it to another place, then try again.");
            });
      }
    }
  }
}
