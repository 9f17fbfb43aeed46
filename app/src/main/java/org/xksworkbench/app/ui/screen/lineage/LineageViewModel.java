package org.xksworkbench.app.ui.screen.lineage;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.inventory.Inventory;
import org.xksworkbench.app.inventory.InventoryFiles;
import org.xksworkbench.app.inventory.InventoryPdf;
import org.xksworkbench.app.inventory.OutageCause;
import org.xksworkbench.app.inventory.SurveyedPlace;
import org.xksworkbench.app.lineage.Lineage;
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
import org.xksworkbench.app.ui.widget.FilteredRows;

/// Reads all sides and joins them.
public final class LineageViewModel implements AutoCloseable {

  /// What was read.
  ///
  /// @param token label of the token that was looked into; empty if nobody is logged in
  /// @param unknownKmsKeys how many KMS keys of the account could not be described
  public record LineageContents(
      Optional<String> token, int lines, long serious, int unknownKmsKeys) {}

  /// How an inventory is written.
  public enum InventoryForm {
    PDF,
    CSV,
    JSON
  }

  private static final String ABOUT_INVENTORY =
      "It says what could not be seen. Names, ARNs and check values are in it, and no key material.";

  private final ScreenTasks tasks;
  private final KeyFollowing following;
  private final Navigator navigator;
  private final Fetched<LineageContents> contents = new Fetched<>();
  private final FilteredRows<Lineage> rows = new FilteredRows<>(LineageViewModel::matches);
  private final BooleanProperty seriousOnly = new SimpleBooleanProperty();
  private final DocumentFiles documents;
  private final Supplier<SurveyedPlace> place;
  private Optional<Inventory> inventory = Optional.empty();

  /// @param place that AWS KMS is asked for
  public LineageViewModel(
      AttachedHsm hsm,
      LineageReader reader,
      Tasks tasks,
      Navigator navigator,
      Dialogs dialogs,
      Supplier<SurveyedPlace> place) {
    this.tasks = new ScreenTasks(tasks);
    this.documents = new DocumentFiles(this.tasks, dialogs);
    this.place = place;
    this.following = new KeyFollowing(hsm, reader, this.tasks);
    this.navigator = navigator;
    rows.onlyIf(line -> !seriousOnly.get() || line.serious(), seriousOnly);
  }

  public ReadOnlyObjectProperty<Loadable<LineageContents>> contents() {
    return contents.getReadOnlyProperty();
  }

  FilteredRows<Lineage> rows() {
    return rows;
  }

  /// Only those where something does not agree.
  public BooleanProperty seriousOnly() {
    return seriousOnly;
  }

  public void go(Destination destination) {
    navigator.go(destination);
  }

  public void refresh() {
    following.begin(this::show, contents::fail);
  }

  private void show(Optional<String> token, LineageReading found) {
    inventory = Optional.of(new Inventory(place.get(), token, found));
    var read = found.lines();
    rows.set(read, Lineage::xksKeyId, _ -> true);
    contents.ready(
        new LineageContents(
            token, read.size(), read.stream().filter(Lineage::serious).count(), found.unknown()));
  }

  /// What was read last, all of it, whatever is filtered.
  void export(InventoryForm form) {
    inventory.ifPresent(read -> {
      var day = LocalDate.ofInstant(read.read().at(), ZoneOffset.UTC);
      documents.save(
          "inventory",
          "inventory-%s.%s".formatted(day, form.name().toLowerCase(Locale.ROOT)),
          ABOUT_INVENTORY,
          switch (form) {
            case PDF -> () -> InventoryPdf.of(read);
            case CSV -> () -> InventoryFiles.csv(read).getBytes(StandardCharsets.UTF_8);
            case JSON -> () -> InventoryFiles.json(read).getBytes(StandardCharsets.UTF_8);
          });
    });
  }

  /// To what fails without a part of the loop; of the external key that is selected, if one is.
  void whatIf() {
    navigator.go(
        new Destination.WhatIfScreen(
            Optional.ofNullable(rows.selected().get())
                .map(line -> new OutageCause.KeyOutage(line.xksKeyId()))));
  }

  private static boolean matches(Lineage line, String typed) {
    var words = new ArrayList<>(line.aliases());
    words.add(line.xksKeyId());
    line.kmsKey().ifPresent(key -> words.add(key.arn()));
    line.store().ifPresent(store -> words.add(store.name()));
    return FilteredRows.found(String.join(" ", words), typed);
  }

  @Override
  public void close() {
    tasks.close();
  }
}
