package org.xksworkbench.app.kms;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What people type about a KMS key, and the rules of AWS KMS for it (AWS KMS API Reference,
/// CreateKey, CreateAlias and Tag). A rule that is broken is told in a sentence.
public final class KeyInputs {

  /// The most tags that a key can have.
  public static final int MOST_TAGS = 50;

  public static final int SHORTEST_DELETION_DAYS = 7;
  public static final int LONGEST_DELETION_DAYS = 30;

  private static final int LONGEST_DESCRIPTION = 8192;
  private static final int LONGEST_TAG_KEY = 128;
  private static final int LONGEST_TAG_VALUE = 256;

  /// AliasName has 1 to 256 characters with its prefix.
  private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9:/_-]{1,250}");

  /// Allowed in tags by every service of AWS.
  private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Nd}\\p{Zs}+\\-=._:/@]*");

  private KeyInputs() {}

  /// One tag as it is typed.
  public record Tag(String key, String value) {}

  /// @param alias without its `alias/` prefix
  public static Optional<String> aliasProblem(String alias) {
    if (alias.isEmpty()) {
      return Optional.of("An alias is required.");
    }
    if (alias.startsWith("aws/")) {
      return Optional.of("Aliases that begin with aws/ are kept for AWS.");
    }
    return ALIAS.matcher(alias).matches()
        ? Optional.empty()
        : Optional.of(
            "An alias has up to 250 letters, digits, slashes, colons, hyphens and underscores.");
  }

  public static Optional<String> descriptionProblem(String description) {
    return description.length() <= LONGEST_DESCRIPTION
        ? Optional.empty()
        : Optional.of("A description has at most " + LONGEST_DESCRIPTION + " characters.");
  }

  public static Optional<String> tagsProblem(List<Tag> tags) {
    if (tags.size() > MOST_TAGS) {
      return Optional.of("A KMS key has at most " + MOST_TAGS + " tags.");
    }
    var keys = new HashSet<String>();
    for (var tag : tags) {
      var problem = tagProblem(tag);
      if (problem.isPresent()) {
        return problem;
      }
      if (!keys.add(tag.key())) {
        return Optional.of("The tag key " + tag.key() + " is there twice.");
      }
    }
    return Optional.empty();
  }

  /// @param days of the waiting period before a key is deleted
  public static Optional<String> deletionDaysProblem(int days) {
    return days >= SHORTEST_DELETION_DAYS && days <= LONGEST_DELETION_DAYS
        ? Optional.empty()
        : Optional.of(
            "AWS KMS waits %d to %d days before it deletes a key. Enter a number between them."
                .formatted(SHORTEST_DELETION_DAYS, LONGEST_DELETION_DAYS));
  }

  private static Optional<String> tagProblem(Tag tag) {
    if (tag.key().isEmpty()) {
      return Optional.of("Each tag needs a key; its value may be empty.");
    }
    if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
      return Optional.of("Tag keys that begin with aws: are kept for AWS.");
    }
    if (length(tag.key()) > LONGEST_TAG_KEY) {
      return Optional.of("A tag key has at most " + LONGEST_TAG_KEY + " characters.");
    }
    if (length(tag.value()) > LONGEST_TAG_VALUE) {
      return Optional.of("A tag value has at most " + LONGEST_TAG_VALUE + " characters.");
    }
    return TAG_TEXT.matcher(tag.key()).matches() && TAG_TEXT.matcher(tag.value()).matches()
        ? Optional.empty()
        : Optional.of("Tags have letters, digits, spaces and + - = . _ : / @ only.");
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
