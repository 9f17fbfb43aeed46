package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A PIN with a byte in each character, as [Utf8Characters] has it; wiped when it is closed.
final class PinBytes implements AutoCloseable {

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment bytes;

  PinBytes(char @Nullable [] characters) {
    if (characters == null) {
      bytes = MemorySegment.NULL;
      return;
    }
    bytes = arena.allocate(characters.length);
    for (var i = 0; i < characters.length; i++) {
      bytes.set(JAVA_BYTE, i, (byte) characters[i]);
    }
  }

  long address() {
    return bytes.address();
  }

  long length() {
    return bytes.byteSize();
  }

  @Override
  public void close() {
    bytes.fill((byte) 0);
    arena.close();
  }
}
