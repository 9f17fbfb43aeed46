package org.xksworkbench.bridge.hsm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The name of a token or an object as a URI (RFC 7512). All that it says must be right of what it
/// names.
///
/// A PIN is never in one: `pin-value` is refused, since others see the arguments of a program.
///
/// @param path what it says of library, slot, token and object. An ID is in lower-case hexadecimal
/// @param query where the library and the PIN are found
public record Pkcs11Uri(Map<PathAttribute, String> path, Map<QueryAttribute, String> query) {

  static final String SCHEME = "pkcs11:";

  static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  static final Pattern VERSION = Pattern.compile("(\\d{1,3})(?:\\.(\\d{1,3}))?");

  private static final String FILE = "file:";

  static final int ANY_LENGTH = Integer.MAX_VALUE;

  /// An attribute of the path.
  public enum PathAttribute {
    TOKEN("token", 32),
    MANUFACTURER("manufacturer", 32),
    MODEL("model", 16),
    SERIAL("serial", 16),
    LIBRARY_MANUFACTURER("library-manufacturer", 32),
    LIBRARY_DESCRIPTION("library-description", 32),
    LIBRARY_VERSION("library-version", ANY_LENGTH),
    SLOT_DESCRIPTION("slot-description", 64),
    SLOT_MANUFACTURER("slot-manufacturer", 32),
    SLOT_ID("slot-id", ANY_LENGTH),
    OBJECT("object", ANY_LENGTH),
    ID("id", ANY_LENGTH),
    TYPE("type", ANY_LENGTH);

    private final String word;

    private final int most;

    PathAttribute(String word, int most) {
      this.word = word;
      this.most = most;
    }

    /// As it stands in a URI.
    public String word() {
      return word;
    }

    /// How many bytes it may have: fields of Cryptoki have a fixed length.
    int most() {
      return most;
    }
  }

  /// An attribute of the query. Others are of no meaning here and left alone.
  public enum QueryAttribute {
    MODULE_PATH("module-path"),
    MODULE_NAME("module-name"),
    PIN_SOURCE("pin-source");

    private final String word;

