package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import iaik.pkcs.pkcs11.wrapper.CK_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_NOTIFY;
import iaik.pkcs.pkcs11.wrapper.CK_SESSION_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_SLOT_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_TOKEN_INFO;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xipki.pkcs11.wrapper.PKCS11Module;

/// A module that the wrapper's native part does not load, called without it: one that has
/// `C_GetInterface` alone (PKCS#11 3.0). Of the wrapper's low-level interface here is what this
/// program calls; mechanisms have no parameters, as AES-GCM goes another way.
///
/// Whatever a function of Cryptoki takes, a number or a pointer, is 64 bits on the platforms of
/// [ForeignCryptoki#supportsThisPlatform], so that one way of calling does for all.
final class ForeignImplementation extends PKCS11Implementation {

  private static final long OS_LOCKING_OK = 0x02;
  private static final long NULL = 0;

  /// Beyond what is put in: more than a block or a signature of what is made here.
  private static final int ROOM = 512;

  private static final Linker LINKER = Linker.nativeLinker();

  private final FunctionList functions;

  /// By the number of arguments.
  private final Map<Integer, MethodHandle> handles = new ConcurrentHashMap<>();

  private ForeignImplementation(Path module, FunctionList functions) throws IOException {
    super(module.toString());
    this.functions = functions;
  }

  /// For the parts of the wrapper that are Java.
  static PKCS11Module module(Path path, FunctionList functions) throws IOException {
    return new PKCS11Module(new ForeignImplementation(path, functions)) {};
  }

  /// It is loaded already.
  @Override
  protected synchronized void connect(String path) {}

  @Override
  protected synchronized void disconnect() {}

