package org.xksworkbench.bridge.xks.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.TlsIdentity;
import org.xksworkbench.bridge.xks.server.XksPrefix;

/// `proxy.toml`, read and checked.
///
/// @param host name that AWS KMS, or the local KMS, calls the proxy by
/// @param port 0 picks a free one
public record ProxyConfig(
    String host,
    String bind,
    int port,
    TlsIdentity tls,
    Path module,
    String tokenLabel,
    String healthKey,
    List<XksPrefix> prefixes) {

  private static final Set<String> TABLES = Set.of("listen", "tls", "hsm", "prefix");

  public ProxyConfig {
    prefixes = List.copyOf(prefixes);
  }

  /// Reads a configuration. Files in it are relative to its folder.
  ///
  /// @throws ProxyConfigException if it cannot be read, is not valid, or others may read it
  public static ProxyConfig read(Path file) {
    OwnerOnly.requireFile(file);
    try {
      return new Reader(file, new TomlMapper().readTree(Files.readString(file))).config();
    } catch (JsonProcessingException e) {
      // Never the source in the message: it holds secrets.
      var where = e.getLocation();
      throw new ProxyConfigException(
          file + " is not valid TOML" + (where == null ? "" : " at line " + where.getLineNr()), e);
    } catch (IOException e) {
      throw new ProxyConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private record Reader(Path file, JsonNode root) {

    ProxyConfig config() {
      var unknown = new TreeSet<String>();
      root.fieldNames().forEachRemaining(unknown::add);
      unknown.removeAll(TABLES);
      if (!unknown.isEmpty()) {
        throw wrong("has an unknown table: " + String.join(", ", unknown));
      }
      var folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw wrong("lies in no folder");
      }
      var key = folder.resolve(text("tls", "key"));
      OwnerOnly.requireFile(key);
      return new ProxyConfig(
          text("listen", "host"),
          text("listen", "bind"),
          root.path("listen").path("port").asInt(0),
          new TlsIdentity(folder.resolve(text("tls", "certificate")), key),
          Path.of(text("hsm", "module")),
          text("hsm", "token"),
          text("hsm", "health-key"),
          prefixes());
    }

    private List<XksPrefix> prefixes() {
      var prefixes = new ArrayList<XksPrefix>();
      for (var prefix : root.path("prefix")) {
        var credentials = new ArrayList<Credential>();
        for (var credential : prefix.path("credential")) {
          credentials.add(
              new Credential(
                  text(credential, "access-key-id"), text(credential, "secret-access-key")));
        }
        try {
          prefixes.add(
              new XksPrefix(text(prefix, "path"), credentials, admission(prefix.get("keys"))));
        } catch (IllegalArgumentException e) {
          throw wrong("has a wrong [[prefix]]: " + e.getMessage());
        }
      }
      if (prefixes.isEmpty()) {
        throw wrong("has no [[prefix]]");
      }
      return prefixes;
    }

    private KeyAdmission admission(JsonNode keys) {
      if (keys != null && keys.isArray()) {
        var labels = new TreeSet<String>();
        keys.forEach(label -> labels.add(label.asText()));
        return new KeyAdmission.Labels(labels);
      }
      var text = keys == null ? "" : keys.asText();
      return switch (text) {
        case "" -> throw wrong("needs keys = in each [[prefix]]");
        case "fit" -> new KeyAdmission.FitKeys();
        case "all" -> new KeyAdmission.AllSecretKeys();
        default -> new KeyAdmission.LabelPattern(text);
      };
    }

    private String text(String table, String name) {
      return text(root.path(table), name);
    }

    private String text(JsonNode table, String name) {
      var value = table.get(name);
      if (value == null || !value.isTextual()) {
        throw wrong("needs the text " + name);
      }
      return value.textValue();
    }

    private ProxyConfigException wrong(String what) {
      return new ProxyConfigException(file + " " + what, null);
    }
  }
}
