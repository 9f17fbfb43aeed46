package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.Members;

/// Where a fingerprint was printed for everybody to see, such as a newspaper. It is to be looked up
/// there, and proves nothing by itself.
///
/// @param scan a picture of the page, beside it in the bundle
public record Publication(
    Fingerprint fingerprint, String where, LocalDate on, Optional<PageScan> scan) {

  private static final Pattern SCAN = Pattern.compile("after/publication\\.(jpg|png|pdf)");

  /// @param name in the bundle
  public record PageScan(String name, Fingerprint sha256) {}

  /// What a scan that is a file of this name is called in a bundle; empty if it is no picture.
  public static Optional<String> scanName(String file) {
    var name = "after/publication" + file.substring(Math.max(0, file.lastIndexOf('.')));
    return SCAN.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  /// @throws MalformedEvidence if it tells of none
  static Publication read(byte[] text) throws MalformedEvidence {
    if (text.length == 0 || text[text.length - 1] != '\n') {
      throw new MalformedEvidence("It does not end with a line feed.");
    }
    var members = Members.of(CanonicalJson.read(Arrays.copyOf(text, text.length - 1)));
    var read =
        new Publication(
            members.digest("fingerprint"),
            members.text("where"),
            day(members.text("on")),
            members.has("scan") ? Optional.of(scan(members)) : Optional.empty());
    members.end();
    return read;
  }

  private static LocalDate day(String text) throws MalformedEvidence {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedEvidence("There is no such day: " + text, e);
    }
  }

  private static PageScan scan(Members publication) throws MalformedEvidence {
    var scan = Members.of(publication.object("scan"));
    var read = new PageScan(scan.text("name", SCAN), scan.digest("sha256"));
    scan.end();
    return read;
  }

  /// Its file.
  public byte[] write() {
    var node =
        JsonNodeFactory.instance
            .objectNode()
            .put("fingerprint", fingerprint.hex())
            .put("on", on.toString())
            .put("where", where);
    scan.ifPresent(picture ->
        node.putObject("scan").put("name", picture.name()).put("sha256", picture.sha256().hex()));
    return (CanonicalJson.write(node) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
