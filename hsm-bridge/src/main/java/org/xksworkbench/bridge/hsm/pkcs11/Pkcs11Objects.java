package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_CHECK_VALUE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_CLASS;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_ID;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_KEY_TYPE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_LABEL;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_VENDOR_DEFINED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.HsmAttribute;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.SignOfLife;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// Objects of a token by their handles, which are the numbers of the port.
final class Pkcs11Objects implements TokenObjects {

  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Objects.class);

  private static final int ALL = Integer.MAX_VALUE;
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] NO_NUMBER = {-1, -1, -1, -1, -1, -1, -1, -1};

  /// Runs a call on a session of the login.
  @FunctionalInterface
  interface SessionCaller {
    <T> T call(String doing, SessionPool.SessionCall<T> call);
  }

  /// What decides which attributes an object may have.
  private record ObjectKind(ObjectClass objectClass, String keyType) {}

  private static final long[] OF_KEYS =
      HsmKey.ATTRIBUTES.stream().mapToLong(AttributeType::code).toArray();

  @FunctionalInterface
  private interface ObjectRead<T> {
    T of(long number) throws PKCS11Exception;
  }

  private final String token;
  private final SessionCaller caller;
  private final AttributeReader reader;
  private final int cryptokiMajor;
  private final LongConsumer changed;
  private final Map<ObjectKind, long[]> legal = new ConcurrentHashMap<>();

  /// What each object was when it was read last: saves asking before asking.
  private final Map<Long, ObjectKind> kinds = new ConcurrentHashMap<>();

  /// Once is enough for a log: objects are read again and again.
  private final Set<Long> toldUnreadable = ConcurrentHashMap.newKeySet();

  /// @param token its label
  /// @param changed hears of each object that was changed or deleted
  Pkcs11Objects(
      String token,
      SessionCaller caller,
      AttributeReader reader,
      int cryptokiMajor,
      LongConsumer changed) {
    this.token = token;
    this.caller = caller;
    this.reader = reader;
    this.cryptokiMajor = cryptokiMajor;
    this.changed = changed;
  }

  @Override
  public List<Long> find() {
    return caller.call(
        "find its objects", session -> SecretKeys.find(session, new AttributeVector(), ALL));
  }

  @Override
  public List<Long> find(ObjectClass objectClass) {
    return caller.call("find objects", session -> SecretKeys.find(session, of(objectClass), ALL));
  }

  @Override
  public List<Long> find(ObjectClass objectClass, String label) {
    return caller.call(
        "look for " + label,
        session -> SecretKeys.find(session, of(objectClass).label(label), ALL));
  }

  private static AttributeVector of(ObjectClass objectClass) {
    return new AttributeVector().class_(objectClass.code());
  }

  @Override
  public List<HsmObject> read(List<Long> numbers) {
    return caller.call(
        "read its objects",
        session -> {
          var damaged = new ArrayList<HsmObject>();
          var objects =
              each(
                  numbers,
                  number -> read(session, number, Set.of()),
                  (number, why) -> damaged.add(unreadable(number, ObjectClass.OTHER, why)));
          objects.addAll(damaged);
          return List.copyOf(objects);
        });
  }

  /// The secret keys that match, with what [HsmKey] tells of them; those that cannot be read last.
  List<HsmKey> keys(Session session, AttributeVector template) throws PKCS11Exception {
    var damaged = new ArrayList<HsmKey>();
    var keys =
        each(
            SecretKeys.find(session, template, ALL),
            number -> new HsmKey(object(session, number, OF_KEYS)),
            (number, why) ->
                damaged.add(new HsmKey(unreadable(number, ObjectClass.SECRET_KEY, why))));
    keys.addAll(damaged);
    return List.copyOf(keys);
  }

  /// One that is damaged hides no other. One that is stale was deleted meanwhile.
  private <T> List<T> each(
      List<Long> numbers, ObjectRead<T> read, BiConsumer<Long, PKCS11Exception> damaged)
      throws PKCS11Exception {
    var all = new ArrayList<T>(numbers.size());
    var failures = new LinkedHashMap<Long, PKCS11Exception>();
    for (var number : numbers) {
      SignOfLife.tell();
      try {
        all.add(read.of(number));
      } catch (PKCS11Exception e) {
        if (ReturnCodes.isOfOneThing(e)) {
          failures.put(number, e);
        } else if (!ReturnCodes.handleIsStale(e)) {
          throw e;
        }
      }
    }
    if (!failures.isEmpty()) {
      var first = failures.firstEntry().getValue();
      if (all.isEmpty()) {
        throw first;
      }
      LOG.warn(
          "{} objects of {} cannot be read ({})",
          failures.size(),
          token,
          ReturnCodes.nameOf(first));
      failures.forEach(damaged);
    }
    return all;
  }

  private static HsmObject unreadable(long number, ObjectClass objectClass, PKCS11Exception why) {
    return new HsmObject(
        new ObjectRef(number, objectClass, "", ""),
        "",
        List.of(
            HsmAttribute.unreadable(
                CKA_CLASS, AttributeType.CLASS.title(), ReturnCodes.nameOf(why))));
  }

  @Override
  public HsmObject readWith(ObjectRef object, Set<Long> vendorTypes) {
    vendorTypes.stream()
        .filter(type -> type < CKA_VENDOR_DEFINED)
        .findFirst()
        .ifPresent(type -> {
          throw new HsmException(
              Reason.GENERAL,
              "0x%08X is no attribute of a vendor: those have numbers from 0x80000000 up."
                  .formatted(type));
        });
    return with(
        "read " + object.label(),
        object,
        session -> read(session, object.number(), Set.copyOf(vendorTypes)));
  }

  @Override
  public HsmObject setLabel(ObjectRef object, String label) {
    refuseTaken(object, new AttributeVector().label(label), "label " + label);
    return change(
        object,
        "give " + object.label() + " the label " + label,
        new AttributeVector().label(label));
  }

  @Override
  public HsmObject setId(ObjectRef object, String id) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(id);
    } catch (IllegalArgumentException e) {
      throw new HsmException(
          Reason.GENERAL, "An ID is an even number of hexadecimal digits.", "", e);
    }
    if (bytes.length > 0) {
      refuseTaken(object, new AttributeVector().id(bytes), "ID " + id);
    }
    return change(
        object, "give " + object.label() + " the ID " + id, new AttributeVector().id(bytes));
  }

  /// Two keys of one label cannot be told apart by those who find keys by label.
  private void refuseTaken(ObjectRef object, AttributeVector wanted, String what) {
    var others =
        caller.call(
            "look for the " + what,
            session -> SecretKeys.find(session, wanted.class_(object.objectClass().code()), ALL));
    if (others.stream().anyMatch(other -> other != object.number())) {
      throw new HsmException(
          Reason.LABEL_IN_USE,
          "Another object of the same class has the " + what + " already; nothing was changed.");
    }
  }

  @Override
  public HsmObject setUsage(ObjectRef object, KeyUsage usage, boolean allowed) {
    return change(
        object,
        (allowed ? "allow " : "forbid ") + object.label() + " to " + usage,
        SecretKeys.usage(usage, allowed));
  }

  private HsmObject change(ObjectRef object, String doing, AttributeVector change) {
    return with(
        doing,
        object,
        session -> {
          session.setAttributeValues(object.number(), change);
          changed.accept(object.number());
          return read(session, object.number(), Set.of());
        });
  }

  @Override
  public void delete(ObjectRef object) {
    with(
        "delete " + object.label(),
        object,
        session -> {
          session.destroyObject(object.number());
          changed.accept(object.number());
          return true;
        });
  }

  @Override
  public byte[] checkValue(ObjectRef key, CheckValueMethod method) {
    return with(
        "compute the " + method.title() + " of " + key.label(),
        key,
        session ->
            switch (method) {
              case CMAC -> CheckValues.of(session, key.number());
              case ECB -> CheckValues.ecb(session, key.number());
              case ATTRIBUTE -> storedId(session, key);
            });
  }

  private byte[] storedId(Session session, ObjectRef key) throws PKCS11Exception {
    var value = reader.read(session, key.number(), CKA_CHECK_VALUE).get(CKA_CHECK_VALUE);
    if (value == null || value.length == 0) {
      throw new HsmException(
          Reason.MECHANISM_UNSUPPORTED, "The token has no CKA_CHECK_VALUE for this key.");
    }
    return value;
  }

  /// A handle may have been given to another object since: nothing is done to an object that does
  /// not look as it did.
  private <T> T with(String doing, ObjectRef object, SessionPool.SessionCall<T> call) {
    return caller.call(
        doing,
        session -> {
          var values = reader.read(session, object.number(), CKA_CLASS, CKA_LABEL, CKA_ID);
          if (!ref(object.number(), values).equals(object)) {
            throw new HsmException(
                Reason.KEY_NOT_FOUND,
                "The object " + object.label() + " is not what it was; refresh and look again.");
          }
          return call.on(session);
        });
  }

  private HsmObject read(Session session, long number, Set<Long> vendorTypes)
      throws PKCS11Exception {
    var known = kinds.get(number);
    if (known != null) {
      var object = read(session, number, known, vendorTypes);
      if (known.equals(new ObjectKind(object.ref().objectClass(), object.keyType()))) {
        return object;
      }
      // The handle was given to an object of another kind.
      kinds.remove(number);
    }
    var raw = reader.read(session, number, CKA_CLASS).getOrDefault(CKA_CLASS, NO_NUMBER);
    var objectClass = ObjectClass.of(Attributes.number(raw));
    var kind = new ObjectKind(objectClass, objectClass.isKey() ? keyType(session, number) : "");
    kinds.put(number, kind);
    return read(session, number, kind, vendorTypes);
  }

  private HsmObject read(Session session, long number, ObjectKind kind, Set<Long> vendorTypes)
      throws PKCS11Exception {
    var types = legal.computeIfAbsent(kind, this::legalTypes);
    return object(session, number, withVendor(types, vendorTypes));
  }

  private HsmObject object(Session session, long number, long... types) throws PKCS11Exception {
    var unreadable = new LinkedHashMap<Long, PKCS11Exception>();
    var values = reader.read(session, number, unreadable::put, types);
    var ref = ref(number, values);
    var attributes = new ArrayList<HsmAttribute>(values.size());
    values.forEach((code, raw) ->
        attributes.add(
            AttributeType.of(code, ref.objectClass())
                .map(type -> Attributes.decode(type, raw))
                .orElseGet(() -> Attributes.vendor(code, raw))));
    unreadable.forEach((code, why) ->
        attributes.add(unreadable(ref.objectClass(), code, ReturnCodes.nameOf(why))));
    var keyType = values.get(CKA_KEY_TYPE);
    return new HsmObject(
        ref,
        keyType == null || !ref.objectClass().isKey()
            ? ""
            : Attributes.keyType(Attributes.number(keyType)),
        attributes);
  }

  private HsmAttribute unreadable(ObjectClass objectClass, long code, String returnCode) {
    var name =
        AttributeType.of(code, objectClass)
            .map(AttributeType::title)
            .orElseGet(() -> String.format("0x%08X", code));
    if (toldUnreadable.add(code)) {
      LOG.warn("{} of objects of {} cannot be read ({})", name, token, returnCode);
    }
    return HsmAttribute.unreadable(code, name, returnCode);
  }

  private String keyType(Session session, long number) throws PKCS11Exception {
    var raw = reader.read(session, number, CKA_KEY_TYPE).get(CKA_KEY_TYPE);
    return raw == null ? "" : Attributes.keyType(Attributes.number(raw));
  }

  private long[] legalTypes(ObjectKind kind) {
    return AttributeType.legalFor(kind.objectClass(), kind.keyType(), cryptokiMajor).stream()
        .mapToLong(AttributeType::code)
        .toArray();
  }

  private static long[] withVendor(long[] types, Set<Long> vendorTypes) {
    if (vendorTypes.isEmpty()) {
      return types;
    }
    return LongStream.concat(
            Arrays.stream(types), vendorTypes.stream().mapToLong(Long::longValue).sorted())
        .toArray();
  }

  private static ObjectRef ref(long number, Map<Long, byte[]> values) {
    return new ObjectRef(
        number,
        ObjectClass.of(Attributes.number(values.getOrDefault(CKA_CLASS, NO_NUMBER))),
        Attributes.text(values.getOrDefault(CKA_LABEL, NOTHING)),
        HexFormat.of().formatHex(values.getOrDefault(CKA_ID, NOTHING)));
  }
}
