package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;

/// All attributes of an object in two calls, one for their lengths and one for their values, where
/// the wrapper makes two calls an attribute.
final class ForeignAttributes implements AttributeReader {

  private static final int GET_ATTRIBUTE_VALUE = 24;

  /// `CK_ATTRIBUTE`: type, pValue, ulValueLen.
  private static final long ATTRIBUTE_BYTES = 3 * Long.BYTES;

  private static final long UNAVAILABLE = -1;

  /// Stays where a token stops at the first attribute that it does not tell.
  private static final long UNTOUCHED = -2;

  private static final long LONGEST = 1 << 20;

  private static final MethodHandle CALL = handle();

  private final MemorySegment getAttributeValue;

  private ForeignAttributes(MemorySegment getAttributeValue) {
    this.getAttributeValue = getAttributeValue;
  }

  static ForeignAttributes of(Path module) throws PKCS11Exception {
    return new ForeignAttributes(
        ForeignCryptoki.function(ForeignCryptoki.functions(module), GET_ATTRIBUTE_VALUE));
  }

  @Override
  public Map<Long, byte[]> read(Session session, long object, long... types)
      throws PKCS11Exception {
    var values = new LinkedHashMap<Long, byte[]>();
    try (var arena = Arena.ofConfined()) {
      var handle = session.getSessionHandle();
      var template = arena.allocate(ATTRIBUTE_BYTES * types.length, Long.BYTES);
      for (var i = 0; i < types.length; i++) {
        set(template, i, types[i], MemorySegment.NULL, UNTOUCHED);
      }
      var stopped = !tolerated(call(handle, object, template, types.length));
      var lengths = new long[types.length];
      for (var i = 0; i < types.length; i++) {
        lengths[i] = length(template, i);
        stopped |= lengths[i] == UNTOUCHED;
      }
      if (stopped) {
        return oneByOne(session, object, types);
      }
      var present = 0;
      for (var i = 0; i < types.length; i++) {
        if (lengths[i] != UNAVAILABLE && lengths[i] >= 0 && lengths[i] <= LONGEST) {
          set(template, present++, types[i], arena.allocate(Math.max(1, lengths[i])), lengths[i]);
        }
      }
      if (present > 0) {
        var _ = tolerated(call(handle, object, template, present));
      }
      for (var i = 0; i < present; i++) {
        if (length(template, i) >= 0) {
          values.put(type(template, i), value(template, i));
        }
      }
    }
    return values;
  }

  private Map<Long, byte[]> oneByOne(Session session, long object, long... types)
      throws PKCS11Exception {
    var values = new LinkedHashMap<Long, byte[]>();
    for (var type : types) {
      try (var arena = Arena.ofConfined()) {
        var one = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
        set(one, 0, type, MemorySegment.NULL, UNAVAILABLE);
        var known = tolerated(call(session.getSessionHandle(), object, one, 1));
        var length = length(one, 0);
        if (!known || length < 0 || length > LONGEST) {
          continue;
        }
        set(one, 0, type, arena.allocate(Math.max(1, length)), length);
        if (tolerated(call(session.getSessionHandle(), object, one, 1)) && length(one, 0) >= 0) {
          values.put(type, value(one, 0));
        }
      }
    }
    return values;
  }

  /// A token says no to the whole when it does not tell one attribute, and still answers the
  /// others.
  ///
  /// @return false if it may not have looked at all of them
  private static boolean tolerated(long returnCode) throws PKCS11Exception {
    if (returnCode == 0
        || returnCode == ReturnCodes.ATTRIBUTE_SENSITIVE
        || returnCode == ReturnCodes.ATTRIBUTE_TYPE_INVALID) {
      return true;
    }
    throw new PKCS11Exception(returnCode);
  }

  private long call(long session, long object, MemorySegment template, long count) {
    try {
      return (long) CALL.invokeExact(getAttributeValue, session, object, template, count);
    } catch (Throwable e) {
      throw ForeignCryptoki.impossible(e);
    }
  }

  private static void set(
      MemorySegment template, int index, long type, MemorySegment value, long length) {
    var at = index * ATTRIBUTE_BYTES;
    template.set(JAVA_LONG, at, type);
    template.set(ADDRESS, at + Long.BYTES, value);
    template.set(JAVA_LONG, at + 2 * Long.BYTES, length);
  }

  private static long type(MemorySegment template, int index) {
    return template.get(JAVA_LONG, index * ATTRIBUTE_BYTES);
  }

  private static long length(MemorySegment template, int index) {
    return template.get(JAVA_LONG, index * ATTRIBUTE_BYTES + 2 * Long.BYTES);
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static byte[] value(MemorySegment template, int index) {
    return template
        .get(ADDRESS, index * ATTRIBUTE_BYTES + Long.BYTES)
        .reinterpret(length(template, index))
        .toArray(JAVA_BYTE);
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static MethodHandle handle() {
    return Linker.nativeLinker()
        .downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
  }
}
