package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_AES_GCM;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmParams;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// One Cryptoki session with native buffers of its own. The buffers outlive the session, grow with
/// what they are asked to hold, and hold nothing between calls. Used by one thread at a time.
///
/// ```
/// CK_MECHANISM { mechanism, pParameter, ulParameterLen }                    3 words
/// CK_GCM_PARAMS { pIv, ulIvLen, [ulIvBits,] pAAD, ulAADLen, ulTagBits }     5 or 6 words
/// ```
final class ForeignGcmSession {

  private static final long NONE = 0; // CK_INVALID_HANDLE
  private static final int TAG_BYTES = GcmLane.TAG_BITS / 8;
  private static final int IV_CAPACITY = 256;
  private static final int FIRST_CAPACITY = 8192;
  private static final long WORD = JAVA_LONG.byteSize();

  /// Initialization vectors that the token's CSPRNG gives at once: a call across a network is dear.
  private static final int IVS_AT_ONCE = 32;

  /// Such as were not used by then are thrown away. A machine that is copied with its memory has
  /// them twice, and a vector must never be used twice.
  private static final long IVS_LAST_NANOS = Duration.ofMillis(100).toNanos();

  private final ForeignCryptoki cryptoki;
  private final long slotId;
  private final boolean writable;
  private final IvSource ivSource;
  private final IvMaker systemIvs;

  /// Memory that the garbage collector frees: a call that never returns may still write to it.
  private final Arena arena = Arena.ofAuto();

  private final MemorySegment mechanism = arena.allocate(3 * WORD, WORD);
  private final MemorySegment outLength = arena.allocate(JAVA_LONG);
  private final MemorySegment iv = arena.allocate(IV_CAPACITY);
  private final MemorySegment ivs = arena.allocate((long) IVS_AT_ONCE * IvMaker.LENGTH);
  private final GcmParams form;
  private final MemorySegment params;
  private final long ivLengthAt = WORD;
  private final long ivBitsAt = 2 * WORD;
  private final long aadAt;
  private MemorySegment aad = arena.allocate(FIRST_CAPACITY);
  private MemorySegment in = arena.allocate(FIRST_CAPACITY);
  private MemorySegment out = arena.allocate(FIRST_CAPACITY);
  private long session = NONE;
  private int ivsLeft;
  private long ivsDrawn;

  ForeignGcmSession(
      ForeignCryptoki cryptoki,
      long slotId,
      boolean writable,
      GcmParams form,
      IvSource ivSource,
      IvMaker systemIvs) {
    this.cryptoki = cryptoki;
    this.slotId = slotId;
    this.writable = writable;
    this.form = form;
    this.ivSource = ivSource;
    this.systemIvs = systemIvs;
    aadAt = (form == GcmParams.WITH_IV_BITS ? 3 : 2) * WORD;
    params = arena.allocate(aadAt + 3 * WORD, WORD);
    mechanism.set(JAVA_LONG, 0, CKM_AES_GCM);
    mechanism.set(ADDRESS, WORD, params);
    mechanism.set(JAVA_LONG, 2 * WORD, params.byteSize());
    params.set(ADDRESS, 0, iv);
    params.set(JAVA_LONG, aadAt + 2 * WORD, GcmLane.TAG_BITS);
  }

  SealedText seal(long key, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    open();
    switch (ivSource) {
      case TOKEN_RANDOM -> drawIv();
      case SYSTEM_RANDOM ->
          MemorySegment.copy(systemIvs.next(), 0, iv, JAVA_BYTE, 0, IvMaker.LENGTH);
      case TOKEN_MADE -> iv.asSlice(0, IvMaker.LENGTH).fill((byte) 0);
    }
    var sealed = encrypt(key, IvMaker.LENGTH, aad, plaintext);
    var used = iv.asSlice(0, IvMaker.LENGTH).toArray(JAVA_BYTE);
    if (ivSource == IvSource.TOKEN_MADE && allZero(used)) {
      throw new IllegalStateException(
          "The token made no initialization vector, although its settings say that it does.");
    }
    return new SealedText(used, sealed);
  }

