/// What all packages below share.
@NullMarked
package org.xksworkbench.bridge;

import org.jspecify.annotations.NullMarked;
