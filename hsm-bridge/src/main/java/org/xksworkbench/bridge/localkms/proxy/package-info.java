/// Calls to an XKS proxy as AWS KMS makes them, and what AWS KMS makes of their failures.
@NullMarked
package org.xksworkbench.bridge.localkms.proxy;

import org.jspecify.annotations.NullMarked;
