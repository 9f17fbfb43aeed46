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
  static final String AFTER = "after/";

  static final List<String> REQUIRED = List.of(SUMS, ENVIRONMENT, PLAN, PUBLIC, SEAL, TRANSCRIPT);

  /// What a bundle holds that others may see.
  static final List<String> REQUIRED_IN_PUBLIC = List.of(SUMS, PUBLIC, SEAL);

  /// Made of the transcript for people to read; not made again here.
  private static final Pattern FOR_PEOPLE = Pattern.compile("(report|checklist|certificate)\\.pdf");

  /// The identity of a key, of one or of several.
  static final Pattern KEY = Pattern.compile("key(-[A-Za-z0-9._-]+)?\\.json");

  private static final Pattern NAME =
      Pattern.compile("(attachments/|after/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final Set<String> READ_AS_TEXT = Set.copyOf(REQUIRED);

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

  static boolean isReadAsText(String name) {
    return READ_AS_TEXT.contains(name);
  }

  /// Whether the seal covers it.
  static boolean isSealed(String name) {
    return !name.equals(SEAL) && !name.startsWith(AFTER);
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

  static boolean belongsInPublic(String name) {
    return REQUIRED_IN_PUBLIC.contains(name) || name.startsWith(AFTER);
  }
}
