package org.xksworkbench.app.kms.aws.credentials;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.NewProfiles.CenterAccount;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.RoleInfo;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;

/// The accounts and roles of a session of IAM Identity Center that the AWS CLI keeps.
public final class IdentityCenterAccounts {

  /// The most that AWS takes (IAM Identity Center Portal API Reference, ListAccounts).
  private static final int PER_PAGE = 100;

  private final CenterSignIn signIn;
  private final Path cache;
  private final ClientFactory clients;

  /// @param cache folder of the AWS CLI
  /// @param clients without credentials; stay open
  public IdentityCenterAccounts(CenterSignIn signIn, Path cache, ClientFactory clients) {
    this.signIn = signIn;
    this.cache = cache;
    this.clients = clients;
  }

  /// By name.
  ///
  /// @throws KmsException `SsoSessionExpired` if somebody has to sign in first
  public List<CenterAccount> list() {
    var token = token();
    return ask(sso ->
        sso
            .listAccountsPaginator(r -> r.accessToken(token).maxResults(PER_PAGE))
            .accountList()
            .stream()
            .map(account ->
                new CenterAccount(
                    account.accountId(), Objects.requireNonNullElse(account.accountName(), "")))
            .sorted(
                Comparator.comparing(CenterAccount::name, String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(CenterAccount::id))
            .toList());
  }

  /// By name.
  ///
  /// @param account 12 digits
  public List<String> roles(String account) {
    var token = token();
    return ask(sso ->
        sso
            .listAccountRolesPaginator(
                r -> r.accessToken(token).accountId(account).maxResults(PER_PAGE))
            .roleList()
            .stream()
            .map(RoleInfo::roleName)
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .toList());
  }

  private String token() {
    return new IdentityCenterSession(
            signIn,
            cache,
            () -> clients.identityCenterTokens(Region.of(signIn.region())),
            InstantSource.system())
        .token();
  }

  private <T> T ask(Function<SsoClient, T> question) {
    try (var sso = clients.identityCenter(Region.of(signIn.region()))) {
      return question.apply(sso);
    } catch (UnauthorizedException e) {
      throw KmsException.ofCredentials(
          KmsErrorCode.SSO_SESSION_EXPIRED,
          "IAM Identity Center does not know the session for %s any more."
              .formatted(signIn.words()),
          e);
    }
  }
}
