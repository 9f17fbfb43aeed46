/// The little of STS, IAM and CloudTrail that programs ask beside AWS KMS: who am I, who else is
/// there, and what happened.
@NullMarked
package org.xksworkbench.bridge.localkms.account;

import org.jspecify.annotations.NullMarked;
