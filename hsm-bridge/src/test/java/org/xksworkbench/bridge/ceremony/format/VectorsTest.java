package org.xksworkbench.bridge.ceremony.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.Documents;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// The vectors of docs/ceremony-format.md, which others made with other programs.
class VectorsTest {

  private static final String FIRST =
      "{\"fields\":{\"name.operator\":{\"salt\":\"98665a9cb00b358e4e033f0ae2897f86\",\"value\":\"Anna"
          + " Berg\"}},\"hash\":\"dcda4564659d656d251af680eb1ac6ac071a68b22946c8ef2fd8146834749460\","
          + "\"n\":1,\"previous\":\"0000000000000000000000000000000000000000000000000000000000000000\","
          + "\"public\":{\"at\":\"2027-03-01T09:00:00.000Z\",\"boot\":\"b0\",\"counts\":\"rehearsal\","
          + "\"format\":2,\"kind\":\"opened\",\"nonce\":\"00000000000000000000000000000000\",\"people\":"
          + "[{\"id\":\"operator\",\"key\":\"MCowBQYDK2VwAyEAgTl3Dqh9F19Wo1Rmw0x+zMuNipG07jeiXfYPW4/Js5Q=\","
          + "\"role\":\"operator\"}],\"persons\":[\"operator\"],\"plan\":"
          + "\"06a8265dd0f7fe4ce5be569ca9efec32c73731c95706ca1c26f799e45c466150\",\"run\":"
          + "\"MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\",\"up\":0},\"signatures\":"
          + "[{\"keyid\":\"fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2\",\"sig\":"
          + "\"g2lnnGAVnCnhRZzpu7dEppcGIDD9T5iF807KhHomO3+Rq14viJwTkj2+g6Ky5/9XxPOkGy2gGMLk/vzP31ZzCA==\"},"
          + "{\"keyid\":\"47dea58ea00fae9417ee19d76755bfef690899021132effb04fe1f9e4f0c8059\",\"sig\":"
          + "\"vSg1EzsjgsbsV7ERmhBPW4uT1QtlgybxHkquR8zhcWV55a1+MYo43DFAFjs8VMm/LBSDr9zYoacxOdO5m/MoBA==\"}]}";

  private static final String SECOND =
      "{\"fields\":{},\"hash\":\"3ffc921f3618e41197a7c8033f9032fbfcb0e8fda4bed44034898f07cf36be95\","
          + "\"n\":2,\"previous\":\"278aea1869a2d289e8ded274b18ac4f3bc1122a4c281ef77f3da360be6ffbc63\","
          + "\"public\":{\"at\":\"2027-03-01T09:00:01.000Z\",\"boot\":\"b0\",\"kind\":\"closed\","
          + "\"outcome\":\"completed\",\"persons\":[\"operator\"],\"up\":1000},\"signatures\":"
          + "[{\"keyid\":\"fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2\",\"sig\":"
          + "\"eYM4I5/2DeeVbzllX3Ma8d4LY6LMtNXC49zzBnqAV4pozX82WldnlGfv8fdyuQorUpr0UfniBuyL606Q4ipNBQ==\"},"
          + "{\"keyid\":\"47dea58ea00fae9417ee19d76755bfef690899021132effb04fe1f9e4f0c8059\",\"sig\":"
          + "\"tJj6ipwaeei+F6IUkmk65MbGuvGrlr8cPOGz0NTwlw7kzODKCWe/TL0e2tgNtcup8Z9hHBpBGk4F+C8kXrsEBQ==\"}]}";

  private static final String RUN = "MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=";
  private static final String OPERATOR =
      "MCowBQYDK2VwAyEAgTl3Dqh9F19Wo1Rmw0x+zMuNipG07jeiXfYPW4/Js5Q=";
  private static final String WITNESS =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEXsvk0aYzCkTI9++VHUvxZebGtyHvramF+0FmG8bn/WyHNGQMSZj/fjdL"
          + "Bs4aZKLs2CqwNjhPuD2aebEnon1QMg==";
  private static final String SIGNATURE_OF_WITNESS =
      "MEQCIFClQjSYKqXJbWS+VKOQk4WBBdxdIBRb2izIHFOo2GBxAiBE6n/jIcQoai3ik07bNn1HlJ2zlU0Ahou3Ke8oE7K6cw==";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static VerifyingKey key(String base64) throws MalformedEvidence {
    return VerifyingKey.of(Base64Text.read(base64));
  }

