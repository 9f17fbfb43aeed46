/// Destinations and the contract of a screen.
@NullMarked
package org.xksworkbench.app.ui.navigation;

import org.jspecify.annotations.NullMarked;
