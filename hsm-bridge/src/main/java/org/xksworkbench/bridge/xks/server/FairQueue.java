package org.xksworkbench.bridge.xks.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What waits for a worker, in a line for each caller. Who has had the least time by its share is
/// next, so one caller that asks for everything takes from another only what that leaves
/// (start-time fair queueing: time is counted before a call by what calls of the account usually
/// take, and put right after it).
///
/// - What nobody else wants, anybody gets.
/// - Nobody saves up time by asking for nothing, and when nothing waits or runs, all is forgotten.
/// - Of strangers, only so many are served at once, however many workers are free.
/// - The room is shared. When it is full, the longest line of the account that waits most for its
///   share loses its newest.
///
/// @param <T> what waits
final class FairQueue<T> {

  /// What is taken, until [#noteDone].
  record QueueTurn<T>(T item, WaitingLine<T> line, long expectedNanos) {}

  /// What is taken of an account of which no call was measured.
  private static final long UNKNOWN_NANOS = 100_000;

  /// No turn is for nothing, however coarse the clock is.
  private static final long LEAST_NANOS = 1_000;

  /// The last call is one part of so many in what calls usually take.
  private static final int WEIGHT = 8;

  private static final class ShareAccount {
    private final int atOnce;
    private int share = 1;
    private int waiting;
    private int running;

    /// Time that it had, divided by its share.
    private long used;

    /// What the line that was served last had used.
    private long turn;

    private long usual = UNKNOWN_NANOS;

    ShareAccount(int atOnce) {
      this.atOnce = atOnce;
    }
  }

  /// Opaque to others.
  static final class WaitingLine<T> {
    private final ShareAccount account;
    private final Deque<T> waiting = new ArrayDeque<>();

    /// Time that it had.
    private long used;

    private WaitingLine(ShareAccount account) {
      this.account = account;
      used = account.turn;
    }

    private boolean isFree() {
      return account.running < account.atOnce;
    }

    private boolean isBefore(WaitingLine<T> other) {
      return account.used < other.account.used
          || (account.used == other.account.used && used < other.used);
    }

    private double fullness() {
      return (double) account.waiting / account.share;
    }
  }

  private final int room;
  private final int strangersAtOnce;
  private final long mostDebt;
  private final Lock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Map<String, ShareAccount> accounts = new HashMap<>();

  /// Only lines in which something waits.
  private final Map<XksCaller, WaitingLine<T>> lines = new LinkedHashMap<>();

  private int size;
  private int running;

  /// What the account that was served last had used: who comes now begins there.
  private long now;

  /// What any account has used at most.
  private long furthest;

  /// @param room what waits at most
  /// @param strangersAtOnce how many strangers are served at once
  /// @param mostDebtNanos how far behind others an account can come, by its share: a call that hung
  ///   shall not keep its account out for long
  FairQueue(int room, int strangersAtOnce, long mostDebtNanos) {
    this.room = room;
    this.strangersAtOnce = strangersAtOnce;
    this.mostDebt = mostDebtNanos;
  }

  /// @return what is refused for it, perhaps itself; null if there is room
  @Nullable T add(XksCaller caller, T item) {
    lock.lock();
    try {
      if (size == 0 && running == 0) {
        now = furthest;
      }
      var account =
          accounts.computeIfAbsent(
              caller.account(),
              _ -> new ShareAccount(caller.isStranger() ? strangersAtOnce : Integer.MAX_VALUE));
      account.share = caller.share();
      if (account.waiting == 0) {
        account.used = Math.max(account.used, now);
      }
      var line = lines.computeIfAbsent(caller, _ -> new WaitingLine<>(account));
      line.waiting.addLast(item);
      account.waiting++;
      size++;
      if (line.isFree()) {
        more.signal();
      }
      return size > room ? removeNewestOfTheFullest() : null;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what is next, when there is something.
  QueueTurn<T> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var turn = next();
      while (turn == null) {
        more.await();
        turn = next();
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what is next, null if that is nothing.
  @Nullable QueueTurn<T> poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  /// Tells how long a turn took.
  void noteDone(QueueTurn<T> turn, long measuredNanos) {
    var nanos = Math.max(measuredNanos, LEAST_NANOS);
    lock.lock();
    try {
      var account = turn.line().account;
      if (account.running == account.atOnce) {
        more.signal();
      }
      account.running--;
      running--;
      account.usual += (Math.min(nanos, mostDebt) - account.usual) / WEIGHT;
      charge(turn.line(), nanos - turn.expectedNanos());
    } finally {
      lock.unlock();
    }
  }

  /// Takes out of every line what nobody needs any more.
  List<T> removeIf(Predicate<T> over) {
    lock.lock();
    try {
      var removed = new ArrayList<T>();
      for (var line : lines.values()) {
        line.waiting.removeIf(item -> {
          var out = over.test(item);
          if (out) {
            removed.add(item);
            line.account.waiting--;
            size--;
          }
          return out;
        });
      }
      lines.values().removeIf(line -> line.waiting.isEmpty());
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /// Whether something like this waits that one more worker would take.
  boolean wantsWorker(Predicate<T> waiting) {
    lock.lock();
    try {
      return lines.values().stream()
          .anyMatch(line -> line.isFree() && waiting.test(line.waiting.getFirst()));
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /// Looks at every line: those that wait at the same time are few.
  private @Nullable QueueTurn<T> next() {
    Map.Entry<XksCaller, WaitingLine<T>> first = null;
    for (var entry : lines.entrySet()) {
      if (entry.getValue().isFree()
          && (first == null || entry.getValue().isBefore(first.getValue()))) {
        first = entry;
      }
    }
    if (first == null) {
      return null;
    }
    var line = first.getValue();
    var account = line.account;
    var item = line.waiting.removeFirst();
    if (line.waiting.isEmpty()) {
      lines.remove(first.getKey());
    }
    account.waiting--;
    size--;
    account.running++;
    running++;
    now = Math.max(now, account.used);
    account.turn = Math.max(account.turn, line.used);
    var turn = new QueueTurn<>(item, line, account.usual);
    charge(line, turn.expectedNanos());
    return turn;
  }

  private void charge(WaitingLine<T> line, long nanos) {
    var account = line.account;
    line.used += nanos;
    account.used =
        Math.clamp(
            account.used + nanos / account.share, Math.min(account.used, now), now + mostDebt);
    furthest = Math.max(furthest, account.used);
  }

  private T removeNewestOfTheFullest() {
    var fullest =
        lines.entrySet().stream()
            .max(
                Comparator.<Map.Entry<XksCaller, WaitingLine<T>>>comparingDouble(
                        entry -> entry.getValue().fullness())
                    .thenComparingInt(entry -> entry.getValue().waiting.size()))
            .orElseThrow();
    var line = fullest.getValue();
    var newest = line.waiting.removeLast();
    if (line.waiting.isEmpty()) {
      lines.remove(fullest.getKey());
    }
    line.account.waiting--;
    size--;
    return newest;
  }
}
