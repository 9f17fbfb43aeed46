package org.xksworkbench.app.kms;

import java.util.List;
import java.util.stream.Stream;

/// Somebody else changed what a change was made from. Nothing was sent.
public final class ChangedMeanwhileException extends RuntimeException {

  /// For problems, the activity and support.
  public static final String CODE = "CHANGED_MEANWHILE";

  private static final long serialVersionUID = 1;

  private final String operation;
  private final String target;
  private final String read;
  private final String now;

  /// @param read what the change was made from, in lines
  /// @param now what AWS KMS has right before the change
  ChangedMeanwhileException(KmsChange<?> change, String read, String now) {
    super(change.target() + " was changed by somebody else meanwhile");
    this.operation = change.operation();
    this.target = change.target();
    this.read = read;
    this.now = now;
  }

  public String operation() {
    return operation;
  }

  public String target() {
    return target;
  }

  /// What the change was made from.
  public String read() {
    return read;
  }

  /// What AWS KMS has now.
  public String now() {
    return now;
  }

  /// The lines that one of both has and the other has not, each a sentence.
  public List<String> difference() {
    var before = read.lines().map(String::strip).toList();
    var after = now.lines().map(String::strip).toList();
    var lines =
        Stream.concat(
                before.stream()
                    .filter(line -> !after.contains(line))
                    .map(line -> "You read: " + line),
                after.stream()
                    .filter(line -> !before.contains(line))
                    .map(line -> "It is now: " + line))
            .toList();
    return lines.isEmpty() ? List.of("Both differ in their spacing only.") : lines;
  }
}
