/// The first page of a new installation: what do you want to do? Finds profiles and modules by
/// itself.
@NullMarked
package org.xksworkbench.app.ui.screen.start;

import org.jspecify.annotations.NullMarked;
