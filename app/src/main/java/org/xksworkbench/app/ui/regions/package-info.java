/// All Regions of the account, for the screens that lead to another one.
@NullMarked
package org.xksworkbench.app.ui.regions;

import org.jspecify.annotations.NullMarked;
