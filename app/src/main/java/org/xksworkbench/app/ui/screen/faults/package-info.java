/// The demo's switches for what can go wrong, each with what a user reads then. Needs the demo.
@NullMarked
package org.xksworkbench.app.ui.screen.faults;

import org.jspecify.annotations.NullMarked;
