/// Questions to the user, behind an interface, so that a view model can ask them without a window.
@NullMarked
package org.xksworkbench.app.ui.dialog;

import org.jspecify.annotations.NullMarked;
