package org.xksworkbench.bridge.paper;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/// A4 pages that fill from top to bottom. Its font is embedded, so that a page looks the same on
/// every machine; it has Latin, Greek and Cyrillic letters.
public final class PdfPages implements Closeable {

  private static final float WIDTH = PDRectangle.A4.getWidth();
  private static final float LEFT = 48;
  private static final float TEXT_WIDTH = WIDTH - 2 * LEFT;

  private static final float TOP = PDRectangle.A4.getHeight() - 48;
  private static final float BOTTOM = 60;
  private static final float LEADING = 1.35f;
  private static final float PADDING = 4;

  /// White around a QR code, also where a watermark would be (ISO/IEC 18004, quiet zone).
  private static final int QUIET_MODULES = 4;

  /// Comes with PDFBox (Liberation Sans, SIL Open Font License). It has no bold face here: bold is
  /// drawn with an outline.
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  /// Colours of a page.
  public enum Ink {
    BLACK(0.10f, 0.11f, 0.13f),
    GREY(0.40f, 0.43f, 0.47f),
    LINE(0.80f, 0.82f, 0.84f),
    FILL(0.955f, 0.96f, 0.965f),
    AMBER(0.60f, 0.40f, 0f),
    AMBER_FILL(1f, 0.965f, 0.82f),
    RED(0.75f, 0.10f, 0.10f),
    GREEN(0.10f, 0.45f, 0.20f);

    private final float red;
    private final float green;
    private final float blue;

    Ink(float red, float green, float blue) {
      this.red = red;
      this.green = green;
      this.blue = blue;
    }
  }

  /// A text of a table's cell.
  public record PdfCell(String text, boolean bold, Ink ink) {
    public static PdfCell of(String text) {
      return new PdfCell(text, false, Ink.BLACK);
    }

    public static PdfCell bold(String text) {
      return new PdfCell(text, true, Ink.BLACK);
    }

    public static PdfCell small(String text) {
      return new PdfCell(text, false, Ink.GREY);
    }
  }

  private final PDDocument document = new PDDocument();
  private final PDType0Font font;
  private final String watermark;
  private PDPageContentStream page;
  private float y = TOP;

  /// Repeated on the next page while a table goes on.
  private List<PdfCell> tableHeader = List.of();

  private float[] tableShares = {};
  private boolean ruledForHand;

  /// @param watermark across every page; empty for none
  public PdfPages(String title, String watermark) throws IOException {
    this.watermark = watermark;
    try (var in = PDDocument.class.getResourceAsStream(FONT)) {
      font = PDType0Font.load(document, Objects.requireNonNull(in), true);
    }
    document.getDocumentInformation().setTitle(title);
    document.getDocumentInformation().setCreator("XKS Workbench");
    page = newPage();
  }

  private PDPageContentStream newPage() throws IOException {
    var added = new PDPage(PDRectangle.A4);
    document.addPage(added);
    y = TOP;
    var stream = new PDPageContentStream(document, added);
    if (!watermark.isEmpty()) {
      stream.saveGraphicsState();
      stream.beginText();
      var size = 92f;
      var length = font.getStringWidth(watermark) / 1000 * size;
      stream.setFont(font, size);
      stream.setNonStrokingColor(1f, 0.94f, 0.78f);
      var angle = Math.toRadians(55);
      stream.setTextMatrix(
          Matrix.getRotateInstance(
              angle,
              (float) (WIDTH / 2 - Math.cos(angle) * length / 2 + 30),
              (float) (PDRectangle.A4.getHeight() / 2 - Math.sin(angle) * length / 2)));
      stream.showText(watermark);
      stream.endText();
      stream.restoreGraphicsState();
    }
    return stream;
  }

  public void title(String text) throws IOException {
    paragraph(text, 20, true, Ink.BLACK, LEFT, TEXT_WIDTH);
    space(2);
  }

  public void heading(String text) throws IOException {
    // A heading does not stand alone at the foot of a page.
    need(110);
    space(14);
    paragraph(text, 13, true, Ink.BLACK, LEFT, TEXT_WIDTH);
    rule();
    space(4);
  }

  public void text(String text) throws IOException {
    paragraph(text, 9.5f, false, Ink.BLACK, LEFT, TEXT_WIDTH);
    space(3);
  }

  public void note(String text) throws IOException {
    paragraph(text, 8.5f, false, Ink.GREY, LEFT, TEXT_WIDTH);
    space(3);
  }

  /// A box that nobody overlooks.
  public void warning(String bold, String text) throws IOException {
    var lines = wrap(bold + " " + text, 10, TEXT_WIDTH - 20);
    var height = lines.size() * 10 * LEADING + 12;
    need(height + 6);
    fill(LEFT, y - height, TEXT_WIDTH, height, Ink.AMBER_FILL);
    box(LEFT, y - height, TEXT_WIDTH, height, Ink.AMBER);
    var at = y - 6 - 10;
    for (var line : lines) {
      show(line, LEFT + 10, at, 10, true, Ink.AMBER);
      at -= 10 * LEADING;
    }
    y -= height + 8;
  }

