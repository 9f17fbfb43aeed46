package org.xksworkbench.bridge.localkms.account;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The IAM users and roles of the account. The caller is one of them.
public record IamPrincipals(List<Principal> all) {

  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:(iam::(\\d{12}):(root|user/.+|role/.+)"
              + "|sts::\\d{12}:(?:assumed-role|federated-user)/.+)");

  private static final Principal CALLER = new Principal(Principal.PrincipalKind.USER, "/", "local");

  /// Adds the caller if it is not there.
  public IamPrincipals {
    var known = new ArrayList<>(all);
    if (!known.contains(CALLER)) {
      known.addFirst(CALLER);
    }
    all = List.copyOf(known);
  }

  /// Whoever calls: nobody is authenticated.
  public Principal caller() {
    return CALLER;
  }

  List<Principal> of(Principal.PrincipalKind kind) {
    return all.stream().filter(principal -> principal.kind() == kind).toList();
  }

  /// Whether an ARN can be that of a principal. Those of other accounts cannot be looked up; one of
  /// this account must be there.
  public boolean isValid(Account account, String arn) {
    var match = ARN.matcher(arn);
    return match.matches()
        && (!account.id().equals(match.group(2))
            || match.group(3).equals("root")
            || arn.equals(account.caller())
            || has(account.id(), arn));
  }

  private boolean has(String account, String arn) {
    return all.stream().anyMatch(principal -> principal.arn(account).equals(arn));
  }
}
