package org.xksworkbench.app.kms.aws.credentials;

import java.util.ArrayList;
import java.util.List;

/// The words of `credential_process`, which is started without a shell: parted as the AWS CLI parts
/// them, so that a command that works there works here.
final class CommandWords {

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private CommandWords() {}

  /// As the shell of POSIX, with quotes and backslashes and nothing else (Python's `shlex`).
  ///
  /// @throws IllegalArgumentException if a quote is not closed
  static List<String> posix(String command) {
    var split = new CommandWords();
    var quote = ' ';
    for (var i = 0; i < command.length(); i++) {
      var c = command.charAt(i);
      var more = i + 1 < command.length();
      if (quote == ' ' && Character.isWhitespace(c)) {
        split.end();
      } else if (c == quote) {
        quote = ' ';
      } else if (quote == ' ' && (c == '\'' || c == '"')) {
        quote = c;
        split.inWord = true;
      } else if (c == '\\'
          && more
          && (quote == ' ' || (quote == '"' && "\"\\".indexOf(command.charAt(i + 1)) >= 0))) {
        i++;
        split.add(command.charAt(i));
      } else {
        split.add(c);
      }
    }
    if (quote != ' ') {
      throw new IllegalArgumentException("a quotation mark is not closed");
    }
    split.end();
    return split.words;
  }

  /// As programs of Windows read their command line: a backslash is itself but before a quotation
  /// mark.
  static List<String> windows(String command) {
    var split = new CommandWords();
    var quoted = false;
    var backslashes = 0;
    for (var i = 0; i < command.length(); i++) {
      var c = command.charAt(i);
      if (c == '\\') {
        backslashes++;
        continue;
      }
      if (c == '"') {
        split.add("\\".repeat(backslashes / 2));
        if (backslashes % 2 == 1) {
          split.add('"');
        } else {
          quoted = !quoted;
          split.inWord = true;
        }
      } else {
        split.add("\\".repeat(backslashes));
        if (Character.isWhitespace(c) && !quoted) {
          split.end();
        } else {
          split.add(c);
        }
      }
      backslashes = 0;
    }
    split.add("\\".repeat(backslashes));
    if (quoted) {
      throw new IllegalArgumentException("a quotation mark is not closed");
    }
    split.end();
    return split.words;
  }

  private void add(char c) {
    word.append(c);
    inWord = true;
  }

  private void add(String text) {
    if (!text.isEmpty()) {
      word.append(text);
      inWord = true;
    }
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
