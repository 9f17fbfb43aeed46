package org.xksworkbench.app.inventory;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.Mismatch;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.Ink;
import org.xksworkbench.bridge.paper.PdfPages.PdfCell;

/// The inventory on paper.
public final class InventoryPdf {

  private static final String TITLE = "Inventory of external keys";
  private static final float[] SHARES = {0.20f, 0.19f, 0.31f, 0.30f};
  private static final float SIZE = 7.5f;

  private InventoryPdf() {}

  public static byte[] of(Inventory inventory) throws IOException {
    try (var pages = new PdfPages(TITLE, "")) {
      pages.title(TITLE);
      markIfNotAws(pages, inventory.place());
      var facts = new LinkedHashMap<String, String>();
      facts.put("Read", time(inventory.read().at()));
      facts.putAll(inventory.place().facts());
      facts.put("Token", inventory.token().orElse("none was looked into"));
      facts.put(
          "External keys",
          "%,d lines, %,d of them used by a KMS key"
              .formatted(inventory.read().lines().size(), inventory.inUse()));
      facts.put(
          "Need attention",
          "%,d".formatted(inventory.read().lines().stream().filter(Lineage::serious).count()));
      pages.properties(facts);
      pages.heading("What could not be seen");
      for (var sentence : inventory.limits()) {
        pages.text("– " + sentence);
      }
      pages.heading("External keys");
      var header = List.of("External key", "Key store", "KMS key", "Ceremony, backup, findings");
      pages.beginTable(header, SHARES, false);
      for (var line : inventory.read().lines()) {
        pages.row(row(line), SHARES, SIZE, 0);
      }
      pages.endTable();
      return pages.finish(TITLE + ", " + time(inventory.read().at()));
    }
  }

  static void markIfNotAws(PdfPages pages, SurveyedPlace place) throws IOException {
    if (!place.band().isEmpty()) {
      pages.warning(place.band() + ".", "Nothing in it is of an account of AWS.");
    }
  }

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static List<PdfCell> row(Lineage line) {
    var key = new ArrayList<String>();
    key.add(line.xksKeyId());
    line.hsmKeys().forEach(one -> key.add(one.spec() + ", CKA_ID " + one.id()));
    if (!line.checkValue().isEmpty()) {
      key.add("check value " + line.checkValue());
    }
    var store =
        line.store()
            .map(one ->
                one.name()
                    + "\n"
                    + one.connectionState().wordsWithCode()
                    + "\n"
                    + one.proxy().uriPath())
            .orElse("–");
    var kmsKey =
        line.kmsKey()
            .map(one ->
                String.join("\n", line.aliases())
                    + (line.aliases().isEmpty() ? "" : "\n")
                    + one.arn()
                    + "\n"
                    + one.keyState().text())
            .orElse("no KMS key");
    var records = new ArrayList<String>();
    line.ceremony()
        .ifPresent(
            one -> records.add((one.rehearsal() ? "Rehearsal " : "Ceremony ") + one.title()));
    line.backup()
        .ifPresent(one ->
            records.add(
                "Backup recorded %s by %s: %s".formatted(time(one.at()), one.by(), one.how())));
    records.addAll(
        line.mismatches().stream()
            .map(one -> (one.serious() ? "Needs attention: " : "") + one.words())
            .toList());
    return List.of(
        new PdfCell(String.join("\n", key), false, Ink.BLACK),
        new PdfCell(store, false, Ink.BLACK),
        new PdfCell(kmsKey, false, Ink.BLACK),
        new PdfCell(
            String.join("\n", records),
            false,
            line.mismatches().stream().anyMatch(Mismatch::serious) ? Ink.RED : Ink.GREY));
  }
}
