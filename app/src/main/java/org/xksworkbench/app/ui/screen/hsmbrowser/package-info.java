/// Tokens of the attached HSM and their secret keys: which are fit for an external key store, which
/// already belong to a KMS key. Needs the attached HSM and, for the KMS keys, AWS KMS.
@NullMarked
package org.xksworkbench.app.ui.screen.hsmbrowser;

import org.jspecify.annotations.NullMarked;
