package org.xksworkbench.bridge.localkms.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// Reads a seed from TOML. Path and credential of a proxy come from the file that the AWS console
/// takes too, so that no secret need be copied.
public final class SeedFile {

  private static final Set<String> ROOT = Set.of("user", "role", "key", "key-store");
  private static final Set<String> PRINCIPALS = Set.of("name");
  private static final Set<String> KEYS = Set.of("external-key", "alias", "description", "tags");
  private static final Set<String> STORES =
      Set.of("name", "endpoint", "configuration-file", "vpc-endpoint-service", "left-as", "key");

  private final Path folder;

  private SeedFile(Path folder) {
    this.folder = folder;
  }

  /// @throws LocalKmsException if it cannot be read or understood
  public static Seed read(Path file) {
    try {
      var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
      return new SeedFile(folder).seed(TomlText.parse(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new LocalKmsException(
          "The seed file " + file + " cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private Seed seed(JsonNode root) throws IOException {
    requireKnown(root, ROOT, "the file");
    var principals = new ArrayList<Principal>();
    for (var user : root.path("user")) {
      requireKnown(user, PRINCIPALS, "a user");
      principals.add(Principal.of(Principal.PrincipalKind.USER, require(user, "name", "a user")));
    }
    for (var role : root.path("role")) {
      requireKnown(role, PRINCIPALS, "a role");
      principals.add(Principal.of(Principal.PrincipalKind.ROLE, require(role, "name", "a role")));
    }
    var stores = new ArrayList<Seed.Store>();
    for (var store : root.path("key-store")) {
      stores.add(store(store));
    }
    return new Seed(stores, keys(root.path("key"), SeedFile::key), principals);
  }

  private Seed.Store store(JsonNode store) throws IOException {
    requireKnown(store, STORES, "a key-store");
    var name = require(store, "name", "a key-store");
    var what = "the key-store " + name;
    var configuration = folder.resolve(require(store, "configuration-file", what));
    var console = new ObjectMapper().readTree(configuration.toFile());
    var credential = console.path("XksProxyAuthenticationCredential");
    return new Seed.Store(
        name,
        new ProxyAddress(
            require(store, "endpoint", what),
            require(console, "XksProxyUriPath", configuration.toString()),
            require(credential, "AccessKeyId", configuration.toString()),
            require(credential, "RawSecretAccessKey", configuration.toString())),
        text(store, "vpc-endpoint-service"),
        leftAs(text(store, "left-as").orElse("connected")),
        keys(
            store.path("key"),
            key -> new Seed.ExternalKey(require(key, "external-key", "a key"), key(key))));
  }

  private static <T> List<T> keys(JsonNode array, Function<JsonNode, T> read) {
    var keys = new ArrayList<T>();
    for (var key : array) {
      requireKnown(key, KEYS, "a key");
      keys.add(read.apply(key));
    }
    return keys;
  }

  private static Seed.Key key(JsonNode key) {
    Map<String, String> tags = new TreeMap<>();
    key.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    return new Seed.Key(text(key, "alias"), text(key, "description").orElse(""), tags);
  }

  private static Seed.LeftAs leftAs(String text) {
    return switch (text) {
      case "new" -> Seed.LeftAs.NEW;
      case "connected" -> Seed.LeftAs.CONNECTED;
      case "disconnected" -> Seed.LeftAs.DISCONNECTED;
      default ->
          throw new IllegalArgumentException(
              "left-as is new, connected or disconnected, not " + text);
    };
  }

  private static void requireKnown(JsonNode table, Set<String> known, String where) {
    table
        .properties()
        .forEach(entry -> {
          if (!known.contains(entry.getKey())) {
            throw new IllegalArgumentException(where + " has no '" + entry.getKey() + "'");
          }
        });
  }

  private static String require(JsonNode table, String name, String where) {
    return text(table, name)
        .orElseThrow(() -> new IllegalArgumentException(where + " lacks '" + name + "'"));
  }

  private static Optional<String> text(JsonNode table, String name) {
    return Optional.ofNullable(table.path(name).textValue());
  }
}
