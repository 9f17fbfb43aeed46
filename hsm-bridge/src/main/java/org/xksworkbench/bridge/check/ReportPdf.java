package org.xksworkbench.bridge.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// The report on paper: what was found first, then every rule with its section.
final class ReportPdf {

  /// Comes with PDFBox (Liberation Sans, SIL Open Font License).
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private static final float LEFT = 48;
  private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * LEFT;
  private static final float TOP = PDRectangle.A4.getHeight() - 54;
  private static final float BOTTOM = 54;
  private static final float LEADING = 1.35f;
  private static final float TITLE = 16;
  private static final float TEXT = 10;
  private static final float SMALL = 8.5f;

  private final PDDocument document;
  private final PDType0Font font;
  private PDPageContentStream page;
  private float y = TOP;

  private ReportPdf(PDDocument document) throws IOException {
    this.document = document;
    try (InputStream in = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT))) {
      this.font = PDType0Font.load(document, in);
    }
    this.page = newPage(document);
  }

  static void write(CheckReport report, Path file) throws IOException {
    try (var document = new PDDocument()) {
      var pdf = new ReportPdf(document);
      pdf.draw(report);
      pdf.page.close();
      document.save(file.toFile());
    }
  }

  private void draw(CheckReport report) throws IOException {
    text("XKS proxy conformance report", TITLE, 0);
    text(report.summary(), TEXT + 1, 0);
    gap();
    text("Proxy: " + report.url() + report.uriPath(), TEXT, 0);
    text("Time: " + report.at(), TEXT, 0);
    text("External key: " + report.keyId().orElse("none given"), TEXT, 0);
    text(
        "Rules: %d kept, %d not kept, %d not tried"
            .formatted(
                report.count(Verdict.Outcome.PASS),
                report.count(Verdict.Outcome.FAIL),
                report.count(Verdict.Outcome.NOT_TRIED)),
        TEXT,
        0);
    if (report.latency().isPresent()) {
      text("Latency of health checks: " + report.latency().get().words(), TEXT, 0);
    }
    if (report.load().isPresent()) {
      var load = report.load().get();
      text(
          "At %d requests a second: %.0f answered, %d failed, %s"
              .formatted(load.wanted(), load.perSecond(), load.failed(), load.latency().words()),
          TEXT,
          0);
    }
    gap();
    for (var verdict : report.verdicts()) {
      text("%s   %s".formatted(word(verdict), verdict.rule().text()), TEXT, 0);
      text(
          "%s · %s · %s"
              .formatted(
                  verdict.rule().must() ? "MUST" : "SHOULD",
                  verdict.rule().section(),
                  verdict.rule().id()),
          SMALL,
          24);
      if (!verdict.detail().isEmpty()) {
        text(verdict.detail(), SMALL, 24);
      }
    }
  }

  private static String word(Verdict verdict) {
    return switch (verdict.outcome()) {
      case PASS -> "PASS";
      case FAIL -> "FAIL";
      case NOT_TRIED -> "NOT TRIED";
    };
  }

  private void gap() {
    y -= TEXT;
  }

  private void text(String text, float size, float indent) throws IOException {
    for (var line : wrapped(text, size, WIDTH - indent)) {
      if (y < BOTTOM) {
        page.close();
        page = newPage(document);
        y = TOP;
      }
      y -= size * LEADING;
      page.beginText();
      page.setFont(font, size);
      page.newLineAtOffset(LEFT + indent, y);
      page.showText(line);
      page.endText();
    }
  }

  private List<String> wrapped(String text, float size, float width) throws IOException {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : drawable(text).split(" ", -1)) {
      var longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && font.getStringWidth(longer) / 1000 * size > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(word);
      } else {
        line.setLength(0);
        line.append(longer);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /// What a proxy answers may hold anything; what the font cannot draw becomes a question mark.
  private String drawable(String text) {
    var drawable = new StringBuilder();
    text.codePoints()
        .forEach(one -> {
          try {
            var letter = Character.toString(one);
            font.encode(letter);
            drawable.append(letter);
          } catch (IOException | IllegalArgumentException e) {
            drawable.append(Character.isWhitespace(one) ? ' ' : '?');
          }
        });
    return drawable.toString();
  }

  private static PDPageContentStream newPage(PDDocument document) throws IOException {
    var page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    return new PDPageContentStream(document, page);
  }
}