  /// Names and values in two columns.
  public void properties(Map<String, String> properties) throws IOException {
    var rows = new ArrayList<List<PdfCell>>();
    properties.forEach(
        (name, value) -> rows.add(List.of(new PdfCell(name, false, Ink.GREY), PdfCell.of(value))));
    table(List.of(), new float[] {0.28f, 0.72f}, rows);
  }

  /// A fingerprint in digits and in words, large enough to be read aloud.
  ///
  /// @param groups sixteen of digits
  /// @param words thirty-two
  public void fingerprint(String name, List<String> groups, List<String> words) throws IOException {
    need(128);
    paragraph(name, 9, true, Ink.GREY, LEFT, TEXT_WIDTH);
    space(2);
    var height = 2 * 16 + 4 * 14 + 14f;
    fill(LEFT, y - height, TEXT_WIDTH, height, Ink.FILL);
    inEight(groups, y - 16, 16, 12, true);
    inEight(words, y - 16 - 2 * 16 - 2, 14, 9, false);
    y -= height + 8;
  }

  private void inEight(List<String> texts, float first, float leading, float size, boolean bold)
      throws IOException {
    for (var at = 0; at < texts.size(); at++) {
      var row = at / 8;
      var column = at % 8;
      show(
          texts.get(at),
          LEFT + 10 + column * (TEXT_WIDTH - 20) / 8,
          first - row * leading,
          size,
          bold,
          Ink.BLACK);
    }
  }

  /// A QR code at the left, a text at its right.
  public void qrCode(String content, String text) throws IOException {
    BitMatrix matrix;
    try {
      matrix =
          new QRCodeWriter()
              .encode(
                  content,
                  BarcodeFormat.QR_CODE,
                  0,
                  0,
                  Map.of(
                      EncodeHintType.MARGIN,
                      0,
                      EncodeHintType.ERROR_CORRECTION,
                      ErrorCorrectionLevel.M));
    } catch (WriterException e) {
      throw new IOException(e);
    }
    var size = 110f;
    var module = size / matrix.getWidth();
    var quiet = QUIET_MODULES * module;
    need(size + 2 * quiet);
    y -= quiet;
    page.setNonStrokingColor(1f, 1f, 1f);
    page.addRect(LEFT - quiet, y - size - quiet, size + 2 * quiet, size + 2 * quiet);
    page.fill();
    color(Ink.BLACK);
    for (var row = 0; row < matrix.getHeight(); row++) {
      for (var column = 0; column < matrix.getWidth(); column++) {
        if (matrix.get(column, row)) {
          page.addRect(LEFT + column * module, y - (row + 1) * module, module, module);
        }
      }
    }
    page.fill();
    var lines = wrap(text, 9, TEXT_WIDTH - size - 2 * quiet);
    var at = y - 10;
    for (var line : lines) {
      show(line, LEFT + size + 2 * quiet, at, 9, false, Ink.BLACK);
      at -= 9 * LEADING;
    }
    y -= size + quiet;
  }

  /// @param header empty for none
  /// @param shares of the text's width
  public void table(List<String> header, float[] shares, List<List<PdfCell>> rows)
      throws IOException {
    beginTable(header, shares, false);
    for (var row : rows) {
      row(row, shares, 9, 0);
    }
    endTable();
  }

  /// @param byHand whether its columns are ruled, for what people write into them
  public void beginTable(List<String> header, float[] shares, boolean byHand) throws IOException {
    tableShares = shares;
    ruledForHand = byHand;
    tableHeader = header.stream().map(name -> new PdfCell(name, true, Ink.GREY)).toList();
    need(70);
    header();
  }

  public void endTable() {
    tableHeader = List.of();
    ruledForHand = false;
    space(4);
  }

  private void header() throws IOException {
    if (!tableHeader.isEmpty()) {
      draw(tableHeader, tableShares, 8, 0);
    }
  }

  /// @param minHeight of the row, for what is written by hand
  public void row(List<PdfCell> cells, float[] shares, float size, float minHeight)
      throws IOException {
    if (y - Math.max(minHeight, height(cells, shares, size)) < BOTTOM) {
      page.close();
      page = newPage();
      header();
    }
    draw(cells, shares, size, minHeight);
  }

  private float height(List<PdfCell> cells, float[] shares, float size) throws IOException {
    var lines = 1;
    for (var at = 0; at < cells.size(); at++) {
      lines =
          Math.max(
              lines,
              wrap(cells.get(at).text(), size, shares[at] * TEXT_WIDTH - 2 * PADDING).size());
    }
    return lines * size * LEADING + 2 * PADDING;
  }

