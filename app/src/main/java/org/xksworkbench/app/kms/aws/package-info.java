/// AWS KMS through the AWS SDK for Java v2; nobody else in this module imports it. The same code
/// serves AWS and the local KMS.
@NullMarked
package org.xksworkbench.app.kms.aws;

import org.jspecify.annotations.NullMarked;
