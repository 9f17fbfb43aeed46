package org.xksworkbench.bridge.ceremony.evidence;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The files of a bundle.
public final class BundleNames {

  public static final String TRANSCRIPT = "transcript.jsonl";
  public static final String PUBLIC = "public.jsonl";
  public static final String PLAN = "plan.yaml";
  public static final String ENVIRONMENT = "environment.json";
  public static final String SUMS = "SHA256SUMS";
  public static final String SEAL = "seal.json";
  public static final String ATTACHMENTS = "attachments/";

  /// What is added later, each file with a proof of its own.
  public static final String AFTER = "after/";

  /// In a public version alone: the same lines with more fields told. Their fingerprint is their
  /// proof.
  public static final String DISCLOSED = "disclosed.jsonl";

  static final String COUNTER = AFTER + "counter-";
  static final String OPEN_TIMESTAMPS = AFTER + "seal.ots";
  static final String PUBLICATION = AFTER + "publication.json";

  static final List<String> REQUIRED = List.of(SUMS, ENVIRONMENT, PLAN, PUBLIC, SEAL, TRANSCRIPT);

  /// What a bundle holds that others may see.
  static final List<String> REQUIRED_IN_PUBLIC = List.of(SUMS, PUBLIC, SEAL);

  /// Made of the transcript for people to read; not made again here.
  private static final Pattern FOR_PEOPLE = Pattern.compile("(report|checklist|certificate)\\.pdf");

  /// The identity of a key, of one or of several.
  static final Pattern KEY = Pattern.compile("key(-[A-Za-z0-9._-]+)?\\.json");

  private static final Pattern NAME =
      Pattern.compile("(attachments/|after/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final Pattern COUNTER_SIGNATURE = Pattern.compile(COUNTER + "[0-9a-f]{8}\\.json");
  private static final Pattern TIME_STAMP = Pattern.compile(AFTER + "seal(-[2-9])?\\.tsr");

  private static final Set<String> READ_AS_TEXT = Set.copyOf(REQUIRED);

  /// Whoever puts a file into `after/` decides how large it is.
  private static final int MOST_AFTER = 1 << 20;

  private BundleNames() {}

  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static boolean isFolder(String name) {
    return (name + "/").equals(ATTACHMENTS) || (name + "/").equals(AFTER);
  }

  /// Whether it is made of the transcript for people to read.
  public static boolean isForPeople(String name) {
    return FOR_PEOPLE.matcher(name).matches();
  }

  /// Whether its content is looked at, and not its hash alone.
  static boolean isHeld(String name) {
    return READ_AS_TEXT.contains(name) || name.equals(DISCLOSED) || isProof(name);
  }

  /// How large a file that is held may be.
  static int most(String name) {
    return isProof(name) ? MOST_AFTER : BundleFiles.MAX_TEXT_BYTES;
  }

  private static boolean isProof(String name) {
    return isCounterSignature(name)
        || isTimeStamp(name)
        || name.equals(OPEN_TIMESTAMPS)
        || name.equals(PUBLICATION);
  }

  static boolean isCounterSignature(String name) {
    return COUNTER_SIGNATURE.matcher(name).matches();
  }

  static boolean isTimeStamp(String name) {
    return TIME_STAMP.matcher(name).matches();
  }

  /// Whether the seal covers it.
  static boolean isSealed(String name) {
    return !name.equals(SEAL) && !name.equals(DISCLOSED) && !name.startsWith(AFTER);
  }

  /// Whether `SHA256SUMS` lists it.
  static boolean isSummed(String name) {
    return isSealed(name) && !name.equals(SUMS);
  }

  /// Whether there is a place for it in a bundle; attachments are known by their lines.
  static boolean belongs(String name) {
    return REQUIRED.contains(name)
        || isForPeople(name)
        || KEY.matcher(name).matches()
        || name.startsWith(ATTACHMENTS)
        || name.startsWith(AFTER);
  }

  /// Whether others may see a file of a bundle.
  public static boolean isPublic(String name) {
    return REQUIRED_IN_PUBLIC.contains(name) || name.startsWith(AFTER);
  }

  static boolean belongsInPublic(String name) {
    return isPublic(name) || name.equals(DISCLOSED);
  }
}