  byte[] encrypt(long key, byte[] iv, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    open();
    return encrypt(key, put(iv), aad, plaintext);
  }

  private byte[] encrypt(long key, int ivLength, byte[] aad, byte[] plaintext)
      throws PKCS11Exception {
    prepare(ivLength, aad, plaintext, plaintext.length + TAG_BYTES);
    try {
      ForeignCryptoki.check(cryptoki.encryptInit(session, mechanism, key));
      ForeignCryptoki.check(cryptoki.encrypt(session, in, plaintext.length, out, outLength));
      return result();
    } finally {
      in.asSlice(0, plaintext.length).fill((byte) 0);
    }
  }

  byte[] decrypt(long key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) throws PKCS11Exception {
    open();
    prepare(put(iv), aad, ciphertextAndTag, ciphertextAndTag.length);
    try {
      ForeignCryptoki.check(cryptoki.decryptInit(session, mechanism, key));
      var code = cryptoki.decrypt(session, in, ciphertextAndTag.length, out, outLength);
      if (code != 0) {
        throw CiphertextRefused.orOther(code);
      }
      return result();
    } finally {
      out.asSlice(0, ciphertextAndTag.length).fill((byte) 0);
    }
  }

  byte[] random(int length) throws PKCS11Exception {
    open();
    out = atLeast(length, out);
    ForeignCryptoki.check(cryptoki.generateRandom(session, out, length));
    var random = out.asSlice(0, length).toArray(JAVA_BYTE);
    out.asSlice(0, length).fill((byte) 0);
    return random;
  }

  /// Ends the session; the next call opens another.
  void close() {
    if (session != NONE) {
      // What the token says to that changes nothing.
      var _ = cryptoki.closeSession(session);
      session = NONE;
    }
  }

  private void open() throws PKCS11Exception {
    if (session == NONE) {
      session = cryptoki.openSession(slotId, writable);
    }
  }

  private void drawIv() throws PKCS11Exception {
    var now = System.nanoTime();
    if (ivsLeft == 0 || now - ivsDrawn > IVS_LAST_NANOS) {
      ForeignCryptoki.check(cryptoki.generateRandom(session, ivs, ivs.byteSize()));
      ivsLeft = IVS_AT_ONCE;
      ivsDrawn = now;
    }
    ivsLeft--;
    var next = ivs.asSlice((long) ivsLeft * IvMaker.LENGTH, IvMaker.LENGTH);
    iv.copyFrom(next);
    next.fill((byte) 0);
  }

  private int put(byte[] bytes) {
    MemorySegment.copy(bytes, 0, iv, JAVA_BYTE, 0, bytes.length);
    return bytes.length;
  }

  /// Never a null pointer, not even for what is empty: some modules take it for a question.
  private void prepare(int ivLength, byte[] aadBytes, byte[] text, int outCapacity) {
    aad = atLeast(aadBytes.length, aad);
    in = atLeast(text.length, in);
    out = atLeast(outCapacity, out);
    params.set(JAVA_LONG, ivLengthAt, ivLength);
    if (form == GcmParams.WITH_IV_BITS) {
      params.set(JAVA_LONG, ivBitsAt, ivLength * (long) Byte.SIZE);
    }
    MemorySegment.copy(aadBytes, 0, aad, JAVA_BYTE, 0, aadBytes.length);
    params.set(ADDRESS, aadAt, aad);
    params.set(JAVA_LONG, aadAt + WORD, aadBytes.length);
    MemorySegment.copy(text, 0, in, JAVA_BYTE, 0, text.length);
    outLength.set(JAVA_LONG, 0, out.byteSize());
  }

  private MemorySegment atLeast(int length, MemorySegment buffer) {
    return buffer.byteSize() >= length
        ? buffer
        : arena.allocate(Math.max(length, 2 * buffer.byteSize()));
  }

  private byte[] result() {
    var length = outLength.get(JAVA_LONG, 0);
    if (length < 0 || length > out.byteSize()) {
      throw new IllegalStateException("The token told a length of " + length + " bytes.");
    }
    return out.asSlice(0, length).toArray(JAVA_BYTE);
  }

  private static boolean allZero(byte[] bytes) {
    for (var b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
