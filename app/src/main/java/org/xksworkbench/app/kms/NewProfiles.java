package org.xksworkbench.app.kms;

import java.util.List;

/// Makes a profile of IAM Identity Center in the user's AWS file, from the accounts and roles that
/// AWS tells for a sign-in. Nothing is written before the user has seen what.
public interface NewProfiles {

  /// An `[sso-session]`, of the file or still to be written.
  ///
  /// @param region of IAM Identity Center
  record CenterSession(String name, String startUrl, String region) {}

  /// An account that the person may work in.
  ///
  /// @param id 12 digits
  /// @param name empty where AWS tells none
  record CenterAccount(String id, String name) {}

  /// What a profile shall be.
  ///
  /// @param region that it works in
  record ProfileDraft(
      CenterSession session, String account, String role, String name, String region) {}

  /// What would be put at the end of a file, which keeps every byte that it has.
  ///
  /// @param file its path
  /// @param fingerprint of the file as it was read
  /// @param text what comes behind it
  record ProfileAddition(String profile, String file, String fingerprint, String text) {}

  /// Those of the file.
  List<CenterSession> sessions();

  /// Signs somebody in to a session, whichever profile is named.
  SignIns signIns(CenterSession session);

  /// @throws KmsException `SsoSessionExpired` if somebody has to sign in first
  List<CenterAccount> accounts(CenterSession session);

  /// @param account 12 digits
  List<String> roles(CenterSession session, String account);

  /// @throws KmsException `ProfileNotMade` if it cannot be a profile, with the reason
  ProfileAddition propose(ProfileDraft draft);

  /// Writes it, whole or not at all.
  ///
  /// @throws KmsException if the file is not as it was read any more, or cannot be written
  void write(ProfileAddition addition);
}