  @Override
  public void C_Initialize(Object arguments, boolean utf8) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      // Four mutex functions, flags, and pReserved.
      var given = arena.allocate(6L * Long.BYTES, Long.BYTES);
      given.set(JAVA_LONG, 4L * Long.BYTES, OS_LOCKING_OK);
      call(CryptokiFunction.INITIALIZE, given.address());
    }
  }

  @Override
  public void C_Finalize(Object reserved) throws PKCS11Exception {
    call(CryptokiFunction.FINALIZE, NULL);
  }

  @Override
  public CK_INFO C_GetInfo() throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var told = arena.allocate(88, Long.BYTES);
      call(CryptokiFunction.GET_INFO, told.address());
      var info = new CK_INFO();
      info.cryptokiVersion = CryptokiMemory.version(told, 0);
      info.manufacturerID = CryptokiMemory.text(told, 2, 32);
      info.flags = told.get(JAVA_LONG, 40);
      info.libraryDescription = CryptokiMemory.text(told, 48, 32);
      info.libraryVersion = CryptokiMemory.version(told, 80);
      return info;
    }
  }

  @Override
  public long[] C_GetSlotList(boolean withToken) throws PKCS11Exception {
    return list(CryptokiFunction.GET_SLOT_LIST, withToken ? 1 : 0);
  }

  @Override
  public CK_SLOT_INFO C_GetSlotInfo(long slot) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var told = arena.allocate(112, Long.BYTES);
      call(CryptokiFunction.GET_SLOT_INFO, slot, told.address());
      var info = new CK_SLOT_INFO();
      info.slotDescription = CryptokiMemory.text(told, 0, 64);
      info.manufacturerID = CryptokiMemory.text(told, 64, 32);
      info.flags = told.get(JAVA_LONG, 96);
      info.hardwareVersion = CryptokiMemory.version(told, 104);
      info.firmwareVersion = CryptokiMemory.version(told, 106);
      return info;
    }
  }

  @Override
  public CK_TOKEN_INFO C_GetTokenInfo(long slot) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var told = arena.allocate(208, Long.BYTES);
      call(CryptokiFunction.GET_TOKEN_INFO, slot, told.address());
      var info = new CK_TOKEN_INFO();
      info.label = CryptokiMemory.text(told, 0, 32);
      info.manufacturerID = CryptokiMemory.text(told, 32, 32);
      info.model = CryptokiMemory.text(told, 64, 16);
      info.serialNumber = CryptokiMemory.text(told, 80, 16);
      info.flags = told.get(JAVA_LONG, 96);
      info.ulMaxSessionCount = told.get(JAVA_LONG, 104);
      info.ulSessionCount = told.get(JAVA_LONG, 112);
      info.ulMaxRwSessionCount = told.get(JAVA_LONG, 120);
      info.ulRwSessionCount = told.get(JAVA_LONG, 128);
      info.ulMaxPinLen = told.get(JAVA_LONG, 136);
      info.ulMinPinLen = told.get(JAVA_LONG, 144);
      info.ulTotalPublicMemory = told.get(JAVA_LONG, 152);
      info.ulFreePublicMemory = told.get(JAVA_LONG, 160);
      info.ulTotalPrivateMemory = told.get(JAVA_LONG, 168);
      info.ulFreePrivateMemory = told.get(JAVA_LONG, 176);
      info.hardwareVersion = CryptokiMemory.version(told, 184);
      info.firmwareVersion = CryptokiMemory.version(told, 186);
      info.utcTime = CryptokiMemory.text(told, 188, 16);
      return info;
    }
  }

  @Override
  public long[] C_GetMechanismList(long slot) throws PKCS11Exception {
    return list(CryptokiFunction.GET_MECHANISM_LIST, slot);
  }

  @Override
  public CK_MECHANISM_INFO C_GetMechanismInfo(long slot, long mechanism) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var told = arena.allocate(3L * Long.BYTES, Long.BYTES);
      call(CryptokiFunction.GET_MECHANISM_INFO, slot, mechanism, told.address());
      var info = new CK_MECHANISM_INFO();
      info.ulMinKeySize = told.get(JAVA_LONG, 0);
      info.ulMaxKeySize = told.get(JAVA_LONG, Long.BYTES);
      info.flags = told.get(JAVA_LONG, 2 * Long.BYTES);
      return info;
    }
  }

  @Override
  public void C_InitToken(long slot, char @Nullable [] soPin, char[] label, boolean utf8)
      throws PKCS11Exception {
    try (var pin = new PinBytes(soPin);
        var named = new PinBytes(label)) {
      call(CryptokiFunction.INIT_TOKEN, slot, pin.address(), pin.length(), named.address());
    }
  }

  @Override
  public void C_InitPIN(long session, char @Nullable [] pin, boolean utf8) throws PKCS11Exception {
    try (var given = new PinBytes(pin)) {
      call(CryptokiFunction.INIT_PIN, session, given.address(), given.length());
    }
  }

  @Override
  public void C_SetPIN(
      long session, char @Nullable [] oldPin, char @Nullable [] newPin, boolean utf8)
      throws PKCS11Exception {
    try (var before = new PinBytes(oldPin);
        var after = new PinBytes(newPin)) {
      call(
          CryptokiFunction.SET_PIN,
          session,
          before.address(),
          before.length(),
          after.address(),
          after.length());
    }
  }

  @Override
  public long C_OpenSession(
      long slot, long flags, @Nullable Object application, @Nullable CK_NOTIFY notify)
      throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var session = arena.allocate(JAVA_LONG);
      call(CryptokiFunction.OPEN_SESSION, slot, flags, NULL, NULL, session.address());
      return session.get(JAVA_LONG, 0);
    }
  }

  @Override
  public void C_CloseSession(long session) throws PKCS11Exception {
    call(CryptokiFunction.CLOSE_SESSION, session);
  }

  @Override
  public CK_SESSION_INFO C_GetSessionInfo(long session) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var told = arena.allocate(4L * Long.BYTES, Long.BYTES);
      call(CryptokiFunction.GET_SESSION_INFO, session, told.address());
      var info = new CK_SESSION_INFO();
      info.slotID = told.get(JAVA_LONG, 0);
      info.state = told.get(JAVA_LONG, Long.BYTES);
      info.flags = told.get(JAVA_LONG, 2 * Long.BYTES);
      info.ulDeviceError = told.get(JAVA_LONG, 3 * Long.BYTES);
      return info;
    }
  }

  @Override
  public void C_Login(long session, long userType, char @Nullable [] pin, boolean utf8)
      throws PKCS11Exception {
    try (var given = new PinBytes(pin)) {
      call(CryptokiFunction.LOGIN, session, userType, given.address(), given.length());
    }
  }

  @Override
  public void C_Logout(long session) throws PKCS11Exception {
    call(CryptokiFunction.LOGOUT, session);
  }

  @Override
  public void C_DestroyObject(long session, long object) throws PKCS11Exception {
    call(CryptokiFunction.DESTROY_OBJECT, session, object);
  }

  @Override
  public void C_SetAttributeValue(
      long session, long object, CK_ATTRIBUTE @Nullable [] template, boolean utf8)
      throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var given = CryptokiMemory.template(arena, template);
      call(
          CryptokiFunction.SET_ATTRIBUTE_VALUE,
          session,
          object,
          given.address(),
          CryptokiMemory.count(template));
    }
  }

  @Override
  public void C_FindObjectsInit(long session, CK_ATTRIBUTE @Nullable [] template, boolean utf8)
      throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var given = CryptokiMemory.template(arena, template);
      call(
          CryptokiFunction.FIND_OBJECTS_INIT,
          session,
          given.address(),
          CryptokiMemory.count(template));
    }
  }

  @Override
  public long[] C_FindObjects(long session, long most) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var found = arena.allocate(JAVA_LONG, most);
      var count = arena.allocate(JAVA_LONG);
      call(CryptokiFunction.FIND_OBJECTS, session, found.address(), most, count.address());
      return firstOf(found, count);
    }
  }

  @Override
  public void C_FindObjectsFinal(long session) throws PKCS11Exception {
    call(CryptokiFunction.FIND_OBJECTS_FINAL, session);
  }

  @Override
  public void C_EncryptInit(long session, CK_MECHANISM mechanism, long key, boolean utf8)
      throws PKCS11Exception {
    begin(CryptokiFunction.ENCRYPT_INIT, session, mechanism, key);
  }

  @Override
  public byte[] C_Encrypt(long session, byte[] in) throws PKCS11Exception {
    return end(CryptokiFunction.ENCRYPT, session, in);
  }

  @Override
  public void C_SignInit(long session, CK_MECHANISM mechanism, long key, boolean utf8)
      throws PKCS11Exception {
    begin(CryptokiFunction.SIGN_INIT, session, mechanism, key);
  }

  @Override
  public byte[] C_Sign(long session, byte[] in) throws PKCS11Exception {
    return end(CryptokiFunction.SIGN, session, in);
  }

  @Override
  public long C_GenerateKey(
      long session, CK_MECHANISM mechanism, CK_ATTRIBUTE @Nullable [] template, boolean utf8)
      throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var key = arena.allocate(JAVA_LONG);
      call(
          CryptokiFunction.GENERATE_KEY,
          session,
          CryptokiMemory.mechanism(arena, mechanism).address(),
          CryptokiMemory.template(arena, template).address(),
          CryptokiMemory.count(template),
          key.address());
      return key.get(JAVA_LONG, 0);
    }
  }

  @Override
  public void C_GenerateRandom(long session, byte[] out) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var made = arena.allocate(Math.max(1, out.length));
      call(CryptokiFunction.GENERATE_RANDOM, session, made.address(), out.length);
      MemorySegment.copy(made, JAVA_BYTE, 0, out, 0, out.length);
    }
  }

  private long[] list(CryptokiFunction called, long of) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var count = arena.allocate(JAVA_LONG);
      call(called, of, NULL, count.address());
      var all = arena.allocate(JAVA_LONG, Math.max(1, count.get(JAVA_LONG, 0)));
      call(called, of, all.address(), count.address());
      return firstOf(all, count);
    }
  }

  private static long[] firstOf(MemorySegment all, MemorySegment count) {
    return all.asSlice(0, count.get(JAVA_LONG, 0) * Long.BYTES).toArray(JAVA_LONG);
  }

  private void begin(CryptokiFunction called, long session, CK_MECHANISM mechanism, long key)
      throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      call(called, session, CryptokiMemory.mechanism(arena, mechanism).address(), key);
    }
  }

  private byte[] end(CryptokiFunction called, long session, byte[] in) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var out = arena.allocate((long) in.length + ROOM);
      var length = arena.allocate(JAVA_LONG);
      length.set(JAVA_LONG, 0, out.byteSize());
      call(
          called,
          session,
          arena.allocateFrom(JAVA_BYTE, in).address(),
          in.length,
          out.address(),
          length.address());
      return out.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }
  }

  private void call(CryptokiFunction called, long... arguments) throws PKCS11Exception {
    long code;
    try {
      code =
          (long)
              handles
                  .computeIfAbsent(arguments.length, ForeignImplementation::handle)
                  .invokeExact(functions.function(called.place()), arguments);
    } catch (Throwable e) {
      throw ForeignCryptoki.impossible(e);
    }
    if (code != 0) {
      throw new PKCS11Exception(code);
    }
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static MethodHandle handle(int arguments) {
    return LINKER
        .downcallHandle(
            FunctionDescriptor.of(
                JAVA_LONG, Collections.nCopies(arguments, JAVA_LONG).toArray(MemoryLayout[]::new)))
        .asSpreader(1, long[].class, arguments);
  }
}
