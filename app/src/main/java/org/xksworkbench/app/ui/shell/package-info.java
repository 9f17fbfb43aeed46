/// The window around the screens: identity and the band that says it is not AWS, navigation, and
/// the health of HSM and proxy wherever the user is. Knows no screen.
@NullMarked
package org.xksworkbench.app.ui.shell;

import org.jspecify.annotations.NullMarked;
