/// Creates a KMS key in an external key store: both methods of the AWS KMS Developer Guide, "Create
/// a KMS key in external key stores". Needs AWS KMS; to pick an external key, the attached HSM; to
/// pick administrators and users, AWS IAM.
@NullMarked
package org.xksworkbench.app.ui.screen.createkey;

import org.jspecify.annotations.NullMarked;
