/// Gives an external key store another credential in four steps, without a moment in which AWS KMS
/// and proxy disagree (XKS proxy API specification, SigV4 credentials rotation).
@NullMarked
package org.xksworkbench.app.ui.screen.rotatecredential;

import org.jspecify.annotations.NullMarked;
