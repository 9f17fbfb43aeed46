package org.xksworkbench.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.guard.AtomicFile;

/// One JSON file in the user's configuration folder, replaced as a whole at every change. A file
/// that cannot be understood is set aside and not overwritten; a disk that cannot be written costs
/// the memory of column widths and nothing else.
public final class Settings {

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path file;
  private final ObjectNode root;

  private Settings(@Nullable Path file, ObjectNode root) {
    this.file = file;
    this.root = root;
  }

  /// Forgotten with the program.
  public static Settings inMemory() {
    return new Settings(null, JSON.createObjectNode());
  }

  public static Settings open(Path file) {
    if (!Files.exists(file)) {
      return new Settings(file, JSON.createObjectNode());
    }
    try {
      if (JSON.readTree(file.toFile()) instanceof ObjectNode object) {
        return new Settings(file, object);
      }
      LOG.warn("{} is no JSON object; the settings start anew", file);
    } catch (IOException e) {
      LOG.warn("{} cannot be read; the settings start anew: {}", file, e.getMessage());
    }
    setAside(file);
    return new Settings(file, JSON.createObjectNode());
  }

  public synchronized Optional<WindowState> window() {
    var node = root.path("window");
    return node.isObject()
        ? Optional.of(
            new WindowState(
                node.path("x").asDouble(),
                node.path("y").asDouble(),
                node.path("width").asDouble(),
                node.path("height").asDouble(),
                node.path("maximized").asBoolean()))
        : Optional.empty();
  }

  public synchronized void keepWindow(WindowState window) {
    root.putObject("window")
        .put("x", window.x())
        .put("y", window.y())
        .put("width", window.width())
        .put("height", window.height())
        .put("maximized", window.maximized());
    save();
  }

  /// @param id of the table, such as `key-stores`
  public synchronized Optional<TableState> table(String id) {
    var node = root.path("tables").path(id);
    if (!node.isObject()) {
      return Optional.empty();
    }
    var order = new ArrayList<String>();
    node.path("order").forEach(title -> order.add(title.asText()));
    var hidden = new HashSet<String>();
    node.path("hidden").forEach(title -> hidden.add(title.asText()));
    var widths = new HashMap<String, Double>();
    node.path("widths")
        .properties()
        .forEach(width -> widths.put(width.getKey(), width.getValue().asDouble()));
    return Optional.of(new TableState(order, hidden, widths));
  }

  public synchronized void keepTable(String id, TableState state) {
    var node = object(root, "tables").putObject(id);
    state.order().forEach(node.putArray("order")::add);
    state.hidden().stream().sorted().forEach(node.putArray("hidden")::add);
    state.widths().forEach(node.putObject("widths")::put);
    save();
  }

  /// The Region that the user chose last for a profile.
  public synchronized Optional<String> region(String profile) {
    return text(root.path("profiles").path(profile).path("region"));
  }

  public synchronized void keepRegion(String profile, String region) {
    object(object(root, "profiles"), profile).put("region", region);
    save();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    return parent.path(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }

  private void save() {
    if (file == null) {
      return;
    }
    try {
      AtomicFile.replace(file, root.toPrettyString() + "\n");
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }

  private static void setAside(Path file) {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".broken"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be set aside: {}", file, e.getMessage());
    }
  }
}
