package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
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

  /// What some tokens put beside ciphertext and tag. More room than needed does no harm: the length
  /// is never asked for, because on some tokens that is an encryption of its own.
  private static final int ROOM_FOR_IV = 16;

  private static final int FIRST_CAPACITY = 8192;
  private static final long WORD = JAVA_LONG.byteSize();

  /// Such as were not used by then are thrown away. A machine that is copied with its memory has
  /// them twice, and a vector must never be used twice.
  private static final long IVS_LAST_NANOS = Duration.ofMillis(100).toNanos();

  private final ForeignCryptoki cryptoki;
  private final long slotId;
  private final boolean writable;
  private final Pkcs11Settings settings;
  private final IvMaker systemIvs;
  private final TokenRandom tokenRandom;

  /// Memory that the garbage collector frees: a call that never returns may still write to it.
  private final Arena arena = Arena.ofAuto();

  private final MemorySegment mechanism = arena.allocate(3 * WORD, WORD);
  private final MemorySegment outLength = arena.allocate(JAVA_LONG);
  private final MemorySegment iv = arena.allocate(IV_CAPACITY);
  private final MemorySegment ivs =
      arena.allocate((long) TokenRandom.MOST_AT_ONCE * IvMaker.LENGTH);
  private final boolean withIvBits;
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
      Pkcs11Settings settings,
      IvMaker systemIvs,
      TokenRandom tokenRandom) {
    this.cryptoki = cryptoki;
    this.slotId = slotId;
    this.writable = writable;
    this.settings = settings;
    this.systemIvs = systemIvs;
    this.tokenRandom = tokenRandom;
    withIvBits = settings.gcmParams() != GcmParams.WITHOUT_IV_BITS;
    aadAt = (withIvBits ? 3 : 2) * WORD;
    params = arena.allocate(aadAt + 3 * WORD, WORD);
    mechanism.set(JAVA_LONG, 0, GcmLane.mechanism(settings));
    mechanism.set(ADDRESS, WORD, params);
    mechanism.set(JAVA_LONG, 2 * WORD, params.byteSize());
    params.set(JAVA_LONG, aadAt + 2 * WORD, GcmLane.TAG_BITS);
  }

  SealedText seal(long key, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    open();
    var source = settings.ivSource();
    return switch (source) {
      case AUTO, TOKEN_RANDOM, SYSTEM_RANDOM -> {
        putFreshIv(source);
        yield encrypt(key, source, IvMaker.LENGTH, aad, plaintext);
      }
      case TOKEN_MADE -> {
        iv.asSlice(0, IvMaker.LENGTH).fill((byte) 0);
        yield encrypt(key, source, IvMaker.LENGTH, aad, plaintext);
      }
      case TOKEN_APPENDED, TOKEN_PREPENDED -> encrypt(key, source, 0, aad, plaintext);
    };
  }

  /// Under this very initialization vector, whoever makes them otherwise.
  byte[] encrypt(long key, byte[] iv, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    open();
    return encrypt(key, IvSource.SYSTEM_RANDOM, put(iv), aad, plaintext).ciphertextAndTag();
  }

  private SealedText encrypt(long key, IvSource source, int ivLength, byte[] aad, byte[] plaintext)
      throws PKCS11Exception {
    prepare(ivLength, aad, plaintext, plaintext.length + TAG_BYTES + ROOM_FOR_IV);
    var given = iv.asSlice(0, ivLength).toArray(JAVA_BYTE);
    try {
      ForeignCryptoki.check(cryptoki.encryptInit(session, mechanism, key));
      ForeignCryptoki.check(cryptoki.encrypt(session, in, plaintext.length, out, outLength));
      // Only now: some write it with C_Encrypt, through the pointer of C_EncryptInit.
      var told = iv.asSlice(0, ivLength).toArray(JAVA_BYTE);
      return UsedIv.of(source, given, told, result(), plaintext.length);
    } finally {
      in.asSlice(0, plaintext.length).fill((byte) 0);
    }
  }

  byte[] decrypt(long key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) throws PKCS11Exception {
    open();
    var input = ciphertextAndTag;
    if (settings.ivSource() == IvSource.TOKEN_PREPENDED) {
      input = Arrays.copyOf(iv, iv.length + ciphertextAndTag.length);
      System.arraycopy(ciphertextAndTag, 0, input, iv.length, ciphertextAndTag.length);
      prepare(0, aad, input, input.length);
    } else {
      prepare(put(iv), aad, input, input.length);
    }
    try {
      ForeignCryptoki.check(cryptoki.decryptInit(session, mechanism, key));
      var code = cryptoki.decrypt(session, in, input.length, out, outLength);
      if (code != 0) {
        throw CiphertextRefused.orOther(code, settings.wrongTagCodes());
      }
      return result();
    } finally {
      out.asSlice(0, input.length).fill((byte) 0);
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

  boolean follows(Pkcs11Settings others) {
    return settings.equals(others);
  }

  /// Opens the session, unless it is open.
  void open() throws PKCS11Exception {
    if (session == NONE) {
      session = cryptoki.openSession(slotId, writable);
    }
  }

  private void putFreshIv(IvSource source) throws PKCS11Exception {
    if (source == IvSource.SYSTEM_RANDOM || !drawIv(source)) {
      MemorySegment.copy(systemIvs.next(), 0, iv, JAVA_BYTE, 0, IvMaker.LENGTH);
    }
  }

  /// @return whether the token gave one
  private boolean drawIv(IvSource source) throws PKCS11Exception {
    var now = System.nanoTime();
    if (ivsLeft == 0 || now - ivsDrawn > IVS_LAST_NANOS) {
      ivsLeft =
          tokenRandom.draw(
              source,
              count ->
                  ForeignCryptoki.check(
                      cryptoki.generateRandom(session, ivs, (long) count * IvMaker.LENGTH)));
      ivsDrawn = now;
    }
    if (ivsLeft == 0) {
      return false;
    }
    ivsLeft--;
    var next = ivs.asSlice((long) ivsLeft * IvMaker.LENGTH, IvMaker.LENGTH);
    iv.copyFrom(next);
    next.fill((byte) 0);
    return true;
  }

  private int put(byte[] bytes) {
    MemorySegment.copy(bytes, 0, iv, JAVA_BYTE, 0, bytes.length);
    return bytes.length;
  }

  /// Never a null pointer, not even for what is empty: some modules take it for a question. But for
  /// an initialization vector that the token makes: there it is one.
  private void prepare(int ivLength, byte[] aadBytes, byte[] text, int outCapacity) {
    aad = atLeast(aadBytes.length, aad);
    in = atLeast(text.length, in);
    out = atLeast(outCapacity, out);
    params.set(ADDRESS, 0, ivLength == 0 ? MemorySegment.NULL : iv);
    params.set(JAVA_LONG, ivLengthAt, ivLength);
    if (withIvBits) {
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
}
