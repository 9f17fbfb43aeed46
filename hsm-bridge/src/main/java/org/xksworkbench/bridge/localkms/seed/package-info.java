/// What a local KMS holds from the start.
@NullMarked
package org.xksworkbench.bridge.localkms.seed;

import org.jspecify.annotations.NullMarked;
