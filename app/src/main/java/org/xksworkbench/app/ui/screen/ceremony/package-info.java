/// Key ceremonies: choose and prepare, follow the plan step by step, take the evidence.
@NullMarked
package org.xksworkbench.app.ui.screen.ceremony;

import org.jspecify.annotations.NullMarked;
