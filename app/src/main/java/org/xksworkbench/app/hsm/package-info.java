/// The HSM attached to this workstation, as the window shares it among its screens.
@NullMarked
package org.xksworkbench.app.hsm;

import org.jspecify.annotations.NullMarked;
