package org.xksworkbench.app.csv;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Comma-separated values (RFC 4180) that no spreadsheet takes for formulas: a label on a token may
/// be anybody's words.
public final class Csv {

  /// What begins a formula (OWASP, CSV Injection), also behind blanks, which some programs leave
  /// out.
  private static final Pattern FORMULA = Pattern.compile("[ \\u00a0]*[=+\\-@\t\r\n＝＋－＠]");

  private Csv() {}

  /// @param rows each as long as the header
  public static String of(List<String> header, List<List<String>> rows) {
    var lines = new StringBuilder(line(header));
    rows.forEach(row -> lines.append(line(row)));
    return lines.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    var safe = FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    return safe.matches("[^\",;\t\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
