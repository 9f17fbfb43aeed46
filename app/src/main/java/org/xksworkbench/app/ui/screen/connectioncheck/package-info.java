/// The check of the way from this workstation to an XKS proxy, step by step. Needs the connection
/// doctor.
@NullMarked
package org.xksworkbench.app.ui.screen.connectioncheck;

import org.jspecify.annotations.NullMarked;
