package org.xksworkbench.bridge.ceremony.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The headers of the one ZIP archive that some files make: stored, in the order of their names,
/// nothing that a writer could choose. Section numbers are those of PKWARE's APPNOTE.
final class ArchiveForm {

  static final int LOCAL_BYTES = 30;
  static final int LOCAL_SIGNATURE = 0x04034b50;

  private static final int CENTRAL_BYTES = 46;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int END_BYTES = 22;
  private static final int END_SIGNATURE = 0x06054b50;

  /// 1.0: what a reader must know to take out a stored file.
  private static final short VERSION = 10;

  /// 1980-01-01, the first day that the format can say.
  private static final short DATE = 0x0021;

  private final ByteArrayOutputStream central = new ByteArrayOutputStream();
  private int files;
  private long length;

  /// What stands before the bytes of the next file (4.3.7).
  ///
  /// @param size below 4 GiB
  byte[] next(String name, long crc, long size) {
    var nameBytes = name.getBytes(StandardCharsets.UTF_8);
    central.writeBytes(
        littleEndian(CENTRAL_BYTES)
            .putInt(CENTRAL_SIGNATURE)
            .putShort(VERSION)
            .put(common(nameBytes, crc, size))
            .putShort((short) 0) // comment
            .putShort((short) 0) // disk
            .putShort((short) 0) // internal attributes
            .putInt(0) // external attributes
            .putInt((int) length)
            .array());
    central.writeBytes(nameBytes);
    files++;
    length += LOCAL_BYTES + nameBytes.length + size;
    return littleEndian(LOCAL_BYTES + nameBytes.length)
        .putInt(LOCAL_SIGNATURE)
        .put(common(nameBytes, crc, size))
        .put(nameBytes)
        .array();
  }

  /// What stands behind the last file: the directory (4.3.12) and its end (4.3.16).
  byte[] end() {
    var directory = central.toByteArray();
    return littleEndian(directory.length + END_BYTES)
        .put(directory)
        .putInt(END_SIGNATURE)
        .putShort((short) 0) // this disk
        .putShort((short) 0) // disk of the directory
        .putShort((short) files)
        .putShort((short) files)
        .putInt(directory.length)
        .putInt((int) length)
        .putShort((short) 0) // comment
        .array();
  }

  /// From "version needed" to "extra field length", which both headers of a file have.
  private static byte[] common(byte[] name, long crc, long size) {
    return littleEndian(26)
        .putShort(VERSION)
        .putShort((short) 0) // flags
        .putShort((short) 0) // stored
        .putShort((short) 0) // time
        .putShort(DATE)
        .putInt((int) crc)
        .putInt((int) size)
        .putInt((int) size)
        .putShort((short) name.length)
        .putShort((short) 0) // extra field
        .array();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
