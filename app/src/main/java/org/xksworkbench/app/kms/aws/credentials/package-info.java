/// Where the credentials of a profile come from: a plan made by the rules of the AWS CLI
/// (botocore).
@NullMarked
package org.xksworkbench.app.kms.aws.credentials;

import org.jspecify.annotations.NullMarked;
