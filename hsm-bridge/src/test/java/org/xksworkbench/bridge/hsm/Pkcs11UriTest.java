package org.xksworkbench.bridge.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.Pkcs11Uri.PathAttribute;
import org.xksworkbench.bridge.hsm.Pkcs11Uri.QueryAttribute;

class Pkcs11UriTest {

  private static final Token TOKEN =
      new Token(
          "The token", "ACME; Ltd", "v2", "77", "1.0", "1.0", true, true, true, Token.PinState.OK);
  private static final Slot SLOT = new Slot(5, "Slot five", Optional.of(TOKEN), "");
  private static final ModuleInfo MODULE =
      new ModuleInfo(Path.of("/lib/acme.so"), "ACME", "ACME library", "2.6", "2.40");
  private static final ObjectRef KEY = new ObjectRef(1, ObjectClass.SECRET_KEY, "paymênts", "01ff");

  /// What p11-kit keeps in the place of a version that was not given, and so refuses.
  private static final int NOT_SET = 255;

  private static final String[] TYPES = {"public", "private", "cert", "secret-key", "data"};

  /// By their `CKO_` numbers.
  private static final Map<Long, String> CLASSES =
      Map.of(0L, "data", 1L, "cert", 2L, "public", 3L, "private", 4L, "secret-key");

  /// Letters that may stand for themselves, that must not, and of several bytes.
  private static final String LETTERS = "aZ09-._~ :[]@!$'()*+,=&;/?#%|<>\"\\\u00e9\u4e2d\n";

  @Test
  void what_is_a_delimiter_is_encoded() {
    assertThat(Pkcs11Uri.of(TOKEN))
        .hasToString("pkcs11:token=The%20token;manufacturer=ACME%3B%20Ltd;model=v2;serial=77");
  }

  @Test
  void an_object_is_named_by_label_id_and_type() {
    assertThat(Pkcs11Uri.of(TOKEN, KEY).toString())
        .endsWith(";object=paym%C3%AAnts;id=%01%FF;type=secret-key");
  }

  @Test
  void what_is_written_is_read_back() {
    var random = new SplittableRandom(7512);
    for (var i = 0; i < 20_000; i++) {
      var uri = new Pkcs11Uri(anyPath(random), anyQuery(random));
      assertThat(Pkcs11Uri.parse(uri.toString())).as(uri.toString()).isEqualTo(uri);
    }
  }

  @Test
  void p11_kit_reads_what_is_written_and_what_it_writes_is_read() {
    var kit = P11KitUris.ofThisSystem();
    assumeTrue(kit.isPresent(), "apt-get install libp11-kit0 to have another parser's word");
    var random = new SplittableRandom(2015);
    for (var i = 0; i < 20_000; i++) {
      var uri = new Pkcs11Uri(anyPath(random), Map.of());
      var theirs = kit.get().read(uri.toString());
      assertThat(theirs).as(uri.toString()).isPresent();
      var read = theirs.get();
      assertThat(read.token()).isEqualTo(said(uri, PathAttribute.TOKEN));
      assertThat(read.manufacturer()).isEqualTo(said(uri, PathAttribute.MANUFACTURER));
      assertThat(read.model()).isEqualTo(said(uri, PathAttribute.MODEL));
      assertThat(read.serial()).isEqualTo(said(uri, PathAttribute.SERIAL));
      assertThat(read.object()).isEqualTo(uri.get(PathAttribute.OBJECT));
      assertThat(read.id()).isEqualTo(uri.get(PathAttribute.ID));
      assertThat(read.objectClass().map(CLASSES::get)).isEqualTo(uri.get(PathAttribute.TYPE));
      assertThat(Pkcs11Uri.parse(read.written())).as(read.written()).isEqualTo(uri);
    }
  }

