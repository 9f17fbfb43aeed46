/// The port to AWS KMS behind the lock of the profile. Lies below every screen: no menu, key or
/// palette leads around it.
@NullMarked
package org.xksworkbench.app.guard;

import org.jspecify.annotations.NullMarked;
