package org.xksworkbench.app.kms;

import java.util.List;
import java.util.function.Consumer;

/// Signs somebody in to AWS, as `aws sso login` and `aws login` do.
public interface SignIns {

  /// Where the person says yes.
  enum SignInWay {
    /// In a browser on this computer, which comes back by itself. For profiles with an
    /// `sso_session`.
    BROWSER,
    /// In a browser anywhere, with a code to compare.
    CODE,
    /// By the AWS CLI, which is started for it. For profiles of `aws login`.
    CLI
  }

  /// What the person opens.
  ///
  /// @param code to compare; empty where there is none
  /// @param isOpen whether somebody else has opened it
  record SignInPage(String url, String code, boolean isOpen) {

    /// One that is still to be opened.
    public SignInPage(String url, String code) {
      this(url, code, false);
    }
  }

  /// The ways in which the profile signs in; none where it does not sign in here.
  List<SignInWay> ways(String profile);

  /// Blocks until the person has said yes; an interrupt ends it.
  ///
  /// @param shown is given the page, on the caller's thread
  /// @throws KmsException if it came to nothing
  void signIn(String profile, SignInWay way, Consumer<SignInPage> shown)
      throws InterruptedException;
}
