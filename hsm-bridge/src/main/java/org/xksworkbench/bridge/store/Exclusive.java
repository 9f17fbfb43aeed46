package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The right to change a file, held by one thread of one process of this user. Makes the file's
/// folder if it is not there.
final class Exclusive implements AutoCloseable {

  /// A change takes milliseconds; who waits longer waits for something that hangs.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(10);

  /// A lock of a file is held by a process; this one keeps its threads apart.
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final FileChannel channel;

  private Exclusive(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws StoreException if it is held by another for too long
  static Exclusive of(Path file) throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    if (!lockInProcess()) {
      throw inUse(file);
    }
    var held = false;
    try {
      var exclusive = open(file, deadline);
      held = true;
      return exclusive;
    } finally {
      if (!held) {
        IN_PROCESS.unlock();
      }
    }
  }

  private static Exclusive open(Path file, long deadline) throws IOException {
    var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "no file is a root");
    if (!Files.isDirectory(folder)) {
      OwnerOnly.createFolder(folder);
    }
    var lock = folder.resolve("." + file.getFileName() + ".lock");
    var channel =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OwnerOnly.ownerAlone(lock));
    FileLock held = null;
    try {
      for (held = channel.tryLock(); held == null; held = channel.tryLock()) {
        if (System.nanoTime() > deadline) {
          throw inUse(file);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      return new Exclusive(channel);
    } finally {
      if (held == null) {
        channel.close();
      }
    }
  }

  private static boolean lockInProcess() {
    try {
      return IN_PROCESS.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static StoreException inUse(Path file) {
    return new StoreException(
        StoreException.Reason.IN_USE, StoreException.Act.WRITE, file, "", null);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
