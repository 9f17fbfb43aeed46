package org.xksworkbench.bridge.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import iaik.pkcs.pkcs11.wrapper.CK_DATE;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xipki.pkcs11.wrapper.Session;

/// Attributes through the IAIK wrapper, one after another: on Windows, where it knows the layout of
/// structures, and as the oracle of tests.
final class WrapperAttributes implements AttributeReader {

  private final PKCS11Module module;

  WrapperAttributes(PKCS11Module module) {
    this.module = module;
  }

  @Override
  public Map<Long, byte[]> read(
      Session session, long object, BiConsumer<Long, PKCS11Exception> unreadable, long... types)
      throws PKCS11Exception {
    var failures = new LinkedHashMap<Long, PKCS11Exception>();
    var values = new LinkedHashMap<Long, byte[]>();
    for (var type : types) {
      var asked = new CK_ATTRIBUTE();
      asked.type = type;
      // The answer takes the place of the question.
      var template = new CK_ATTRIBUTE[] {asked};
      try {
        module
            .getPKCS11Module()
            .C_GetAttributeValue(session.getSessionHandle(), object, template, true);
      } catch (iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
        var failure = module.convertException(e);
        if (failure.getErrorCode() == ReturnCodes.ATTRIBUTE_SENSITIVE
            || failure.getErrorCode() == ReturnCodes.ATTRIBUTE_TYPE_INVALID) {
          continue;
        }
        if (!ReturnCodes.isOfOneThing(failure)
            && !(failure.getErrorCode() == ReturnCodes.DEVICE_ERROR
                && AttributeReader.isArray(type))) {
          throw failure;
        }
        failures.put(type, failure);
        continue;
      }
      values.put(type, bytes(template[0].pValue));
    }
    if (values.isEmpty() && !failures.isEmpty()) {
      throw failures.values().iterator().next();
    }
    failures.forEach(unreadable);
    return values;
  }

  private static byte[] bytes(@Nullable Object value) {
    return switch (value) {
      case null -> new byte[0];
      case Boolean flag -> new byte[] {(byte) (flag ? 1 : 0)};
      case Long number -> littleEndian(number);
      case byte[] raw -> raw;
      case char[] text -> new String(text).getBytes(StandardCharsets.UTF_8);
      case long[] numbers -> littleEndian(numbers);
      case CK_DATE date ->
          (new String(date.year) + new String(date.month) + new String(date.day))
              .getBytes(StandardCharsets.US_ASCII);
      // Attributes within an attribute: as many as there are, without their values.
      case CK_ATTRIBUTE[] template -> new byte[template.length * 3 * Long.BYTES];
      default -> value.toString().getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[] littleEndian(long... numbers) {
    var buffer = ByteBuffer.allocate(numbers.length * ULONG_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var number : numbers) {
      buffer.putLong(number);
    }
    return buffer.array();
  }
}
