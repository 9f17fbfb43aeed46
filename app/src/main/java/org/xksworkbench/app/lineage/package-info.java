/// Joins what the HSM, the XKS proxy, AWS KMS and the records of people say of one external key,
/// and says in words where they do not agree.
@NullMarked
package org.xksworkbench.app.lineage;

import org.jspecify.annotations.NullMarked;
