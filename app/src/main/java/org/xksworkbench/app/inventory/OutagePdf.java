package org.xksworkbench.app.inventory;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.Ink;
import org.xksworkbench.bridge.paper.PdfPages.PdfCell;

/// What fails, on paper.
public final class OutagePdf {

  private static final float[] SHARES = {0.26f, 0.34f, 0.16f, 0.24f};
  private static final float SIZE = 8;

  private OutagePdf() {}

  public static byte[] of(Outage outage) throws IOException {
    var title = "What fails without " + outage.cause().words();
    try (var pages = new PdfPages(title, "")) {
      pages.title(title);
      InventoryPdf.markIfNotAws(pages, outage.place());
      pages.text(outage.summary());
      var facts = new LinkedHashMap<String, String>();
      facts.put("Read", InventoryPdf.time(outage.read().at()));
      facts.putAll(outage.place().facts());
      pages.properties(facts);
      pages.heading("KMS keys");
      if (outage.keys().isEmpty()) {
        pages.text("None.");
      } else {
        pages.beginTable(
            List.of("Alias", "KMS key", "External key", "Would it fail"), SHARES, false);
        for (var key : outage.keys()) {
          pages.row(row(key), SHARES, SIZE, 0);
        }
        pages.endTable();
      }
      pages.heading("What could not be seen");
      for (var sentence : outage.unseen()) {
        pages.text("– " + sentence);
      }
      return pages.finish(title + ", " + InventoryPdf.time(outage.read().at()));
    }
  }

  private static List<PdfCell> row(FailingKey key) {
    return List.of(
        PdfCell.bold(key.line().aliases().isEmpty() ? "–" : key.names()),
        PdfCell.of(
            key.kmsKey().arn()
                + "\n"
                + key.line().store().map(ExternalKeyStore::name).orElse("no key store")),
        PdfCell.of(key.line().xksKeyId()),
        verdict(key));
  }

  private static PdfCell verdict(FailingKey key) {
    if (!key.sure()) {
      return PdfCell.small("not seen from here");
    }
    return key.failsAlready()
        .map(why -> PdfCell.small("fails already: " + why))
        .orElseGet(() -> new PdfCell("fails", true, Ink.RED));
  }
}
