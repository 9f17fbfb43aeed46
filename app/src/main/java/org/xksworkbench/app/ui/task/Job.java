package org.xksworkbench.app.ui.task;

import java.time.Duration;

/// What kind of work a job is: it sets the lane, how long the job may go without a sign of life,
/// and what is said when nobody waits for it any more.
///
/// A sign of life is an answer of AWS or an HSM, or what the work tells of its progress: so a job
/// of many calls has its deadline for each, and a list as often as some objects were read.
/// Deadlines of calls that give up by themselves are a little longer than theirs, because their
/// reason says more. Lists, changes and cryptography of an HSM are waited for a shorter time than
/// its helper process has: nobody waits half a minute for a check value, but to end a helper costs
/// its logins.
public enum Job {
  /// The AWS SDK gives up after 30 seconds.
  AWS_CALL(Lane.AWS, 35, "AWS", Goes.AWS),
  /// AWS KMS asks the XKS proxy before it creates anything; the AWS SDK gives up after 60 seconds.
  AWS_CREATE(Lane.AWS, 65, "AWS KMS", Goes.AWS),
  /// A list in pages that comes as a whole.
  AWS_LIST(Lane.AWS, 120, "AWS", Goes.AWS),
  /// A person signs in to AWS.
  SIGN_IN(Lane.AWS, 120, "the sign-in to AWS", Goes.AWS),
  /// A person signs in to AWS in a browser, for ten minutes at most. In another lane than the
  /// requests that wait for it: they could hold all its places.
  SIGN_IN_IN_BROWSER(Lane.DISK, 660, "the sign-in in the browser", Goes.AWS),
  PROXY_CALL(Lane.AWS, 30, "the XKS proxy", Goes.PROXY),
  /// For each step of a connection check.
  PROXY_CHECK(Lane.AWS, 30, "the XKS proxy", Goes.PROXY),
  /// For each verdict of the conformance lab; one of them is a load of ten seconds.
  PROXY_LAB(Lane.AWS, 90, "the XKS proxy", Goes.PROXY),
  /// Starts, stops or changes a process of this computer.
  PROXY_PROCESS(Lane.DISK, 120, "the process of the XKS proxy", Goes.PROXY),
  /// Reads objects, slots, or what a token tells of itself. For each sign of life, of which there
  /// is one for some objects, a thousand at most.
  HSM_LIST(Lane.HSM, 5, "the HSM", Goes.HSM),
  /// Sets an attribute of an object, or deletes it.
  HSM_CHANGE(Lane.HSM, 5, "the HSM", Goes.HSM),
  /// One cryptographic operation, such as a check value.
  HSM_CRYPTO(Lane.HSM, 1, "the HSM", Goes.HSM),
  /// A device makes a key; the helper process is ended after 120 seconds.
  HSM_MAKE_KEY(Lane.HSM, 125, "the HSM", Goes.HSM_SLOWLY),
  /// A person logs in, at the token's own keypad perhaps, or out, or a module is loaded; the helper
  /// process is ended after 120 seconds.
  HSM_LOGIN(Lane.HSM, 125, "the HSM", Goes.HSM_SLOWLY),
  /// A step of a ceremony: HSM, AWS KMS, XKS proxy and files.
  CEREMONY(Lane.HSM, 180, "the HSM, AWS KMS or the XKS proxy", Goes.CEREMONY),
  /// One small file.
  FILE(Lane.DISK, 5, "the disk", Goes.FILE),
  /// Many files, or a document that is made first.
  FILES(Lane.DISK, 60, "the disk", Goes.FILE),
  /// The start of everything that the window works with.
  START(Lane.DISK, 600, "what starts", Goes.START);

  /// What goes on without us.
  private static final class Goes {
    static final String AWS = "AWS may still do what it was asked; nothing of it is shown here.";
    static final String PROXY =
        "The XKS proxy may still do what it was asked; nothing of it is shown here.";
    static final String HSM =
        "The HSM goes on with the call. Only after 30 seconds without a sign of life the process"
            + " that holds its module is ended, and with it its logins; nothing else is lost.";
    static final String HSM_SLOWLY =
        "The HSM goes on with the call. Only after 120 seconds without a sign of life the process"
            + " that holds its module is ended, and with it its logins; nothing else is lost.";
    static final String CEREMONY =
        "What was begun goes on, and is in the transcript when it is done.";
    static final String FILE = "What was begun goes on when the disk answers.";
    static final String START = "What was begun goes on; nothing of it is shown here.";

    private Goes() {}
  }

  private final Lane lane;
  private final Duration deadline;
  private final String waitsFor;
  private final String goesOn;

  Job(Lane lane, int seconds, String waitsFor, String goesOn) {
    this.lane = lane;
    this.deadline = Duration.ofSeconds(seconds);
    this.waitsFor = waitsFor;
    this.goesOn = goesOn;
  }

  public Lane lane() {
    return lane;
  }

  /// How long it may go without a sign of life.
  public Duration deadline() {
    return deadline;
  }

  /// Such as "the HSM".
  public String waitsFor() {
    return waitsFor;
  }

  /// What goes on when nobody waits any more, a sentence.
  public String goesOn() {
    return goesOn;
  }
}
