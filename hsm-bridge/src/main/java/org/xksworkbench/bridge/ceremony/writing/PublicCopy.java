package org.xksworkbench.bridge.ceremony.writing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.BundleNames;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.PublicVersion;
import org.xksworkbench.bridge.store.OwnerOnly;

/// The public version of a bundle for a reader: as it was sealed, and beside it the same lines with
/// some fields more told.
public final class PublicCopy {

  /// A field that is told: on one line or on all, one or a family such as `fact.key.*`.
  ///
  /// @param line 0 for all
  public record LeafChoice(int line, String field) {

    private static final Pattern FORM =
        Pattern.compile("(?:([1-9][0-9]{0,5}):)?([A-Za-z][A-Za-z0-9._-]*\\*?)");

    /// @param typed such as `reason`, `17:reason` or `fact.*`
    /// @throws CeremonyException if it is nothing of this kind
    public static LeafChoice of(String typed) {
      var match = FORM.matcher(typed);
      if (!match.matches()) {
        throw new CeremonyException(
            "\""
                + typed
                + "\" names no field. Write its name, such as reason, one line's as 17:reason, or a"
                + " family as fact.*");
      }
      return new LeafChoice(
          match.group(1) == null ? 0 : Integer.parseInt(match.group(1)), match.group(2));
    }

    boolean chooses(int number, String name) {
      return (line == 0 || line == number)
          && (field.endsWith("*")
              ? name.startsWith(field.substring(0, field.length() - 1))
              : name.equals(field));
    }

    @Override
    public String toString() {
      return line == 0 ? field : line + ":" + field;
    }
  }

  private PublicCopy() {}

  /// Writes one, and verifies it.
  ///
  /// @param bundle a folder or one file, which was verified and is whole
  /// @param lines of its transcript
  /// @param more what is told beside what everybody may see
  /// @param target a folder or a file `*.xkcb`; nothing may be there
  /// @return how many fields are told beside what everybody may see
  /// @throws CeremonyException if no line has such a field, or it cannot be written
  public static int write(
      Path bundle, List<EvidenceLine> lines, List<LeafChoice> more, Path target) {
    BundleSealing.requireNothingAt(target);
    more.forEach(choice -> requireFound(lines, choice));
    var folder =
        BundleArchive.isArchive(target)
            ? target.resolveSibling("." + target.getFileName() + ".files")
            : target.resolveSibling(target.getFileName() + BundleSealing.PARTIAL);
    BundleSealing.requireNothingAt(folder);
    var made = new TreeMap<String, Path>();
    try {
      BundleArchive.open(
          bundle,
          target,
          content -> {
            for (var file : content.entrySet()) {
              if (BundleNames.isPublic(file.getKey())) {
                var path = place(folder, file.getKey(), made);
                Files.copy(file.getValue(), path, StandardCopyOption.REPLACE_EXISTING);
              }
            }
          });
      if (!more.isEmpty()) {
        Files.write(place(folder, BundleNames.DISCLOSED, made), disclosure(lines, more));
      }
      finish(folder, made, target);
      return countMore(lines, more);
    } catch (IOException e) {
      throw BundleSealing.notWritten(target, e);
    } finally {
      clear(folder, target, made);
    }
  }

  /// What became no bundle of its own.
  private static void clear(Path folder, Path target, Map<String, Path> made) {
    try {
      BundleArchive.clear(folder, target, made.keySet());
    } catch (IOException e) {
      throw BundleSealing.notWritten(target, e);
    }
  }

  private static Path place(Path folder, String name, Map<String, Path> made) throws IOException {
    var path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    made.put(name, path);
    return path;
  }

  private static void finish(Path folder, Map<String, Path> made, Path target) throws IOException {
    if (BundleArchive.isArchive(target)) {
      BundleArchive.write(made, target);
      return;
    }
    BundleSealing.requireVerified(folder);
    made.values().forEach(BundleSealing::protect);
    Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    OwnerOnly.forceFolder(target);
  }

  private static void requireFound(List<EvidenceLine> lines, LeafChoice choice) {
    if (lines.stream()
        .noneMatch(line ->
            line.signed().fields().keySet().stream()
                .anyMatch(name -> choice.chooses(line.number(), name)))) {
      throw new CeremonyException("There is no field " + choice + " in this transcript.");
    }
  }

  private static boolean isChosen(List<LeafChoice> more, EvidenceLine line, String name) {
    return more.stream().anyMatch(choice -> choice.chooses(line.number(), name));
  }

  private static byte[] disclosure(List<EvidenceLine> lines, List<LeafChoice> more) {
    var out = new ByteArrayOutputStream();
    for (var line : lines) {
      out.writeBytes(
          line.signed()
              .telling(name -> PublicVersion.tells(name) || isChosen(more, line, name))
              .write());
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static int countMore(List<EvidenceLine> lines, List<LeafChoice> more) {
    return Math.toIntExact(
        lines.stream()
            .flatMap(line ->
                line.signed().fields().keySet().stream()
                    .filter(name -> !PublicVersion.tells(name) && isChosen(more, line, name)))
            .count());
  }
}
