package org.xksworkbench.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.store.Aside;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.store.ManifestException;

/// The demo begun anew by its owner's word. What its manifest names is deleted; its token with all
/// keys, and what stands in the way, are set aside; everything else stays.
public final class StartOver implements Opening.Anew {

  private static final Logger LOG = LoggerFactory.getLogger(StartOver.class);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int NAMES_TOLD = 12;

  private final Path folder;

  /// @param folder of a demo that does not run
  public StartOver(Path folder) {
    this.folder = folder;
  }

  /// What goes and what stays, for the question. Blocks: the token is asked for its keys.
  @Override
  public String whatGoes() {
    var told = new ArrayList<String>();
    told.add("The demo in " + folder + " begins anew.");
    try {
      var tokens = DemoToken.tokenFolders(folder);
      if (!tokens.isEmpty()) {
        told.add(
            keys(tokens.size())
                + " The token is not deleted: it is set aside in "
                + folder.resolve(DemoToken.FOLDER)
                + " under a name with the date, and the demo does not use it any more.");
      }
      var made = madeFiles();
      var files =
          made.names().stream().filter(name -> exists(name) && !name.endsWith("/")).toList();
      told.add(files.isEmpty() ? "No file is deleted." : "Deleted: " + names(files) + ".");
      var inTheWay =
          neededFiles().stream().filter(name -> exists(name) && !made.has(name)).toList();
      if (!inTheWay.isEmpty()) {
        told.add("Set aside, as the demo did not make it: " + names(inTheWay) + ".");
      }
    } catch (IOException e) {
      told.add("The folder cannot be read: " + e.getMessage());
    }
    told.add("Ceremonies, records and everything else in the folder stay.");
    return String.join("\n\n", told);
  }

  /// Does it.
  ///
  /// @throws IOException if something cannot be moved or deleted; what was set aside by then is
  ///   complete
  @Override
  public void run() throws IOException {
    var now = LocalDateTime.now(ZoneId.systemDefault());
    setTokensAside(now);
    if (Files.isDirectory(folder)) {
      Deletion.deleteMade(madeFiles());
      setManifestAside(now);
    }
    for (var name : neededFiles()) {
      if (exists(name)) {
        LOG.info("{} was set aside", Aside.set(folder.resolve(name), now));
      }
    }
  }

  /// Out of the folder where SoftHSM looks; what else lies there stays there.
  private void setTokensAside(LocalDateTime now) throws IOException {
    for (var token : DemoToken.tokenFolders(folder)) {
      var out = folder.resolve(DemoToken.FOLDER).resolve(token.getFileName());
      LOG.info("The token was set aside as {}", Aside.set(Files.move(token, out), now));
    }
  }

  /// A manifest that cannot be understood names nothing.
  private MadeFiles madeFiles() throws IOException {
    try {
      return MadeFiles.in(folder);
    } catch (ManifestException e) {
      return MadeFiles.of(folder, List.of());
    }
  }

  private void setManifestAside(LocalDateTime now) throws IOException {
    if (exists(MadeFiles.NAME)) {
      var _ = Aside.set(folder.resolve(MadeFiles.NAME), now);
    }
  }

  /// What the demo makes anew and would find in its way.
  private List<String> neededFiles() {
    var names = new ArrayList<String>();
    for (var name : List.of(DemoToken.FOLDER, DemoToken.TOKENS, DemoProxyFolder.FOLDER)) {
      if (!Files.isDirectory(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        names.add(name.substring(0, name.length() - 1));
      }
    }
    names.add(DemoToken.AWAY.substring(0, DemoToken.AWAY.length() - 1));
    names.add(DemoToken.CONFIGURATION);
    names.addAll(DemoProxyFolder.FILES);
    return names;
  }

  private boolean exists(String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private String keys(int tokens) {
    var unknown =
        "Its token ("
            + tokens
            + (tokens == 1 ? " folder" : " folders")
            + " of SoftHSM) cannot be read now, so that its keys cannot be listed.";
    var helper = AgentProcess.likeThis(DemoToken.environment(folder));
    try (var hsm =
        AgentHsm.open(helper, DemoToken.module(), ChangeLock.inMemory("demo", true), PATIENCE)) {
      return hsm.slots().stream()
          .filter(DemoToken::isDemo)
          .findFirst()
          .map(slot -> keys(hsm, slot))
          .orElse(unknown);
    } catch (HsmException e) {
      LOG.info("The keys of the demo's token cannot be listed: {}", e.getMessage());
      return unknown;
    }
  }

  private static String keys(Hsm hsm, Slot slot) {
    try (var session = hsm.login(slot.id(), DemoToken.pin())) {
      var labels =
          session.objects().read(session.objects().find()).stream()
              .map(object -> object.ref().label())
              .distinct()
              .sorted()
              .toList();
      var own = labels.stream().filter(label -> !DemoToken.makes(label)).toList();
      return (own.isEmpty()
              ? "No key of yours is in its token."
              : "Keys of yours in its token: " + names(own) + ".")
          + " Keys of the demo in it: "
          + (labels.size() - own.size())
          + ".";
    }
  }

  private static String names(List<String> names) {
    return names.stream().limit(NAMES_TOLD).collect(Collectors.joining(", "))
        + (names.size() > NAMES_TOLD ? " and " + (names.size() - NAMES_TOLD) + " more" : "");
  }
}
