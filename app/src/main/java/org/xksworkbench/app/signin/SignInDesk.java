package org.xksworkbench.app.signin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;

/// Where requests wait whose credentials have ended. They go on when the AWS files or the cache of
/// the AWS CLI have changed, or when the user says so. Safe for use by several threads.
public final class SignInDesk implements AutoCloseable {

  /// What the user reads while requests wait.
  ///
  /// @param command to run, such as `aws sso login --profile prod`; empty if there is none
  public record Notice(String profile, String command, String why) {}

  private static final long LOOK_MILLIS = 500;

  private final String profile;
  private final Supplier<String> fingerprint;
  private final List<Consumer<Optional<Notice>>> listeners = new CopyOnWriteArrayList<>();
  private int waiting;
  private int round;
  private boolean givenUp;
  private boolean closed;

  /// @param fingerprint of the files in which renewed credentials appear
  public SignInDesk(String profile, Supplier<String> fingerprint) {
    this.profile = profile;
    this.fingerprint = fingerprint;
  }

  /// Told whenever requests begin to wait and when the last one goes on, on whatever thread.
  public void onChange(Consumer<Optional<Notice>> listener) {
    listeners.add(listener);
  }

  /// Lets the requests that wait try once more.
  public synchronized void tryAgain() {
    round++;
    notifyAll();
  }

  /// Lets the requests that wait fail.
  public synchronized void giveUp() {
    givenUp = true;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// What stood for the credentials of a request when it was sent.
  record SentWith(String files, int round) {}

  /// To be asked before a request is sent: who signs in while it is under way, does so before it
  /// fails.
  SentWith present() {
    var files = fingerprint.get();
    synchronized (this) {
      return new SentWith(files, round);
    }
  }

  /// Waits until there may be other credentials than those that the request was sent with.
  ///
  /// @throws KmsException the failure itself, if the user gave up
  void await(KmsException failure, SentWith sent) {
    begin(failure);
    try {
      if (!changed(sent)) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    } finally {
      end();
    }
  }

  /// @return false if the user gave up
  private synchronized boolean changed(SentWith sent) throws InterruptedException {
    while (!closed && !givenUp && sent.round() == round) {
      if (!fingerprint.get().equals(sent.files())) {
        return true;
      }
      wait(LOOK_MILLIS);
    }
    return !closed && !givenUp;
  }

  private void begin(KmsException failure) {
    synchronized (this) {
      // Another terminal's credentials do not come into this one's environment.
      if (closed || profile.equals(AwsProfile.ENVIRONMENT)) {
        throw failure;
      }
      waiting++;
    }
    var command = command(failure);
    var why = String.valueOf(failure.getMessage());
    listeners.forEach(listener -> listener.accept(Optional.of(new Notice(profile, command, why))));
  }

  private String command(KmsException failure) {
    if (failure.is(KmsErrorCode.SSO_SESSION_EXPIRED)) {
      return "aws sso login --profile " + profile;
    }
    return failure.is(KmsErrorCode.CONSOLE_LOGIN_ENDED) ? "aws login --profile " + profile : "";
  }

  private void end() {
    synchronized (this) {
      if (--waiting > 0) {
        return;
      }
      givenUp = false;
    }
    listeners.forEach(listener -> listener.accept(Optional.empty()));
  }
}