  @Test
  void the_two_lines_are_the_file_of_the_document() throws Exception {
    var file = FIRST + "\n" + SECOND + "\n";
    assertThat(bytes(file)).hasSize(1710);
    assertThat(Fingerprint.of(file).hex())
        .isEqualTo("9a67f25a029ca455c73b521e7a4786a6002bca83734903f992ac6b32c568f603");
    assertThat(Files.readString(Documents.ROOT.resolve("docs/ceremony-format.md"))).contains(file);
  }

  @Test
  void leaf_hash_message_and_link_of_the_first_line_are_those_of_the_document() throws Exception {
    var line = SignedLine.read(bytes(FIRST));
    assertThat(line.fields().get("name.operator").leaf("name.operator").hex())
        .isEqualTo("bf29fd8266dccb8ae3ec442289c21c3e0be74b274aa1d8a33f6791f63c20565d");
    assertThat(line.computeHash()).isEqualTo(line.hash());
    assertThat(Fingerprint.of(line.message()).hex())
        .isEqualTo("2571d79e37735b215200b9c5bec2198988d79c265a4de56e046d707208a8d979");
    assertThat(line.link().hex())
        .isEqualTo("278aea1869a2d289e8ded274b18ac4f3bc1122a4c281ef77f3da360be6ffbc63");
    assertThat(line.write()).isEqualTo(bytes(FIRST));
  }

  @Test
  void the_link_of_the_last_line_is_the_fingerprint() throws Exception {
    var first = SignedLine.read(bytes(FIRST));
    var last = SignedLine.read(bytes(SECOND));
    assertThat(last.previous()).isEqualTo(first.link());
    assertThat(last.computeHash()).isEqualTo(last.hash());
    assertThat(last.link().hex())
        .isEqualTo("63bd740e0ed29e6cf965db59a5501ec6a89b16bd778fad4f4353599a83bd3809");
  }

  @Test
  void both_keys_signed_both_lines() throws Exception {
    for (var text : new String[] {FIRST, SECOND}) {
      var line = SignedLine.read(bytes(text));
      var keys = new VerifyingKey[] {key(RUN), key(OPERATOR)};
      for (var at = 0; at < keys.length; at++) {
        assertThat(line.signatures().get(at).keyid()).isEqualTo(keys[at].keyid());
        assertThat(keys[at].holds(line.message(), line.signatures().get(at).signature())).isTrue();
        assertThat(keys[1 - at].holds(line.message(), line.signatures().get(at).signature()))
            .isFalse();
      }
    }
  }

  @Test
  void a_withheld_field_leaves_hash_and_link_as_they_are() throws Exception {
    var line = SignedLine.read(bytes(FIRST));
    var withheld = line.telling(_ -> false);
    assertThat(withheld.withheld()).isEqualTo(1);
    assertThat(withheld.computeHash()).isEqualTo(line.hash());
    assertThat(withheld.link()).isEqualTo(line.link());
    assertThat(new String(withheld.write(), StandardCharsets.UTF_8))
        .contains("{\"leaf\":\"bf29fd8266dccb8ae3ec442289c21c3e0be74b274aa1d8a33f6791f63c20565d\"}")
        .doesNotContain("Anna");
  }

