package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;

/// All attributes of an object in one call, and two more for each that is long, where the wrapper
/// makes two calls an attribute.
final class ForeignAttributes implements AttributeReader {

  private static final int GET_ATTRIBUTE_VALUE = 24;

  /// `CK_ATTRIBUTE`: type, pValue, ulValueLen.
  private static final long ATTRIBUTE_BYTES = 3 * Long.BYTES;

  private static final long UNAVAILABLE = -1;

  /// Enough for nearly all attributes. An odd number, so that a length that is this one was not set
  /// by the token.
  private static final long ROOM = 253;

  private static final long ALLOWED_MECHANISMS = 0x4000_0600L;

  private static final long LONGEST = 1 << 20;

  private static final LongPredicate ARRAYS = AttributeReader::isArray;

  private static final MethodHandle CALL = handle();

  private final MemorySegment getAttributeValue;

  ForeignAttributes(FunctionList functions) {
    this.getAttributeValue = functions.function(GET_ATTRIBUTE_VALUE);
  }

  @Override
  public Map<Long, byte[]> read(
      Session session, long object, BiConsumer<Long, PKCS11Exception> unreadable, long... types)
      throws PKCS11Exception {
    var values = new LinkedHashMap<Long, byte[]>();
    try (var arena = Arena.ofConfined()) {
      var template = arena.allocate(ATTRIBUTE_BYTES * types.length, Long.BYTES);
      var room = arena.allocate(ROOM * types.length);
      for (var i = 0; i < types.length; i++) {
        if (AttributeReader.isArray(types[i])) {
          set(template, i, types[i], MemorySegment.NULL, 0);
        } else {
          set(template, i, types[i], room.asSlice(i * ROOM, ROOM), ROOM);
        }
      }
      var told = call(session.getSessionHandle(), object, template, types.length);
      if (told == ReturnCodes.DEVICE_ERROR && Arrays.stream(types).anyMatch(ARRAYS)) {
        return withoutArrays(session, object, unreadable, types);
      }
      if (!isTolerated(told)) {
        requireOfOne(new PKCS11Exception(told));
        // One that cannot be read spoils the answer for all.
        return oneByOne(session, object, unreadable, types);
      }
      var again = new ArrayList<Long>();
      for (var i = 0; i < types.length; i++) {
        var length = length(template, i);
        if (told != 0 && length == ROOM) {
          // It stopped at the first attribute that it does not tell.
          return oneByOne(session, object, unreadable, types);
        }
        if (length == UNAVAILABLE) {
          if (told != 0) {
            // Not told, or too long for its room: the return code is of one attribute only.
            again.add(types[i]);
          }
        } else if (isTemplate(types[i])) {
          values.put(types[i], new byte[(int) Math.min(length, LONGEST)]);
        } else if (AttributeReader.isArray(types[i]) && length > 0) {
          again.add(types[i]);
        } else if (length >= 0 && length <= ROOM) {
          values.put(types[i], value(template, i));
        }
      }
      if (!again.isEmpty()) {
        values.putAll(exactly(session, object, unreadable, again));
      }
    }
    return inOrder(values, types);
  }

  /// If the device has failed indeed, it says so again.
  private Map<Long, byte[]> withoutArrays(
      Session session, long object, BiConsumer<Long, PKCS11Exception> unreadable, long... types)
      throws PKCS11Exception {
    var values =
        read(session, object, unreadable, Arrays.stream(types).filter(ARRAYS.negate()).toArray());
    Arrays.stream(types)
        .filter(ARRAYS)
        .forEach(type -> unreadable.accept(type, new PKCS11Exception(ReturnCodes.DEVICE_ERROR)));
    return values;
  }

  /// Only how many attributes there are within it is of interest.
  private static boolean isTemplate(long type) {
    return AttributeReader.isArray(type) && type != ALLOWED_MECHANISMS;
  }

  /// Those of an object of which others are known.
  private Map<Long, byte[]> exactly(
      Session session, long object, BiConsumer<Long, PKCS11Exception> unreadable, List<Long> types)
      throws PKCS11Exception {
    var values = new HashMap<Long, byte[]>();
    for (var type : types) {
      try {
        one(session, object, type).ifPresent(value -> values.put(type, value));
      } catch (PKCS11Exception e) {
        requireOfOne(e);
        unreadable.accept(type, e);
      }
    }
    return values;
  }

  private static Map<Long, byte[]> inOrder(Map<Long, byte[]> values, long... types) {
    var ordered = new LinkedHashMap<Long, byte[]>();
    for (var type : types) {
      var value = values.get(type);
      if (value != null) {
        ordered.put(type, value);
      }
    }
    return ordered;
  }

  private Map<Long, byte[]> oneByOne(
      Session session, long object, BiConsumer<Long, PKCS11Exception> unreadable, long... types)
      throws PKCS11Exception {
    var values = new LinkedHashMap<Long, byte[]>();
    var failures = new LinkedHashMap<Long, PKCS11Exception>();
    for (var type : types) {
      try {
        one(session, object, type).ifPresent(value -> values.put(type, value));
      } catch (PKCS11Exception e) {
        requireOfOne(e);
        failures.put(type, e);
      }
    }
    if (values.isEmpty() && !failures.isEmpty()) {
      throw failures.values().iterator().next();
    }
    failures.forEach(unreadable);
    return values;
  }

  private Optional<byte[]> one(Session session, long object, long type) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var one = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
      set(one, 0, type, MemorySegment.NULL, UNAVAILABLE);
      var told = call(session.getSessionHandle(), object, one, 1);
      requireTolerated(told);
      var length = length(one, 0);
      if (told != 0 || length < 0 || length > LONGEST) {
        return Optional.empty();
      }
      if (isTemplate(type)) {
        return Optional.of(new byte[(int) length]);
      }
      set(one, 0, type, arena.allocate(Math.max(1, length)), length);
      told = call(session.getSessionHandle(), object, one, 1);
      requireTolerated(told);
      return told == 0 ? Optional.of(value(one, 0)) : Optional.empty();
    }
  }

  private static void requireOfOne(PKCS11Exception e) throws PKCS11Exception {
    if (!ReturnCodes.isOfOneThing(e)) {
      throw e;
    }
  }

  /// A token says no to the whole when it does not tell one attribute, and still answers the
  /// others.
  private static boolean isTolerated(long returnCode) {
    return returnCode == 0
        || returnCode == ReturnCodes.ATTRIBUTE_SENSITIVE
        || returnCode == ReturnCodes.ATTRIBUTE_TYPE_INVALID
        || returnCode == ReturnCodes.BUFFER_TOO_SMALL;
  }

  private static void requireTolerated(long returnCode) throws PKCS11Exception {
    if (!isTolerated(returnCode)) {
      throw new PKCS11Exception(returnCode);
    }
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
