/// Connecting external key stores, and waiting until AWS KMS is done with it.
@NullMarked
package org.xksworkbench.app.connection;

import org.jspecify.annotations.NullMarked;
