package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The right to change a file, held by one thread of one process of this user. Makes the file's
/// folder if it is not there.
final class Exclusive implements AutoCloseable {

  /// A change takes milliseconds; who waits longer waits for something that hangs.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(10);

  /// A lock of a file is held by a process; these keep its threads apart.
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final FileChannel channel;
  private final ReentrantLock inProcess;

  private Exclusive(FileChannel channel, ReentrantLock inProcess) {
    this.channel = channel;
    this.inProcess = inProcess;
  }

  /// @throws StoreException if it is held by another for too long
  static Exclusive of(Path file) throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var inProcess =
        IN_PROCESS.computeIfAbsent(file.toAbsolutePath().normalize(), _ -> new ReentrantLock());
    if (!locked(inProcess)) {
      throw inUse(file);
    }
    var held = false;
    try {
      var exclusive = open(file, inProcess, deadline);
      held = true;
      return exclusive;
    } finally {
      if (!held) {
        inProcess.unlock();
      }
    }
  }

  private static Exclusive open(Path file, ReentrantLock inProcess, long deadline)
      throws IOException {
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
      return new Exclusive(channel, inProcess);
    } finally {
      if (held == null) {
        channel.close();
      }
    }
  }

  private static boolean locked(ReentrantLock inProcess) {
    try {
      return inProcess.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static StoreException inUse(Path file) {
    return new StoreException(
        StoreException.FileReason.IN_USE, StoreException.FileAct.WRITE, file, "", null);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      inProcess.unlock();
    }
  }
}
