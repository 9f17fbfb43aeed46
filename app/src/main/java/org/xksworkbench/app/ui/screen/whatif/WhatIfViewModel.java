package org.xksworkbench.app.ui.screen.whatif;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.inventory.FailingKey;
import org.xksworkbench.app.inventory.Outage;
import org.xksworkbench.app.inventory.OutageCause;
import org.xksworkbench.app.inventory.OutagePdf;
import org.xksworkbench.app.inventory.SurveyedPlace;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.document.DocumentFiles;
import org.xksworkbench.app.ui.lineage.KeyFollowing;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;

/// Reads the lineage once, and says for each part of the loop what fails without it.
public final class WhatIfViewModel implements AutoCloseable {

  /// What is asked.
  ///
  /// @param reader follows each key through the loop
  /// @param place that AWS KMS is asked for
  public record WhatIfSources(
      AttachedHsm hsm, LineageReader reader, Supplier<SurveyedPlace> place) {}

  private record Followed(Optional<String> token, LineageReading reading) {}

  private static final Words WORDS = Words.of(WhatIfViewModel.class);

  private final Supplier<SurveyedPlace> place;
  private final ScreenTasks tasks;
  private final KeyFollowing following;
  private final DocumentFiles documents;
  private final Navigator navigator;
  private final Fetched<List<OutageCause>> causes = new Fetched<>();
  private final ObjectProperty<@Nullable OutageCause> cause = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<@Nullable Outage> outage = new ReadOnlyObjectWrapper<>();
  private Optional<Followed> followed = Optional.empty();

  /// @param cause empty if the user is to choose
  public WhatIfViewModel(
      Optional<OutageCause> cause,
      WhatIfSources sources,
      Tasks tasks,
      Dialogs dialogs,
      Navigator navigator) {
    this.place = sources.place();
    this.tasks = new ScreenTasks(tasks);
    this.following = new KeyFollowing(sources.hsm(), sources.reader(), this.tasks);
    this.documents = new DocumentFiles(this.tasks, dialogs);
    this.navigator = navigator;
    cause.ifPresent(this.cause::set);
    this.cause.subscribe(_ -> judge());
  }

  /// What can be chosen.
  ReadOnlyObjectProperty<Loadable<List<OutageCause>>> causes() {
    return causes.getReadOnlyProperty();
  }

  /// What is thought to be gone; null while none is chosen.
  ObjectProperty<@Nullable OutageCause> cause() {
    return cause;
  }

  /// What fails then; null while none is chosen or nothing was read.
  ReadOnlyObjectProperty<@Nullable Outage> outage() {
    return outage.getReadOnlyProperty();
  }

  void refresh() {
    following.begin(this::take, causes::fail);
  }

  private void take(Optional<String> token, LineageReading reading) {
    followed = Optional.of(new Followed(token, reading));
    var offered = Outage.causes(token, reading);
    var chosen = cause.get();
    // A key is chosen elsewhere: there may be thousands of them.
    var all = Stream.concat(Stream.ofNullable(chosen), offered.stream()).distinct().toList();
    causes.ready(all);
    if (chosen == null && !all.isEmpty()) {
      cause.set(all.getFirst());
    } else {
      judge();
    }
  }

  private void judge() {
    var chosen = cause.get();
    outage.set(
        chosen == null
            ? null
            : followed
                .map(read -> Outage.of(place.get(), chosen, read.token(), read.reading()))
                .orElse(null));
  }

  void open(FailingKey key) {
    navigator.go(new Destination.KeyDetailScreen(key.kmsKey().keyId()));
  }

  void savePdf() {
    var told = outage.get();
    if (told != null) {
      documents.save(
          WORDS.text("pdf.what"),
          "what-fails.pdf",
          WORDS.text("pdf.about"),
          () -> OutagePdf.of(told));
    }
  }

  @Override
  public void close() {
    tasks.close();
  }
}
