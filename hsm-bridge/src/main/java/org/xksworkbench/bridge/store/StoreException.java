package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file of this program could not be read or written. The message is a sentence that names the
/// file; it holds nothing of what is in it.
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /// Less room than this counts as none: a file system keeps some for itself.
  private static final long NO_ROOM = 1 << 16;

  /// What was to be done with the file.
  public enum FileAct {
    READ("read"),
    WRITE("written");

    private final String done;

    FileAct(String done) {
      this.done = done;
    }
  }

  /// Why it could not be done, and what helps.
  public enum FileReason {
    MISSING_RIGHTS(
        "permission denied",
        "Give your user the right to read and write the file and its folder, then try again."),
    READ_ONLY(
        "its file system is read-only",
        "Have the file system mounted for writing, then try again."),
    DISK_FULL("the disk is full", "Make room on the disk, then try again."),
    NOT_THERE("there is no such file", "See that the file and its folder exist, then try again."),
    NOT_A_FILE("something else is in its place", "Move away what is in its place, then try again."),
    TOO_LONG(
        "it is longer than any file of this program",
        "Put the right file in its place, or set it aside."),
    NOT_UTF8("it is not written in UTF-8", "Save it in UTF-8, or set it aside."),
    DAMAGED("it is damaged", "Repair it, put back a copy of it, or set it aside."),
    NEWER_VERSION(
        "a newer version of this program wrote it",
        "Use the newer version, or set the file aside; it was left as it is."),
    NOT_OURS(
        "others than its owner have access to it",
        "Take the access away from them, and mind that they may have read it."),
    IN_USE("another program holds it", "Wait for the other program, or close it, then try again."),
    FAILED("the system refused", "See that the disk is attached and works, then try again.");

    private final String why;
    private final String remedy;

    FileReason(String why, String remedy) {
      this.why = why;
      this.remedy = remedy;
    }

    /// A sentence.
    public String remedy() {
      return remedy;
    }

    /// Whether what is in the file is the trouble: the same file is never read better.
    public boolean ofContent() {
      return switch (this) {
        case TOO_LONG, NOT_UTF8, DAMAGED, NEWER_VERSION, NOT_A_FILE -> true;
        case MISSING_RIGHTS, READ_ONLY, DISK_FULL, NOT_THERE, NOT_OURS, IN_USE, FAILED -> false;
      };
    }
  }

  private final FileReason reason;
  private final FileAct act;
  private final Path file;
  private final String clause;

  /// @param detail such as `line 3`; empty if there is none
  StoreException(
      FileReason reason, FileAct act, Path file, String detail, @Nullable Throwable cause) {
    var clause =
        "%s cannot be %s: %s%s"
            .formatted(file, act.done, reason.why, detail.isEmpty() ? "" : " (" + detail + ")");
    super(clause + ".", cause);
    this.clause = clause;
    this.reason = reason;
    this.act = act;
    this.file = file;
  }

  /// From what the system said, whatever language it speaks: of a full disk and one that is
  /// read-only the JDK tells words alone, and they are those of the user's locale.
  public static StoreException of(FileAct act, Path file, IOException failure) {
    return of(act, file, failure, Files.exists(file) && !Files.isRegularFile(file));
  }

  /// The same of a folder.
  public static StoreException ofFolder(FileAct act, Path folder, IOException failure) {
    return of(act, folder, failure, Files.exists(folder) && !Files.isDirectory(folder));
  }

  private static StoreException of(
      FileAct act, Path file, IOException failure, boolean somethingElse) {
    var at = place(file, failure);
    return switch (failure) {
      case NoSuchFileException _ ->
          new StoreException(FileReason.NOT_THERE, act, file, at, failure);
      case FileAlreadyExistsException _, NotDirectoryException _ ->
          new StoreException(FileReason.NOT_A_FILE, act, file, at, failure);
      case CharacterCodingException _ ->
          new StoreException(FileReason.NOT_UTF8, act, file, "", failure);
      case IOException _ when somethingElse || !isInAFolder(file) ->
          new StoreException(FileReason.NOT_A_FILE, act, file, at, failure);
      case IOException _ when act == FileAct.WRITE && Disk.isReadOnly(file) ->
          new StoreException(FileReason.READ_ONLY, act, file, at, failure);
      case AccessDeniedException _ ->
          new StoreException(FileReason.MISSING_RIGHTS, act, file, at, failure);
      case IOException _ when act == FileAct.WRITE && Disk.room(file) < NO_ROOM ->
          new StoreException(FileReason.DISK_FULL, act, file, "", failure);
      default -> new StoreException(FileReason.FAILED, act, file, words(failure), failure);
    };
  }

  public FileReason reason() {
    return reason;
  }

  public FileAct act() {
    return act;
  }

  /// The message without its full stop, for a sentence that goes on.
  public String clause() {
    return clause;
  }

  public Path file() {
    return file;
  }

  /// What the system said of a failure, for the end of a sentence that named the file: of several
  /// failures the JDK tells the path alone.
  public static String words(IOException failure) {
    return switch (failure) {
      case AccessDeniedException e -> "permission denied" + at(e);
      case NoSuchFileException e -> "there is no file or folder" + at(e);
      case FileAlreadyExistsException e -> "there is something else already" + at(e);
      case FileSystemException e when e.getReason() != null -> e.getReason() + at(e);
      case CharacterCodingException _ -> "it is not written in UTF-8";
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static boolean isInAFolder(Path file) {
    var folder = file.toAbsolutePath().getParent();
    return folder == null || !Files.exists(folder) || Files.isDirectory(folder);
  }

  /// What stood in the way, where it is not the file itself.
  private static String place(Path file, IOException failure) {
    return failure instanceof FileSystemException e
            && e.getFile() != null
            && !e.getFile().equals(file.toString())
        ? e.getFile()
        : "";
  }

  private static String at(FileSystemException e) {
    return e.getFile() == null ? "" : " (" + e.getFile() + ")";
  }
}
