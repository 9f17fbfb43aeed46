/// Which keys of a token could be the external key of a KMS key, and what is known of one before
/// AWS KMS is asked. Blocks: it asks AWS KMS, the proxy of this workstation and the attached HSM.
@NullMarked
package org.xksworkbench.app.externalkey;

import org.jspecify.annotations.NullMarked;