  /// Their parser forgives more than the RFC, ours less: what ours takes, theirs takes.
  @Test
  void what_is_no_uri_for_p11_kit_is_none_here() {
    var kit = P11KitUris.ofThisSystem();
    assumeTrue(kit.isPresent(), "apt-get install libp11-kit0 to have another parser's word");
    var random = new SplittableRandom(11);
    var refused = 0;
    for (var i = 0; i < 20_000; i++) {
      var text = spoiled(random, new Pkcs11Uri(anyPath(random), Map.of()).toString());
      if (taken(text) && !text.contains(String.valueOf(NOT_SET))) {
        assertThat(kit.get().read(text)).as(text).isPresent();
      } else {
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 19_000);
  }

  private static boolean taken(String text) {
    try {
      var _ = Pkcs11Uri.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).endsWith(".");
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PKCS11:token=The%20token",
        "  pkcs11:token=The%20token;serial=77  ",
        "pkcs11:",
        "pkcs11:manufacturer=ACME%3b%20Ltd;model=v2",
        "pkcs11:model=v2%00%00%00;token=The%20token%20%20",
        "pkcs11:slot-id=5;slot-description=Slot%20five;slot-manufacturer=Slots",
        "pkcs11:library-manufacturer=ACME;library-description=ACME%20library;library-version=2.6",
        "pkcs11:token=The%20token?module-path=/lib/acme.so&x-vendor=1&x-vendor=2"
      })
  void a_token_is_found_by_all_that_is_said_of_it(String text) {
    assertThat(fits(Pkcs11Uri.parse(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs11:token=the%20token",
        "pkcs11:token=The%20token;serial=78",
        "pkcs11:token=",
        "pkcs11:slot-id=6",
        "pkcs11:slot-manufacturer=Others",
        "pkcs11:library-version=2",
        "pkcs11:library-version=2.60"
      })
  void a_token_of_which_something_else_is_said_is_not(String text) {
    assertThat(fits(Pkcs11Uri.parse(text))).isFalse();
  }

  private static boolean fits(Pkcs11Uri uri) {
    var details = new SlotDetails("Slots", "1.0", "1.0", false, false, Optional.empty());
    return uri.fits(TOKEN) && uri.fits(SLOT, () -> details) && uri.fits(MODULE);
  }

  @ParameterizedTest
  @CsvSource({
    "pkcs11:object=paym%C3%AAnts, true",
    "pkcs11:id=%01%FF, true",
    "pkcs11:id=%01%fF;type=secret-key, true",
    "pkcs11:token=another, true",
    "pkcs11:object=payments, false",
    "pkcs11:id=%01, false",
    "pkcs11:id=, false",
    "pkcs11:object=paym%C3%AAnts;type=private, false"
  })
  void an_object_is_found_by_what_is_said_of_it(String text, boolean found) {
    assertThat(Pkcs11Uri.parse(text).fits(KEY)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token=a                       | begins with pkcs11:",
        "pkcs11:token=a;token=a        | token only once",
        "pkcs11:token=a;               | list of NAME=VALUE",
        "pkcs11:token                  | list of NAME=VALUE",
        "pkcs11:colour=red             | no attribute colour; known are token, manufacturer",
        "pkcs11:token=a b              | %20 for a blank",
        "pkcs11:token=a%2              | two hexadecimal digits",
        "pkcs11:token=a%zz             | two hexadecimal digits",
        "pkcs11:token=a#b              | must be written as %",
        "pkcs11:serial=12345678901234567 | no longer than 16 bytes",
        "pkcs11:library-version=2.256  | a version such as 2.6",
        "pkcs11:token=%FF              | text in UTF-8",
        "pkcs11:type=key               | secret-key or data",
        "pkcs11:slot-id=+5             | slot-id is a number",
        "pkcs11:library-version=two    | a version such as 2.6",
        "pkcs11:?pin-value=1234        | A PIN must not stand in a PKCS#11 URI",
        "pkcs11:?pin-source=a&pin-source=b | pin-source only once"
      })
  void what_is_wrong_is_said(String text, String why) {
    assertThatThrownBy(() -> Pkcs11Uri.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("1234");
  }

  @Test
  void a_pin_is_in_a_file_and_no_program_is_run_for_it() {
    assertThat(Pkcs11Uri.parse("pkcs11:?pin-source=file:/etc/pin").pinFile()).contains("/etc/pin");
    assertThat(Pkcs11Uri.parse("pkcs11:?pin-source=/etc/pin").pinFile()).contains("/etc/pin");
    assertThat(Pkcs11Uri.parse("pkcs11:").pinFile()).isEmpty();
    var program = Pkcs11Uri.parse("pkcs11:?pin-source=|/bin/pin");
    assertThatThrownBy(program::pinFile).hasMessageContaining("names a program");
  }

  private static String said(Pkcs11Uri uri, PathAttribute attribute) {
    return uri.get(attribute).orElse("");
  }

  private static Map<PathAttribute, String> anyPath(SplittableRandom random) {
    var path = new EnumMap<PathAttribute, String>(PathAttribute.class);
    for (var attribute : PathAttribute.values()) {
      if (random.nextInt(3) == 0) {
        path.put(
            attribute,
            switch (attribute) {
              case ID -> HexFormat.of().formatHex(bytes(random));
              case TYPE -> TYPES[random.nextInt(TYPES.length)];
              case SLOT_ID -> Long.toUnsignedString(random.nextLong() >>> 1);
              case LIBRARY_VERSION -> random.nextInt(NOT_SET) + "." + random.nextInt(NOT_SET);
              case MODEL, SERIAL -> text(random, 16);
              default -> text(random, 32);
            });
      }
    }
    return path;
  }

  private static Map<QueryAttribute, String> anyQuery(SplittableRandom random) {
    var query = new EnumMap<QueryAttribute, String>(QueryAttribute.class);
    for (var attribute : QueryAttribute.values()) {
      if (random.nextInt(3) == 0) {
        query.put(attribute, text(random, 60));
      }
    }
    return query;
  }

  private static byte[] bytes(SplittableRandom random) {
    var bytes = new byte[1 + random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// No blank at its end, where the field of a token has blanks, too.
  private static String text(SplittableRandom random, int most) {
    var text = "x";
    while (random.nextInt(12) != 0) {
      var longer = text + LETTERS.charAt(random.nextInt(LETTERS.length()));
      if (longer.getBytes(StandardCharsets.UTF_8).length >= most) {
        break;
      }
      text = longer;
    }
    return text + "x";
  }

  /// With one character more, less, or another.
  private static String spoiled(SplittableRandom random, String text) {
    var at = "pkcs11:".length() + random.nextInt(text.length() - "pkcs11:".length() + 1);
    var letter = String.valueOf((char) (33 + random.nextInt(94)));
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + letter + text.substring(at);
      case 1 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 1));
      default -> text.substring(0, at) + letter + text.substring(Math.min(text.length(), at + 1));
    };
  }
}
