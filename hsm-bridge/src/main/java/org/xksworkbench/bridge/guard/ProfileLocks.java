package org.xksworkbench.bridge.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Which profiles are unlocked for changes, and which one the window works with: one small JSON
/// file, shared by window and command line. Holds nothing secret.
public final class ProfileLocks {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  public ProfileLocks(Path file) {
    this.file = file;
  }

  /// The user's own.
  public static ProfileLocks ofUser() {
    return new ProfileLocks(UserFolders.configuration().resolve("profiles.json"));
  }

  public Path file() {
    return file;
  }

  /// The lock of a profile: read-only until the user unlocks it.
  public ChangeLock of(String profile) {
    return new Kept(profile);
  }

  /// Whether a profile was ever used or unlocked here.
  public boolean inUse() {
    return Files.exists(file);
  }

  /// The profile that the window works with, or worked with last.
  public Optional<String> current() {
    return read().map(State::current).filter(name -> !name.isEmpty());
  }

  /// Says which profile the window works with.
  public void use(String profile) {
    write(new State(profile, read().map(State::unlocked).orElseGet(TreeSet::new)));
  }

  /// The profiles that are unlocked, by name.
  public NavigableSet<String> unlocked() {
    return read().map(State::unlocked).orElseGet(TreeSet::new);
  }

  private record State(String current, NavigableSet<String> unlocked) {}

  /// Empty if the file is not there or cannot be understood: then nothing is unlocked.
  private Optional<State> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      var root = JSON.readTree(file.toFile());
      var unlocked = new TreeSet<String>();
      for (JsonNode name : root.path("unlocked")) {
        unlocked.add(name.asText());
      }
      return Optional.of(new State(root.path("current").asText(), unlocked));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private synchronized void write(State state) {
    var root = JSON.createObjectNode().put("current", state.current());
    state.unlocked().forEach(root.putArray("unlocked")::add);
    try {
      AtomicFile.replace(file, root.toPrettyString() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + FileTrouble.reason(e), e);
    }
  }

  private final class Kept implements ChangeLock {

    private final String profile;

    private Kept(String profile) {
      this.profile = profile;
    }

    @Override
    public String profile() {
      return profile;
    }

    @Override
    public boolean readOnly() {
      return !unlocked().contains(profile);
    }

    @Override
    public void setReadOnly(boolean readOnly) {
      var unlocked = unlocked();
      var changed = readOnly ? unlocked.remove(profile) : unlocked.add(profile);
      if (changed) {
        write(new State(current().orElse(""), unlocked));
      }
    }
  }
}
