package org.xksworkbench.app.kms.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.sun.net.httpserver.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Smithy's RPC v2 with CBOR, which the SDK speaks with CloudWatch: as JSON on this side, after the
/// name of the operation. A number in a list of the name `Timestamps` is a point in time.
final class CborWire implements Company.ServiceWire {

  /// RFC 8949, section 3.4.2: seconds since 1970.
  private static final int EPOCH_TIME = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  @Override
  public String asked(String path, byte[] body) throws IOException {
    return path.substring(path.lastIndexOf('/') + 1) + " " + CBOR.readTree(body);
  }

  @Override
  public byte[] answer(String text, Headers headers) throws IOException {
    headers.set("smithy-protocol", "rpc-v2-cbor");
    headers.set("Content-Type", "application/cbor");
    var bytes = new ByteArrayOutputStream();
    try (var generator = new CBORFactory().createGenerator(bytes)) {
      write(generator, JSON.readTree(text), false);
    }
    return bytes.toByteArray();
  }

  private static void write(CBORGenerator to, JsonNode node, boolean times) throws IOException {
    if (node.isObject()) {
      to.writeStartObject();
      for (var field : node.properties()) {
        to.writeFieldName(field.getKey());
        write(to, field.getValue(), field.getKey().equals("Timestamps"));
      }
      to.writeEndObject();
    } else if (node.isArray()) {
      to.writeStartArray();
      for (var one : node) {
        write(to, one, times);
      }
      to.writeEndArray();
    } else if (node.isNumber()) {
      if (times) {
        to.writeTag(EPOCH_TIME);
      }
      to.writeNumber(node.doubleValue());
    } else {
      to.writeString(node.textValue());
    }
  }
}
