/// What auditors and administrators take away of the lineage: an inventory of external keys, and
/// what fails with a part of the loop. Both say what could not be seen.
@NullMarked
package org.xksworkbench.app.inventory;

import org.jspecify.annotations.NullMarked;
