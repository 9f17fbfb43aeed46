/// How the whole loop stands, from AWS KMS over the XKS proxy to the HSM, and what in it needs
/// attention. Made of what was read: nothing here asks anybody but [OverviewReader].
@NullMarked
package org.xksworkbench.app.overview;

import org.jspecify.annotations.NullMarked;
