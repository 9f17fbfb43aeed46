package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentRequestTest {

  private final ObjectMapper mapper = Wire.mapper();

  static Stream<String> secrets() {
    return Stream.of(
        "",
        "1234",
        "Grüße, Åse",
        "1\n2\r\n3",
        "\"},{\"id\":1}\n@agent ",
        "clef 𝄞 and 🔑",
        "half \uD834 a pair \uDD1E",
        "\0\0",
        "x".repeat(255),
        "🔑".repeat(255),
        "long".repeat(10_000));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void a_secret_arrives_as_it_was_and_is_no_text_of_the_call(String secret) throws Exception {
    var sent = new ByteArrayOutputStream();
    var request = request("login/3", secret, "other", secret);
    request.writeTo(sent, mapper);
    request("close/0").writeTo(sent, mapper);
    var in = new ByteArrayInputStream(sent.toByteArray());

    var first = AgentRequest.readFrom(in, mapper).orElseThrow();
    assertThat(first.call()).isEqualTo(request.call());
    assertThat(first.call().toString()).doesNotContain("other");
    assertThat(first.secrets().stream().map(String::new)).containsExactly(secret, "other", secret);
    assertThat(AgentRequest.readFrom(in, mapper).orElseThrow().secrets()).isEmpty();
    assertThat(AgentRequest.readFrom(in, mapper)).isEmpty();
  }

  @Test
  void what_follows_a_request_is_left_to_the_next() throws Exception {
    var sent = new ByteArrayOutputStream();
    request("login/3", "first").writeTo(sent, mapper);
    request("login/3", "second").writeTo(sent, mapper);
    var in = new ByteArrayInputStream(sent.toByteArray());
    var _ = AgentRequest.readFrom(in, mapper);
    assertThat(in.available()).isEqualTo(sent.size() / 2);
  }

  /// What a buffered stream has passed on stays in its buffer.
  @Test
  void secrets_are_written_in_whole_blocks_that_are_wiped_afterwards() throws Exception {
    var given = new java.util.ArrayList<byte[]>();
    var lengths = new java.util.ArrayList<Integer>();
    var out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("byte by byte");
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            given.add(bytes);
            lengths.add(length);
          }
        };
    request("login/3", "🔑".repeat(3000)).writeTo(new java.io.BufferedOutputStream(out), mapper);
    assertThat(lengths).endsWith(SecretPipe.BLOCK, SecretPipe.BLOCK);
    assertThat(given.getLast()).containsOnly(0);
  }

  @Test
  void an_input_that_ends_within_a_request_is_an_error_and_not_an_end() throws Exception {
    var sent = new ByteArrayOutputStream();
    request("login/3", "1234").writeTo(sent, mapper);
    for (var length : List.of(1, 3, 20, sent.size() - SecretPipe.BLOCK, sent.size() - 1)) {
      var cut = new ByteArrayInputStream(Arrays.copyOf(sent.toByteArray(), length));
      assertThatThrownBy(() -> AgentRequest.readFrom(cut, mapper))
          .as("after %d bytes", length)
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void what_is_no_request_is_refused_before_room_is_made_for_it() {
    var text = new ByteArrayInputStream("{\"id\":7}\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> AgentRequest.readFrom(text, mapper))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no request");
  }

  @Test
  void a_request_can_be_wiped_and_tells_no_secret_of_itself() {
    var secret = "1234".toCharArray();
    var request =
        new AgentRequest(mapper.createObjectNode().put("method", "login/3"), List.of(secret));
    assertThat(request.toString()).doesNotContain("1234");
    request.wipe();
    assertThat(secret).containsOnly('\0');
  }

  @Test
  void a_line_with_a_secret_is_a_block_in_utf_8() throws Exception {
    var out = new ByteArrayOutputStream();
    SecretPipe.writeLine(out, "Grüße 🔑".toCharArray());
    assertThat(out.size()).isEqualTo(SecretPipe.BLOCK);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Grüße 🔑\n\0");
  }

  @Test
  void a_line_that_is_too_long_or_no_text_is_refused_whole() {
    for (var secret : List.of("x".repeat(SecretPipe.BLOCK), "half \uD834")) {
      var out = new ByteArrayOutputStream();
      assertThatThrownBy(() -> SecretPipe.writeLine(out, secret.toCharArray()))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("xx");
      assertThat(out.size()).isZero();
    }
  }

  private AgentRequest request(String method, String... secrets) {
    var call = mapper.createObjectNode().put("method", method).put("text", "é\n");
    return new AgentRequest(call, Arrays.stream(secrets).map(String::toCharArray).toList());
  }
}
