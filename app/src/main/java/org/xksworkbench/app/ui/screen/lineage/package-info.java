/// Every external key through all its links, what does not agree first. Needs the token that is
/// logged in to, if there is one, the XKS proxy, AWS KMS and the records.
@NullMarked
package org.xksworkbench.app.ui.screen.lineage;

import org.jspecify.annotations.NullMarked;
