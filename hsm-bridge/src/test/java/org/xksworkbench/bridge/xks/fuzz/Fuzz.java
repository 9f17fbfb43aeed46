package org.xksworkbench.bridge.xks.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Random inputs from a seed. Each try has a seed of its own, which a failure names: `-Dfuzz.seed=`
/// repeats that try alone, `-Dfuzz.tries=` sets how many there are.
public final class Fuzz {

  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /// Of the kinds that parsers stumble over: controls, what UTF-8 cannot say, long characters.
  private static final List<String> ODD =
      List.of("\u0000", "\r\n", "\ud800", "\udfff", "\ufeff", "\u0130", "\u00df", "\ud83d\udd11");

  private final RandomGenerator random;

  private Fuzz(long seed) {
    random = GENERATORS.create(seed);
  }

  /// One try of a rule with inputs drawn from the generator.
  public interface Try {
    void with(Fuzz inputs);
  }

  /// @throws AssertionError with the seed of the try that failed, whatever it failed with
  public static void tries(Try rule) {
    var only = Long.getLong("fuzz.seed");
    var first = only != null ? only : RandomGenerator.getDefault().nextLong();
    var count = only != null ? 1 : Integer.getInteger("fuzz.tries", 2000);
    for (var i = 0; i < count; i++) {
      try {
        rule.with(new Fuzz(first + i));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("repeat it with -Dfuzz.seed=" + (first + i), e);
      }
    }
  }

  /// From 0 to the limit, which is included.
  public int upTo(int limit) {
    return random.nextInt(limit + 1);
  }

  public String oneOf(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  public boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /// Mostly of printable characters.
  public String text(int longest) {
    var text = new StringBuilder();
    for (var left = upTo(longest); left > 0; left--) {
      switch (random.nextInt(8)) {
        case 0 -> text.append(oneOf(ODD));
        case 1 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        default -> text.append((char) random.nextInt(' ', 0x7f));
      }
    }
    return text.toString();
  }

  /// The text with some of it replaced, removed or repeated.
  public String changed(String text, List<String> snippets) {
    var from = upTo(text.length());
    var to = Math.min(text.length(), from + upTo(oneIn(2) ? 2 : 30));
    var by = random.nextBoolean() ? text(12) : oneOf(snippets);
    return text.substring(0, from) + by + text.substring(to);
  }

  /// One of the texts, changed, or any bytes at all.
  byte[] mutated(List<String> seeds, List<String> snippets) {
    if (oneIn(4)) {
      var any = new byte[upTo(200)];
      random.nextBytes(any);
      return any;
    }
    return changed(oneOf(seeds), snippets).getBytes(StandardCharsets.UTF_8);
  }
}
