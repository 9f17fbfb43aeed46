/// Creates a KMS key in an external key store: method 1 of the AWS KMS Developer Guide, "Create a
/// KMS key in external key stores". What AWS KMS requires is set and shown, not asked. Needs AWS
/// KMS and, to pick an external key, the attached HSM.
@NullMarked
package org.xksworkbench.app.ui.screen.createkey;

import org.jspecify.annotations.NullMarked;
