/// Which KMS keys and aliases fail without a token, a key of it, an XKS proxy or a key store. Needs
/// what the lineage needs.
@NullMarked
package org.xksworkbench.app.ui.screen.whatif;

import org.jspecify.annotations.NullMarked;
