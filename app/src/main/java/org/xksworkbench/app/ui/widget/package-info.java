/// Controls that several screens share. They show values and know no service.
@NullMarked
package org.xksworkbench.app.ui.widget;

import org.jspecify.annotations.NullMarked;
