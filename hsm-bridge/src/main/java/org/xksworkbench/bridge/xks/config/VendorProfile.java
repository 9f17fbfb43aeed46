package org.xksworkbench.bridge.xks.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.store.TextFile;

/// What is known of the tokens of a vendor, from a file that ships with the program or an
/// administrator's own. What it says is not looked for by a probe, which still tries whether it
/// holds.
///
/// @param name of the file, without its ending
/// @param about which tokens it is for
/// @param knownFrom who says so
public record VendorProfile(String name, String about, String knownFrom, Pkcs11Settings settings) {

  private static final List<String> SHIPPED =
      List.of(
          "cloudhsm",
          "google-cloud-kms",
          "luna",
          "luna-fips",
          "nshield",
          "nss",
          "protectserver",
          "protectserver-fips",
          "softhsm");

  private static final String ENDING = ".toml";
  private static final int LONGEST = 1 << 16;

  /// All that ship with the program.
  public static List<VendorProfile> all() {
    return SHIPPED.stream().map(VendorProfile::load).toList();
  }

  /// @param name of one that ships with the program, or a file that ends in `.toml`
  /// @param folder that the file is looked for in
  /// @throws ProxyConfigException if there is none, or it is not valid
  public static VendorProfile of(String name, Path folder) {
    var own = file(name, folder);
    if (own.isPresent()) {
      return read(own.get());
    }
    if (!SHIPPED.contains(name)) {
      throw new ProxyConfigException(
          "there is no profile "
              + name
              + "; known are "
              + String.join(", ", SHIPPED)
              + ", or name a file of your own that ends in "
              + ENDING,
          null);
    }
    return load(name);
  }

  /// The file of one that does not ship with the program.
  static Optional<Path> file(String name, Path folder) {
    return name.endsWith(ENDING) ? Optional.of(folder.resolve(name)) : Optional.empty();
  }

  private static VendorProfile load(String name) {
    var resource = "vendors/" + name + ENDING;
    try (var in = VendorProfile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The program has no " + resource);
      }
      return parse(Path.of(resource), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VendorProfile read(Path file) {
    try {
      return parse(
          file,
          TextFile.read(file, LONGEST).orElseThrow(() -> new NoSuchFileException(file.toString())));
    } catch (StoreException e) {
      throw new ProxyConfigException(e.clause(), e);
    } catch (IOException e) {
      throw new ProxyConfigException(
          StoreException.of(StoreException.FileAct.READ, file, e).clause(), e);
    }
  }

  static VendorProfile parse(Path file, String text) {
    var root = SettingsTable.parse(file, text);
    var about = root.text("about");
    var knownFrom = root.text("known-from");
    var hsm = root.table("hsm");
    var settings = HsmSettings.read(hsm, Pkcs11Settings.defaults());
    hsm.refuseUnknown();
    root.refuseUnknown();
    var name = file.getFileName().toString();
    return new VendorProfile(
        name.substring(0, name.length() - ENDING.length()), about, knownFrom, settings);
  }
}
