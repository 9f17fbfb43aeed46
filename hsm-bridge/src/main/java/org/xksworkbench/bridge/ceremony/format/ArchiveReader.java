package org.xksworkbench.bridge.ceremony.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/// Reads the one archive that its files make. It is read from its beginning to its end, and every
/// byte that is no file's must be the one that a writer would have written: nothing stands before,
/// between or after, and no other reader sees other files in it.
public final class ArchiveReader {

  private static final int CRC_AT = 14;
  private static final int SIZE_AT = 22;
  private static final int NAME_LENGTH_AT = 26;
  private static final int MAX_FILES = 10_000;

  private final ArchiveForm form = new ArchiveForm();
  private final InputStream in;
  private final Taker taker;
  private String last = "";
  private int files;

  private ArchiveReader(InputStream in, Taker taker) {
    this.in = in;
    this.taker = taker;
  }

  /// Who gets the files, one by one.
  public interface Taker {
    /// @param content of the file; what is not read of it is skipped
    void take(String name, InputStream content) throws IOException, MalformedEvidence;
  }

  /// @throws Malformed if it is another archive, or none
  public static void read(InputStream in, Taker taker) throws IOException, MalformedEvidence {
    new ArchiveReader(in, taker).read();
  }

  private void read() throws IOException, MalformedEvidence {
    var head = in.readNBytes(ArchiveForm.LOCAL_BYTES);
    while (isLocal(head)) {
      file(head);
      head = in.readNBytes(ArchiveForm.LOCAL_BYTES);
    }
    var end = form.end();
    var rest = in.readNBytes(Math.max(0, end.length - head.length));
    var found = Arrays.copyOf(head, head.length + rest.length);
    System.arraycopy(rest, 0, found, head.length, rest.length);
    if (!Arrays.equals(found, end) || in.read() >= 0) {
      throw other("behind the last file");
    }
  }

  private static boolean isLocal(byte[] head) {
    return head.length == ArchiveForm.LOCAL_BYTES
        && number(head).getInt(0) == ArchiveForm.LOCAL_SIGNATURE;
  }

  private void file(byte[] head) throws IOException, MalformedEvidence {
    var fields = number(head);
    var crc = Integer.toUnsignedLong(fields.getInt(CRC_AT));
    var size = Integer.toUnsignedLong(fields.getInt(SIZE_AT));
    var nameBytes = in.readNBytes(Short.toUnsignedInt(fields.getShort(NAME_LENGTH_AT)));
    var name = new String(nameBytes, StandardCharsets.US_ASCII);
    var found = Arrays.copyOf(head, head.length + nameBytes.length);
    System.arraycopy(nameBytes, 0, found, head.length, nameBytes.length);
    if (!Arrays.equals(found, form.next(name, crc, size))) {
      throw other("before the file " + name);
    }
    if (name.compareTo(last) <= 0) {
      throw new MalformedEvidence(
          "The file " + name + " stands twice in the archive, or not in its place.");
    }
    if (++files > MAX_FILES) {
      throw new MalformedEvidence("The archive has more than " + MAX_FILES + " files.");
    }
    last = name;
    content(name, crc, size);
  }

  private void content(String name, long crc, long size) throws IOException, MalformedEvidence {
    var content = new Part(in, size);
    var checked = new CheckedInputStream(content, new CRC32());
    taker.take(name, checked);
    checked.transferTo(java.io.OutputStream.nullOutputStream());
    if (content.left > 0) {
      throw new MalformedEvidence("The archive ends in the middle of the file " + name + ".");
    }
    if (checked.getChecksum().getValue() != crc) {
      throw new MalformedEvidence("The file " + name + " is not the one that its checksum is of.");
    }
  }

  private static ByteBuffer number(byte[] head) {
    return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static MalformedEvidence other(String where) {
    return new MalformedEvidence(
        "This is not the one archive that its files make: what stands " + where + " differs.");
  }

  /// The next bytes of a stream, as a stream.
  private static final class Part extends InputStream {

    private final InputStream in;
    private long left;

    Part(InputStream in, long size) {
      this.in = in;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      var read = in.read(bytes, from, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
