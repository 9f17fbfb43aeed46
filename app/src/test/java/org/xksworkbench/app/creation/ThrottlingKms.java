package org.xksworkbench.app.creation;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;

/// An AWS KMS that throttles as AWS does: DescribeKey 2,000 times a second for all callers of the
/// account together, refilled as time goes by. Its time passes when somebody sleeps, so that
/// minutes take none.
final class ThrottlingKms implements Pace.Time {

  private static final int DESCRIBE_KEY = 2_000;
  private static final double NANOS = 1e9;

  private final List<String> ids;
  private final int left;
  private final Map<Long, Integer> bySecond = new HashMap<>();
  private double tokens;
  private long filled;
  private long now;
  private int refused;

  /// @param others what others of the account ask a second
  ThrottlingKms(int keys, int others) {
    ids = IntStream.range(0, keys).mapToObj(i -> "key-" + i).toList();
    left = DESCRIBE_KEY - others;
    tokens = left;
  }

  KeyManagement port() {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "keyIds" -> ids;
                  case "key" -> {
                    admit();
                    yield KeyCensusTest.key((String) arguments[0], 0);
                  }
                  default -> throw new AssertionError(method);
                });
  }

  private synchronized void admit() {
    bySecond.merge(now / (long) NANOS, 1, Integer::sum);
    tokens = Math.min(left, tokens + (now - filled) / NANOS * left);
    filled = now;
    if (tokens < 1) {
      refused++;
      throw new KmsException(
          KmsException.KmsFailureKind.REFUSED, "ThrottlingException", "Rate exceeded", "r-1", null);
    }
    tokens--;
  }

  synchronized int refused() {
    return refused;
  }

  synchronized int mostInASecond() {
    return bySecond.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  @Override
  public synchronized long nanos() {
    return now;
  }

  /// Whoever waits for a later moment takes all others along.
  @Override
  public synchronized void sleepUntil(long nanos) {
    now = Math.max(now, nanos);
  }
}
