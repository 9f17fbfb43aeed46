package org.xksworkbench.app.kms;

import java.util.List;

/// The IAM users and roles of the account, for key policies. Needs the permissions `iam:ListUsers`
/// and `iam:ListRoles`; a client works without them, too. The call blocks, may be interrupted, and
/// throws [KmsException].
@FunctionalInterface
public interface Principals {

  /// Users and roles (ListUsers and ListRoles of AWS IAM, every page), without the roles of AWS's
  /// own services, sorted by type and name.
  List<IamPrincipal> list();
}
