/// The way through the demo, with a mark at each stop that was really made. Needs the demo.
@NullMarked
package org.xksworkbench.app.ui.screen.tour;

import org.jspecify.annotations.NullMarked;
