package org.xksworkbench.app.ui.signin;

import java.util.List;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.problem.Problem;

/// How a sign-in to IAM Identity Center stands.
public sealed interface SignInStage {

  /// @param ways to begin it; none where the profile does not sign in here
  record SignInIdle(List<SignIns.SignInWay> ways) implements SignInStage {}

  record SignInAsking() implements SignInStage {}

  record SignInWaiting(SignIns.SignInPage page) implements SignInStage {}

  record SignInFailed(Problem problem, List<SignIns.SignInWay> ways) implements SignInStage {}

  record SignInDone() implements SignInStage {}
}
