package org.xksworkbench.bridge.xks.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What of a caller's text stands in the log.
class XksCallTest {

  private static final int MANY = 150_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ends\nthe line\r\u0085\u2028\u2029",
        "moves the cursor\u001b[2J\u009b2J\u0007\u0000\u007f",
        "turns around \u202e\u2066\u200f what follows",
        "hides \u200b\ufeff\u00ad\u2063 itself",
        "a quote \" and a backslash \\ and \\u0041",
        "caf\u00e9, \u6771\u4eac, \ud83d\udd11",
      })
  void what_is_not_printable_ascii_stands_as_its_number_and_reads_back(String text) {
    var call = XksCalls.saying(text);
    assertThat(call.toJsonLine()).matches("[ -~]+");
    assertThat(XksCall.fromJsonLine(call.toJsonLine())).isEqualTo(call);
    assertThat(call.kmsRequestId()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u202e", "\"", "\ud83d\udd11"})
  void a_text_of_any_length_makes_a_line_of_8_kib_at_most_and_says_how_long_it_was(String part) {
    var call = XksCalls.call(part.repeat(MANY), "Encrypt", 200, "", 1);
    assertThat(call.kmsRequestId())
        .startsWith(part)
        .endsWith("...[" + MANY * part.length() + " characters]")
        .hasSizeLessThanOrEqualTo(256);
    var all = wire(part.repeat(MANY));
    assertThat(all.toJsonLine().length()).isLessThanOrEqualTo(8192);
    assertThat(XksCall.fromJsonLine(all.toJsonLine())).as("cut once").isEqualTo(all);
  }

  /// All that a caller or a token can make long; operation, protocol and error are the proxy's own.
  private static XksCall wire(String text) {
    return new XksCall(
        Instant.now(),
        text,
        "GetKeyMetadata",
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        "HTTP/1.1",
        text,
        text,
        text,
        400,
        "UnsupportedOperationException",
        text,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        Long.MAX_VALUE);
  }

  @Test
  void an_arn_of_2048_characters_stands_whole() {
    var arn = "arn:aws:iam::1:user/" + "p".repeat(2028);
    assertThat(wire(arn).awsPrincipalArn()).isEqualTo(arn);
    assertThat(wire(arn + "p").awsPrincipalArn()).endsWith("...[2049 characters]");
  }
}
