/// What screens share that follow keys through the loop.
@NullMarked
package org.xksworkbench.app.ui.lineage;

import org.jspecify.annotations.NullMarked;