    QueryAttribute(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  public Pkcs11Uri {
    path = Collections.unmodifiableMap(copy(PathAttribute.class, path));
    query = Collections.unmodifiableMap(copy(QueryAttribute.class, query));
  }

  private static <K extends Enum<K>> EnumMap<K, String> copy(Class<K> type, Map<K, String> map) {
    var copy = new EnumMap<K, String>(type);
    copy.putAll(map);
    return copy;
  }

  /// Whether a text is meant as one.
  public static boolean isMeant(String text) {
    return text.strip().regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong
  public static Pkcs11Uri parse(String text) {
    return Pkcs11UriReader.read(text);
  }

  /// The name of a token.
  public static Pkcs11Uri of(Token token) {
    return new Pkcs11Uri(attributes(token), Map.of());
  }

  /// The name of an object of a token.
  public static Pkcs11Uri of(Token token, ObjectRef object) {
    var path = attributes(token);
    put(path, PathAttribute.OBJECT, object.label());
    put(path, PathAttribute.ID, object.id());
    put(path, PathAttribute.TYPE, word(object.objectClass()));
    return new Pkcs11Uri(path, Map.of());
  }

  private static EnumMap<PathAttribute, String> attributes(Token token) {
    var path = new EnumMap<PathAttribute, String>(PathAttribute.class);
    put(path, PathAttribute.TOKEN, token.label());
    put(path, PathAttribute.MANUFACTURER, token.manufacturer());
    put(path, PathAttribute.MODEL, token.model());
    put(path, PathAttribute.SERIAL, token.serial());
    return path;
  }

  private static void put(Map<PathAttribute, String> path, PathAttribute name, String value) {
    if (!value.isEmpty()) {
      path.put(name, value);
    }
  }

  /// Empty for what the RFC has no word for.
  private static String word(ObjectClass of) {
    return switch (of) {
      case CERTIFICATE -> "cert";
      case DATA -> "data";
      case PRIVATE_KEY -> "private";
      case PUBLIC_KEY -> "public";
      case SECRET_KEY -> "secret-key";
      case HARDWARE_FEATURE, DOMAIN_PARAMETERS, MECHANISM, OTP_KEY, PROFILE, OTHER -> "";
    };
  }

  static Optional<ObjectClass> classOf(String word) {
    return Arrays.stream(ObjectClass.values())
        .filter(one -> !word.isEmpty() && word(one).equals(word))
        .findFirst();
  }

  public Optional<String> get(PathAttribute attribute) {
    return Optional.ofNullable(path.get(attribute));
  }

  public Optional<String> get(QueryAttribute attribute) {
    return Optional.ofNullable(query.get(attribute));
  }

  /// Whether it names an object, and not a token alone.
  public boolean namesObject() {
    return get(PathAttribute.OBJECT).isPresent() || get(PathAttribute.ID).isPresent();
  }

  /// Whether what it says of an object's class is right of this one.
  public boolean names(ObjectClass objectClass) {
    return says(PathAttribute.TYPE, word(objectClass));
  }

  /// Where the PIN is, as a path.
  ///
  /// @throws IllegalArgumentException if it is to come from a program
  public Optional<String> pinFile() {
    return get(QueryAttribute.PIN_SOURCE)
        .map(source -> {
          if (source.startsWith("|")) {
            throw new IllegalArgumentException(
                "pin-source names a program, and none is run for a PIN; name a file.");
          }
          return source.startsWith(FILE) ? source.substring(FILE.length()) : source;
        });
  }

  /// Whether what it says of a token is right of this one.
  public boolean fits(Token token) {
    return says(PathAttribute.TOKEN, token.label())
        && says(PathAttribute.MANUFACTURER, token.manufacturer())
        && says(PathAttribute.MODEL, token.model())
        && says(PathAttribute.SERIAL, token.serial());
  }

  /// Whether what it says of a library is right of this one.
  public boolean fits(ModuleInfo module) {
    return says(PathAttribute.LIBRARY_MANUFACTURER, module.manufacturer())
        && says(PathAttribute.LIBRARY_DESCRIPTION, module.description())
        && get(PathAttribute.LIBRARY_VERSION).stream()
            .allMatch(version -> numbers(version).equals(numbers(module.libraryVersion())));
  }

  /// Whether what it says of a slot is right of this one.
  ///
  /// @param details asked only if they are needed
  public boolean fits(Slot slot, Supplier<SlotDetails> details) {
    return says(PathAttribute.SLOT_DESCRIPTION, slot.description())
        && get(PathAttribute.SLOT_ID).stream()
            .allMatch(id -> Long.parseUnsignedLong(id) == slot.id())
        && (get(PathAttribute.SLOT_MANUFACTURER).isEmpty()
            || says(PathAttribute.SLOT_MANUFACTURER, details.get().manufacturer()));
  }

  /// Whether what it says of an object is right of this one.
  public boolean fits(ObjectRef object) {
    return says(PathAttribute.OBJECT, object.label())
        && says(PathAttribute.ID, object.id())
        && names(object.objectClass());
  }

  private boolean says(PathAttribute attribute, String value) {
    return get(attribute).stream().allMatch(value::equals);
  }

  private static String numbers(String version) {
    var parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return version;
    }
    var minor = Optional.ofNullable(parts.group(2)).orElse("0");
    return Integer.parseInt(parts.group(1)) + "." + Integer.parseInt(minor);
  }

  /// As it is written.
  @Override
  public String toString() {
    var written =
        path.entrySet().stream()
            .map(one -> one.getKey().word + "=" + encode(one.getKey(), one.getValue()))
            .collect(Collectors.joining(";", SCHEME, ""));
    return query.isEmpty()
        ? written
        : query.entrySet().stream()
            .map(one -> one.getKey().word + "=" + encode(one.getValue(), "/:"))
            .collect(Collectors.joining("&", written + "?", ""));
  }

  private static String encode(PathAttribute attribute, String value) {
    return attribute == PathAttribute.ID
        ? value.replaceAll("(..)", "%$1").toUpperCase(Locale.ROOT)
        : encode(value, "");
  }

  private static String encode(String value, String plain) {
    var encoded = new StringBuilder();
    for (var one : value.getBytes(StandardCharsets.UTF_8)) {
      if (one > 0 && (UNRESERVED.indexOf((char) one) >= 0 || plain.indexOf((char) one) >= 0)) {
        encoded.append((char) one);
      } else {
        encoded.append("%%%02X".formatted(one & 0xFF));
      }
    }
    return encoded.toString();
  }
}
