package org.xksworkbench.bridge.xks.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Requests and answers as JSON in UTF-8. Unknown fields are read over, whatever they hold (AWS KMS
/// may add some); a required field that is missing or malformed is a ValidationException.
public final class XksJson {

  private static final String METADATA = "requestMetadata";
  private static final Set<String> FIELDS =
      Set.of(
          METADATA,
          "additionalAuthenticatedData",
          "authenticationTag",
          "ciphertext",
          "ciphertextDataIntegrityValueAlgorithm",
          "ciphertextMetadata",
          "encryptionAlgorithm",
          "initializationVector",
          "plaintext");
  private static final Set<String> METADATA_FIELDS =
      Set.of(
          "awsPrincipalArn",
          "awsSourceVpc",
          "awsSourceVpce",
          "kmsKeyArn",
          "kmsOperation",
          "kmsRequestId",
          "kmsViaService");

  /// No field of the specification is nested deeper than two; a new one may be.
  private static final int NESTING_LIMIT = 1000;

  private static final int TAG_LENGTH = 16;
  private static final int CIPHERTEXT_METADATA_LIMIT = 20;
  private static final byte[] ABSENT = new byte[0];

  private final ObjectMapper mapper =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(NESTING_LIMIT).build())
              .build());

  /// The fields of the specification in a body, and nothing else of it.
  public JsonNode parse(byte[] body) {
    requireUtf8(body);
    try (var parser = mapper.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("The body is no JSON object.");
      }
      var fields = read(parser, FIELDS);
      if (parser.nextToken() != null) {
        throw invalid("The body goes on after its JSON object.");
      }
      return fields;
    } catch (JsonProcessingException e) {
      // Without the parser's own words: they quote the body, which may hold a plaintext.
      throw invalid("The body is no valid JSON" + where(e.getLocation()) + ".");
    } catch (IOException e) {
      throw new XksException(XksError.VALIDATION, "The body is no valid JSON.", e);
    }
  }

  private static String where(@Nullable JsonLocation at) {
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /// JSON that is exchanged is UTF-8 (RFC 8259, section 8.1). The parser would read UTF-16 and
  /// UTF-32 too, which it knows by a zero byte or a mark before the first characters.
  private static void requireUtf8(byte[] body) {
    if (body.length < 2 || body[0] <= 0 || body[1] <= 0) {
      throw invalid("The body is no JSON object in UTF-8.");
    }
  }

  private ObjectNode read(JsonParser parser, Set<String> known) throws IOException {
    var fields = mapper.createObjectNode();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      var value = parser.nextToken();
      if (!known.contains(name)) {
        parser.skipChildren();
      } else if (value == JsonToken.VALUE_STRING) {
        fields.put(name, parser.getText());
      } else if (value == JsonToken.VALUE_NULL) {
        fields.putNull(name);
      } else if (value == JsonToken.START_OBJECT && name.equals(METADATA)) {
        fields.set(name, read(parser, METADATA_FIELDS));
      } else {
        // There, and of a kind that no field of the specification has.
        parser.skipChildren();
        fields.put(name, true);
      }
    }
    return fields;
  }

  /// @param forKey whether it is about a key: then the principal is required
  public RequestMetadata metadata(JsonNode body, boolean forKey, boolean keyArnRequired) {
    var metadata = body.path(METADATA);
    if (!metadata.isObject()) {
      throw invalid(METADATA + " is missing.");
    }
    return new RequestMetadata(
        forKey
            ? Optional.of(require(metadata, "awsPrincipalArn"))
            : optional(metadata, "awsPrincipalArn"),
        optional(metadata, "awsSourceVpc"),
        optional(metadata, "awsSourceVpce"),
        keyArnRequired
            ? Optional.of(require(metadata, "kmsKeyArn"))
            : optional(metadata, "kmsKeyArn"),
        require(metadata, "kmsOperation"),
        require(metadata, "kmsRequestId"),
        optional(metadata, "kmsViaService"));
  }

  public EncryptRequest encryptRequest(JsonNode body) {
    var metadata = metadata(body, true, true);
    requireAlgorithm(body);
    var integrity = optional(body, "ciphertextDataIntegrityValueAlgorithm");
    if (integrity.isPresent() && !integrity.get().equals("SHA_256")) {
      throw invalid("ciphertextDataIntegrityValueAlgorithm must be SHA_256.");
    }
    return new EncryptRequest(
        metadata,
        optionalBytes(body, "additionalAuthenticatedData"),
        requiredBytes(body, "plaintext"),
        integrity.isPresent());
  }

  public DecryptRequest decryptRequest(JsonNode body) {
    var metadata = metadata(body, true, true);
    requireAlgorithm(body);
    var request =
        new DecryptRequest(
            metadata,
            optionalBytes(body, "additionalAuthenticatedData"),
            requiredBytes(body, "ciphertext"),
            optionalBytes(body, "ciphertextMetadata"),
            requiredBytes(body, "initializationVector"),
            requiredBytes(body, "authenticationTag"));
    var ivLength = request.initializationVector().length;
    if ((ivLength != 12 && ivLength != 16)
        || request.authenticationTag().length != TAG_LENGTH
        || request.ciphertextMetadata().length > CIPHERTEXT_METADATA_LIMIT) {
      throw new XksException(
          XksError.INVALID_CIPHERTEXT,
          "Initialization vector, authentication tag or ciphertext metadata has a wrong length.");
    }
    return request;
  }

  /// @param keyUsage at most ten values
  public byte[] keyMetadata(String keySpec, List<String> keyUsage, boolean enabled) {
    var body = mapper.createObjectNode();
    body.put("keySpec", keySpec);
    var usages = body.putArray("keyUsage");
    keyUsage.forEach(usages::add);
    body.put("keyStatus", enabled ? "ENABLED" : "DISABLED");
    return bytes(body);
  }

  /// @param integrityValue empty if it was not asked for
  public byte[] encryptAnswer(
      byte[] ciphertext, byte[] initializationVector, byte[] tag, Optional<byte[]> integrityValue) {
    var body = mapper.createObjectNode();
    body.put("authenticationTag", base64(tag));
    body.put("ciphertext", base64(ciphertext));
    integrityValue.ifPresent(value -> body.put("ciphertextDataIntegrityValue", base64(value)));
    body.put("initializationVector", base64(initializationVector));
    return bytes(body);
  }

  public byte[] decryptAnswer(byte[] plaintext) {
    return bytes(mapper.createObjectNode().put("plaintext", base64(plaintext)));
  }

  public byte[] health(HealthStatus status) {
    var body = mapper.createObjectNode();
    body.put("xksProxyFleetSize", status.xksProxyFleetSize());
    body.put("xksProxyVendor", status.xksProxyVendor());
    body.put("xksProxyModel", status.xksProxyModel());
    body.put("ekmVendor", status.ekmVendor());
    var fleet = body.putArray("ekmFleetDetails");
    status
        .ekmFleetDetails()
        .forEach(ekm ->
            fleet
                .addObject()
                .put("id", ekm.id())
                .put("model", ekm.model())
                .put("healthStatus", ekm.healthStatus().name()));
    return bytes(body);
  }

  public byte[] error(XksException e) {
    return bytes(
        mapper
            .createObjectNode()
            .put("errorName", e.error().errorName())
            .put("errorMessage", e.errorMessage()));
  }

  private byte[] bytes(ObjectNode body) {
    try {
      return mapper.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings is always written", e);
    }
  }

  private static void requireAlgorithm(JsonNode body) {
    if (!require(body, "encryptionAlgorithm").equals("AES_GCM")) {
      throw invalid("encryptionAlgorithm must be AES_GCM.");
    }
  }

  private static String require(JsonNode node, String name) {
    return optional(node, name).orElseThrow(() -> invalid(name + " is missing."));
  }

  private static Optional<String> optional(JsonNode node, String name) {
    var field = node.get(name);
    if (field == null || field.isNull()) {
      return Optional.empty();
    }
    if (!field.isTextual()) {
      throw invalid(name + " must be a string.");
    }
    return Optional.of(field.textValue());
  }

  private static byte[] requiredBytes(JsonNode node, String name) {
    var bytes = decode(require(node, name), name);
    if (bytes.length == 0) {
      throw invalid(name + " is empty.");
    }
    return bytes;
  }

  private static byte[] optionalBytes(JsonNode node, String name) {
    return optional(node, name).map(text -> decode(text, name)).orElse(ABSENT);
  }

  /// Padded, and no bit set beyond the last byte (RFC 4648, sections 3.2 and 3.5): one value has
  /// one text.
  private static byte[] decode(String text, String name) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new XksException(XksError.VALIDATION, name + " is not Base64.", e);
    }
    if (!base64(bytes).equals(text)) {
      throw invalid(name + " is not Base64: it is not padded, or ends in bits without meaning.");
    }
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static XksException invalid(String message) {
    return new XksException(XksError.VALIDATION, message);
  }
}
