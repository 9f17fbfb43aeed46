/// The port to AWS KMS: what the window knows of it. Values and one blocking interface; nothing of
/// the AWS SDK is in any signature, so that a view model can be tested without it.
///
/// Names are those of the AWS KMS API Reference.
@NullMarked
package org.xksworkbench.app.kms;

import org.jspecify.annotations.NullMarked;