  @Test
  void a_p256_signature_holds_with_the_smaller_s_only() throws Exception {
    var witness = key(WITNESS);
    var message = SignedLine.read(bytes(FIRST)).message();
    var signature = Base64.getDecoder().decode(SIGNATURE_OF_WITNESS);
    assertThat(witness.keyid().hex())
        .isEqualTo("2b985badf1bac8293f6b92e8c0acc1139bc5a5ecbbf97a6271dcf0d4f6c68af6");
    assertThat(witness.holds(message, signature)).isTrue();
    assertThat(witness.holds(bytes("another message"), signature)).isFalse();
    // s and the order of the group less s: both are signatures of the same message.
    var order =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    var s = new BigInteger(1, Arrays.copyOfRange(signature, 38, 70));
    var larger = order.subtract(s).toByteArray();
    var other = new ByteArrayOutputStream();
    other.write(0x30);
    other.write(36 + larger.length);
    other.write(signature, 2, 34);
    other.write(2);
    other.write(larger.length);
    other.writeBytes(larger);
    var verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(witness.key());
    verifier.update(message);
    assertThat(verifier.verify(other.toByteArray())).isTrue();
    assertThat(witness.holds(message, other.toByteArray())).isFalse();
  }

  @Test
  void another_der_of_the_same_two_numbers_is_refused() throws Exception {
    var witness = key(WITNESS);
    var message = SignedLine.read(bytes(FIRST)).message();
    var hex = HexFormat.of().formatHex(Base64.getDecoder().decode(SIGNATURE_OF_WITNESS));
    var others = new ArrayList<String>();
    others.add("3081" + hex.substring(2));
    others.add(hex + "00");
    others.add("3045" + "022100" + hex.substring(8));
    others.add("");
    others.add("30");
    assertThat(others)
        .allSatisfy(other ->
            assertThat(witness.holds(message, HexFormat.of().parseHex(other))).as(other).isFalse());
  }

  @Test
  void a_key_of_another_kind_or_form_is_no_key() throws Exception {
    var der = Base64.getDecoder().decode(WITNESS);
    var compressed =
        HexFormat.of()
            .parseHex(
                "3039301306072a8648ce3d020106082a8648ce3d030107032200"
                    + "02"
                    + HexFormat.of().formatHex(der, 27, 59));
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    for (var other :
        new byte[][] {
          compressed,
          generator.generateKeyPair().getPublic().getEncoded(),
          Arrays.copyOf(der, 92),
          Arrays.copyOf(der, 60),
          new byte[0]
        }) {
      assertThatThrownBy(() -> VerifyingKey.of(other)).isInstanceOf(MalformedEvidence.class);
    }
  }

  @Test
  void the_archive_of_one_file_is_that_of_the_document(@TempDir Path work) throws Exception {
    var file = Files.writeString(work.resolve("file"), "x");
    var archive = new ByteArrayOutputStream();
    ArchiveWriter.write(Map.of("a", file), archive);
    assertThat(archive.toByteArray()).hasSize(101);
    assertThat(Fingerprint.of(archive.toByteArray()).hex())
        .isEqualTo("9afd7b5d59fc0ca4c28b6b6099447403bf6dfb3760f4b83210924743b7bc667f");
    var read = new ArrayList<String>();
    ArchiveReader.read(
        new ByteArrayInputStream(archive.toByteArray()),
        (name, content) ->
            read.add(name + new String(content.readAllBytes(), StandardCharsets.US_ASCII)));
    assertThat(read).containsExactly("ax");
  }

  @Test
  void a_signed_line_is_a_dsse_envelope_written_otherwise() throws Exception {
    var line = SignedLine.read(bytes(FIRST));
    var payload = "{\"hash\":\"" + line.hash() + "\",\"n\":1}";
    assertThat(payload).hasSize(81);
    var node = JsonNodeFactory.instance.objectNode();
    node.put("payload", Base64Text.of(bytes(payload)));
    node.put("payloadType", "application/vnd.xks-workbench.ceremony-line.v2+json");
    node.set("signatures", KeyedSignature.write(line.signatures()));
    var envelope = Dsse.Envelope.read(CanonicalJson.bytes(node));
    assertThat(envelope.message()).isEqualTo(line.message());
    assertThat(key(OPERATOR).holds(envelope.message(), envelope.signatures().getLast().signature()))
        .isTrue();
  }

  /// The first holds for every message with a signature of 01 and zeros.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
      })
  void a_key_for_which_anybody_can_sign_is_nobodys(String point) {
    var info = HexFormat.of().parseHex("302a300506032b6570032100" + point);
    assertThatThrownBy(() -> VerifyingKey.of(info)).isInstanceOf(MalformedEvidence.class);
  }
}
