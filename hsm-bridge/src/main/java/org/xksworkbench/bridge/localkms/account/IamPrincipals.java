package org.xksworkbench.bridge.localkms.account;

import java.util.ArrayList;
import java.util.List;

/// The IAM users and roles of the account. The caller is one of them.
public record IamPrincipals(List<Principal> all) {

  private static final Principal CALLER = new Principal(Principal.Kind.USER, "/", "local");

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

  List<Principal> of(Principal.Kind kind) {
    return all.stream().filter(principal -> principal.kind() == kind).toList();
  }

  public boolean has(String account, String arn) {
    return all.stream().anyMatch(principal -> principal.arn(account).equals(arn));
  }
}
