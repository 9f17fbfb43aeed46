/// Drives the window for the project's own scripts: the demo without a display, the start that is
/// measured, the training of the start-up caches, the test of the packages. In a jar of its own,
/// which the product is shipped without.
@NullMarked
package org.xksworkbench.app.robot;

import org.jspecify.annotations.NullMarked;