  private void draw(List<PdfCell> cells, float[] shares, float size, float minHeight)
      throws IOException {
    var wrapped = new ArrayList<List<String>>();
    var lines = 1;
    for (var at = 0; at < cells.size(); at++) {
      var text = wrap(cells.get(at).text(), size, shares[at] * TEXT_WIDTH - 2 * PADDING);
      wrapped.add(text);
      lines = Math.max(lines, text.size());
    }
    var height = Math.max(minHeight, lines * size * LEADING + 2 * PADDING);
    var x = LEFT;
    for (var at = 0; at < cells.size(); at++) {
      var baseline = y - PADDING - size;
      for (var line : wrapped.get(at)) {
        show(line, x + PADDING, baseline, size, cells.get(at).bold(), cells.get(at).ink());
        baseline -= size * LEADING;
      }
      x += shares[at] * TEXT_WIDTH;
      if (ruledForHand && at < cells.size() - 1) {
        line(x, y, x, y - height);
      }
    }
    y -= height;
    rule();
  }

  public void rule() throws IOException {
    line(LEFT, y, LEFT + TEXT_WIDTH, y);
  }

  private void line(float fromX, float fromY, float toX, float toY) throws IOException {
    page.setStrokingColor(Ink.LINE.red, Ink.LINE.green, Ink.LINE.blue);
    page.setLineWidth(0.6f);
    page.moveTo(fromX, fromY);
    page.lineTo(toX, toY);
    page.stroke();
  }

  public void space(float points) {
    y -= points;
  }

  /// Room for so much on this page, or a new one.
  public void need(float points) throws IOException {
    if (y - points < BOTTOM) {
      page.close();
      page = newPage();
    }
  }

  private void paragraph(String text, float size, boolean bold, Ink ink, float x, float width)
      throws IOException {
    for (var line : wrap(text, size, width)) {
      need(size * LEADING);
      y -= size * LEADING;
      show(line, x, y + size * (LEADING - 1), size, bold, ink);
    }
  }

  private void show(String text, float x, float at, float size, boolean bold, Ink ink)
      throws IOException {
    page.beginText();
    page.setFont(font, size);
    color(ink);
    page.setStrokingColor(ink.red, ink.green, ink.blue);
    page.setLineWidth(size / 32);
    page.setRenderingMode(bold ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
    page.newLineAtOffset(x, at);
    page.showText(text);
    page.endText();
  }

  private void color(Ink ink) throws IOException {
    page.setNonStrokingColor(ink.red, ink.green, ink.blue);
  }

  private void fill(float x, float bottom, float width, float height, Ink ink) throws IOException {
    color(ink);
    page.addRect(x, bottom, width, height);
    page.fill();
  }

  private void box(float x, float bottom, float width, float height, Ink ink) throws IOException {
    page.setStrokingColor(ink.red, ink.green, ink.blue);
    page.setLineWidth(0.8f);
    page.addRect(x, bottom, width, height);
    page.stroke();
  }

  /// At blanks; what is longer than a line is cut where it must be.
  private List<String> wrap(String text, float size, float width) throws IOException {
    var lines = new ArrayList<String>();
    for (var part : text.split("\n", -1)) {
      var line = new StringBuilder();
      for (var word : drawable(part).split(" ", -1)) {
        var rest = word;
        if (!line.isEmpty() && wider(line + " " + rest, size, width)) {
          lines.add(line.toString());
          line.setLength(0);
        }
        while (wider(rest, size, width)) {
          var length = rest.length() - 1;
          while (length > 1 && wider(rest.substring(0, length), size, width)) {
            length--;
          }
          lines.add(rest.substring(0, length));
          rest = rest.substring(length);
        }
        line.append(line.isEmpty() ? "" : " ").append(rest);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private boolean wider(String text, float size, float width) throws IOException {
    return text.length() > 1 && font.getStringWidth(text) / 1000 * size > width;
  }

  /// What the font has no glyph for stands as a question mark; the transcript has the letter.
  private String drawable(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          var letter = Character.toString(point);
          try {
            font.encode(letter);
            out.append(Character.isISOControl(point) ? " " : letter);
          } catch (IOException | IllegalArgumentException e) {
            out.append('?');
          }
        });
    return out.toString();
  }

  /// Ends the last page and puts a line at the foot of each.
  public byte[] finish(String foot) throws IOException {
    page.close();
    var pages = document.getNumberOfPages();
    for (var at = 0; at < pages; at++) {
      try (var stream =
          new PDPageContentStream(document, document.getPage(at), AppendMode.APPEND, true, true)) {
        page = stream;
        show(drawable(foot), LEFT, 34, 7.5f, false, Ink.GREY);
        var number = "Page " + (at + 1) + " of " + pages;
        show(
            number,
            LEFT + TEXT_WIDTH - font.getStringWidth(number) / 1000 * 7.5f,
            34,
            7.5f,
            false,
            Ink.GREY);
      }
    }
    var out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
