/// The window of XKS Workbench: [org.xksworkbench.app.Main] starts it,
/// [org.xksworkbench.app.bootstrap] wires it.
@NullMarked
package org.xksworkbench.app;

import org.jspecify.annotations.NullMarked;
