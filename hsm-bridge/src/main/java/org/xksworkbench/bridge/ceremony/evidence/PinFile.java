package org.xksworkbench.bridge.ceremony.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.StoreException;

/// [Pins] as a TOML file, for who verifies many bundles by one rule.
public final class PinFile {

  private static final List<String> KNOWN =
      List.of(
          "fingerprint",
          "plan",
          "counts",
          "persons",
          "token-serial",
          "not-before",
          "not-after",
          "require",
          "counter-signer",
          "tsa-ca");

  private final Path file;
  private final TomlTable table;

  private PinFile(Path file, TomlTable table) {
    this.file = file;
    this.table = table;
  }

  /// Adds what a file says.
  ///
  /// @throws CeremonyException if it cannot be read or says something else
  public static void read(Path file, Pins pins) {
    TomlParseResult parsed;
    try {
      parsed = Toml.parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, file, e);
    }
    if (parsed.hasErrors()) {
      throw new CeremonyException(file + ": " + parsed.errors().getFirst());
    }
    new PinFile(file, parsed).read(pins);
  }

  private void read(Pins pins) {
    for (var name : table.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new CeremonyException(
            file + ": there is no \"" + name + "\"; known are " + String.join(", ", KNOWN) + ".");
      }
    }
    text("fingerprint", pins::fingerprint);
    text("plan", pins::plan);
    text("counts", pins::counts);
    time("not-before", pins::notBefore);
    time("not-after", pins::notAfter);
    texts("token-serial", pins::tokenSerial);
    texts("require", pins::require);
    texts("counter-signer", pins::counterSigner);
    texts("tsa-ca", name -> pins.timeStampAuthority(file.resolveSibling(name)));
    if (table.contains("persons")) {
      if (!(table.get("persons") instanceof TomlTable persons)) {
        throw other("persons", "a table of IDs and key IDs");
      }
      for (var entry : persons.toMap().entrySet()) {
        if (!(entry.getValue() instanceof String keyid)) {
          throw other("persons", "a table of IDs and key IDs");
        }
        pins.person(entry.getKey(), keyid);
      }
    }
  }

  private void text(String name, Consumer<String> pin) {
    if (table.contains(name)) {
      if (!(table.get(name) instanceof String text)) {
        throw other(name, "a text");
      }
      pin.accept(text);
    }
  }

  private void time(String name, Consumer<String> pin) {
    if (table.contains(name)) {
      if (!(table.get(name) instanceof OffsetDateTime time)) {
        throw other(name, "a time such as 2027-03-01T00:00:00Z");
      }
      pin.accept(time.toInstant().toString());
    }
  }

  private void texts(String name, Consumer<String> pin) {
    if (table.contains(name)) {
      if (!(table.get(name) instanceof TomlArray array)) {
        throw other(name, "a list of texts");
      }
      for (var each : array.toList()) {
        if (!(each instanceof String text)) {
          throw other(name, "a list of texts");
        }
        pin.accept(text);
      }
    }
  }

  private CeremonyException other(String name, String what) {
    return new CeremonyException(file + ": \"" + name + "\" is not " + what + ".");
  }
}
