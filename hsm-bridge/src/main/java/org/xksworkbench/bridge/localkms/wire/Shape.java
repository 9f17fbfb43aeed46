package org.xksworkbench.bridge.localkms.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a parameter may be: the constraints of an AWS service model. Lengths of text are in
/// characters, lengths of blobs in bytes.
public sealed interface Shape {

  /// @param sensitive neither echoed in an error nor recorded
  record Text(int min, int max, Optional<Pattern> pattern, boolean sensitive) implements Shape {}

  record Choice(List<String> values) implements Shape {
    public Choice {
      values = List.copyOf(values);
    }
  }

  /// Base64 on the wire. Never echoed, never recorded.
  record Blob(int min, int max) implements Shape {}

  record Whole(long min, long max) implements Shape {}

  record Flag() implements Shape {}

  /// Seconds since 1970.
  record Moment() implements Shape {}

  record ListOf(Shape member, int min, int max) implements Shape {}

  /// Text to text; the names are the caller's own.
  record TextMap(Text value, int max) implements Shape {}

  record Structure(List<Member> members) implements Shape {
    public Structure {
      members = List.copyOf(members);
    }
  }

  record Member(String name, Shape shape, boolean required) {}

  static Text text(int min, int max) {
    return new Text(min, max, Optional.empty(), false);
  }

  /// @param pattern of the whole text
  static Text text(int min, int max, String pattern) {
    return new Text(min, max, Optional.of(Pattern.compile(pattern)), false);
  }

  static Text secret(int min, int max, String pattern) {
    return new Text(min, max, Optional.of(Pattern.compile(pattern)), true);
  }

  static Choice choice(String... values) {
    return new Choice(List.of(values));
  }

  static Structure structure(Member... members) {
    return new Structure(List.of(members));
  }

  static Member required(String name, Shape shape) {
    return new Member(name, shape, true);
  }

  static Member optional(String name, Shape shape) {
    return new Member(name, shape, false);
  }
}
