package org.xksworkbench.app.awscheck;

import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsCheck.Outcome;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.bridge.hsm.ForeignText;

/// For people, and for a help desk.
public final class CheckText {

  private CheckText() {}

  /// Lines of text; nothing that a terminal obeys is in them.
  public static String of(AwsCheck check) {
    var text = new StringBuilder();
    line(text, "Profile", check.profile().words());
    line(text, "Region", check.region().words());
    line(text, "Credentials", credentials(check));
    line(text, "Trust", check.trust());
    check.hosts().forEach(host -> host(text, host));
    text.append('\n');
    outcome(text, "GetCallerIdentity", check.caller(), CheckText::caller);
    if (isOne(check.caller(), check.keyStores())) {
      line(text, "DescribeCustomKeyStores", "not asked: the same stands in its way");
    } else {
      outcome(text, "DescribeCustomKeyStores", check.keyStores(), CheckText::keyStores);
    }
    return text.toString();
  }

  /// Whether one failure stands in the way of both.
  private static boolean isOne(Outcome<?> first, Outcome<?> second) {
    return first instanceof Outcome.CheckFailed<?>(var one)
        && second instanceof Outcome.CheckFailed<?>(var other)
        && one.equals(other);
  }

  /// Where the credentials come from.
  public static String credentials(AwsCheck check) {
    return check.source().kind().words() + ": " + check.source().words();
  }

  public static String caller(CallerIdentity caller) {
    return caller.arn()
        + caller
            .expires()
            .map(end -> ", until " + end)
            .orElse(", with credentials that name no end");
  }

  public static String keyStores(int number) {
    return number == 1 ? "1 external key store" : number + " external key stores";
  }

  /// The way out, in a clause.
  public static String proxy(AwsCheck.Host host) {
    return host.proxy().orElse("none") + " (" + host.proxyWhy() + ")";
  }

  public static String address(AwsCheck.Host host) {
    return host.address().orElse(host.proxy().isEmpty() ? "not known" : "looked up by the proxy");
  }

  public static String issuer(AwsCheck.Host host) {
    return host.issuer().orElse("no certificate was shown");
  }

  private static void host(StringBuilder text, AwsCheck.Host host) {
    text.append('\n');
    line(text, host.service(), host.url());
    line(text, "  Address", address(host));
    line(text, "  Proxy", proxy(host));
    line(text, "  TLS issuer", issuer(host));
    host.failure()
        .ifPresentOrElse(
            failure -> {
              line(text, "  Failed at", failure.step().words() + ": " + failure.why());
              line(text, "  What to do", failure.remedy());
            },
            () -> line(text, "  Reached", "yes"));
  }

  /// Says what an answer means.
  @FunctionalInterface
  private interface OutcomeWords<T> {
    String of(T value);
  }

  private static <T> void outcome(
      StringBuilder text, String call, Outcome<T> outcome, OutcomeWords<T> words) {
    switch (outcome) {
      case Outcome.CheckAnswered<T>(var value) -> line(text, call, words.of(value));
      case Outcome.CheckFailed<T>(var why) -> problem(text, call, Problems.of(why));
    }
  }

  private static void problem(StringBuilder text, String call, Problem problem) {
    line(text, call, "failed: " + problem.headline());
    problem.causes().forEach(cause -> line(text, "  Why", cause));
    if (!problem.causes().contains(problem.technicalDetail())) {
      line(text, "  Told", problem.technicalDetail());
    }
    line(text, "  What to do", problem.nextStep());
    line(text, "  Code", problem.code());
    line(text, "  Request ID", problem.requestId());
  }

  /// Nothing for what is empty.
  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append("%-29s %s".formatted(ForeignText.printable(name), ForeignText.printable(value)))
          .append('\n');
    }
  }
}
