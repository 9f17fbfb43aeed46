/// The form of an external key store: creates one, or changes what AWS KMS lets be changed in its
/// present state. Needs AWS KMS.
@NullMarked
package org.xksworkbench.app.ui.screen.keystoreform;

import org.jspecify.annotations.NullMarked;
