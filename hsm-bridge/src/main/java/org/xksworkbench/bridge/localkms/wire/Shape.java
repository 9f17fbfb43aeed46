package org.xksworkbench.bridge.localkms.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a parameter may be: the constraints of an AWS service model. Lengths of text are in
/// characters, lengths of blobs in bytes.
public sealed interface Shape {

  /// @param sensitive neither echoed in an error nor recorded
  record StringShape(int min, int max, Optional<Pattern> pattern, boolean sensitive)
      implements Shape {}

  record EnumShape(List<String> values) implements Shape {
    public EnumShape {
      values = List.copyOf(values);
    }
  }

  /// Base64 on the wire. Never echoed, never recorded.
  record BlobShape(int min, int max) implements Shape {}

  record IntegerShape(long min, long max) implements Shape {}

  record BooleanShape() implements Shape {}

  /// Seconds since 1970.
  record TimestampShape() implements Shape {}

  record ListShape(Shape member, int min, int max) implements Shape {}

  /// Text to text; the names are the caller's own.
  record MapShape(StringShape value, int max) implements Shape {}

  record StructureShape(List<Member> members) implements Shape {
    public StructureShape {
      members = List.copyOf(members);
    }
  }

  record Member(String name, Shape shape, boolean required) {}

  static StringShape text(int min, int max) {
    return new StringShape(min, max, Optional.empty(), false);
  }

  /// @param pattern of the whole text
  static StringShape text(int min, int max, String pattern) {
    return new StringShape(min, max, Optional.of(Pattern.compile(pattern)), false);
  }

  static StringShape secret(int min, int max, String pattern) {
    return new StringShape(min, max, Optional.of(Pattern.compile(pattern)), true);
  }

  static EnumShape choice(String... values) {
    return new EnumShape(List.of(values));
  }

  static StructureShape structure(Member... members) {
    return new StructureShape(List.of(members));
  }

  static Member requiredMember(String name, Shape shape) {
    return new Member(name, shape, true);
  }

  static Member optionalMember(String name, Shape shape) {
    return new Member(name, shape, false);
  }
}
